import type {Message, Session} from '../model/protocol.ts';
import type {Place} from './place.ts';
import type {Binding} from './screen.ts';
import {type OuterEffect, Shell} from './shell.ts';
import {Lines} from './terminal/lines.tsx';
import {mount} from './terminal/mount.ts';
import type {EndReason, Terminal} from './terminal/terminal.ts';

export type InterfaceOptions = {
	readonly terminal: Terminal;
	/** Starts the engine on the same applications, in that context where one is named; `isHeld` as below. */
	openSession(start: {readonly context?: string; readonly isHeld: boolean}): Session;
	/** Who sits here: `user@host`. */
	readonly by: string;
	readonly isReadOnly: boolean;
	/** Nothing automated is written before a person confirms. */
	readonly isHeld: boolean;
	/** More that can be done everywhere, and what is shown first. */
	readonly bindings?: readonly Binding[];
	readonly first?: Place;
	/** Ends it in good order. */
	readonly signal: AbortSignal;
	/** The terminal is given back, and the engine still has requests in flight. */
	readonly onSlowEnd?: () => void;
};

/** How it ended: asked to by the person, by a signal, or because the engine can't go on. */
export type InterfaceEnd =
	| {readonly kind: 'quit'}
	| {readonly kind: 'ended'; readonly reason: EndReason}
	| {readonly kind: 'failed'; readonly message: string; readonly advice: string; readonly exitCode: number};

/** A person who waits longer for the prompt is told why, in milliseconds. */
const slowEndMs = 300;

/** What the engine tells is drawn at most that often, in milliseconds; keys are drawn at once. */
const messagePaceMs = 100;

/** Runs the full-screen interface until its end. The terminal is given back when it resolves, and the engine has ended. */
export async function runInterface(options: InterfaceOptions): Promise<InterfaceEnd> {
	return new Interface(options).run();
}

class Interface {
	readonly #options: InterfaceOptions;
	readonly #end = Promise.withResolvers<InterfaceEnd>();
	readonly #view;
	#session: Session;
	#shell: Shell;
	#unsubscribe: () => void = () => undefined;
	#timer: NodeJS.Timeout | undefined;
	#isDrawDue = false;
	#drawnAt = 0;

	constructor(options: InterfaceOptions) {
		this.#options = options;
		this.#session = options.openSession({isHeld: options.isHeld});
		this.#shell = this.#open(options.isHeld);
		this.#view = mount(options.terminal, <Lines lines={this.#shell.frame()} />);
		this.#listen();
	}

	#listen(): void {
		this.#unsubscribe = this.#session.subscribe(message => this.#receive(message));
	}

	async run(): Promise<InterfaceEnd> {
		const {terminal, signal} = this.#options;
		const stopListening = [
			terminal.onKey(key => {
				if (key.kind === 'paste') {
					this.#shell.paste(key.text);
				} else {
					this.#shell.press(key.name);
				}

				this.#drawSoon();
			}),
			terminal.onResize(() => {
				this.#shell.resize(terminal.columns, terminal.rows);
				this.#draw();
			}),
			terminal.onEnd(reason => this.#end.resolve({kind: 'ended', reason})),
		];
		const interrupt = () => this.#end.resolve({kind: 'ended', reason: 'terminate'});
		signal.addEventListener('abort', interrupt, {once: true});
		const end = await this.#end.promise;
		signal.removeEventListener('abort', interrupt);
		for (const stop of stopListening) {
			stop();
		}

		clearTimeout(this.#timer);
		this.#unsubscribe();
		this.#view.unmount();
		terminal.close();
		this.#session.send({kind: 'stop'});
		const waiting = setTimeout(() => this.#options.onSlowEnd?.(), slowEndMs);
		await this.#session.ended;
		clearTimeout(waiting);
		return end;
	}

	#open(isHeld: boolean): Shell {
		const {terminal, by, isReadOnly, bindings, first} = this.#options;
		const shell = new Shell({
			session: this.#session,
			by,
			isReadOnly,
			isHeld: isHeld && !isReadOnly,
			isColored: terminal.colors !== 'none',
			bindings: bindings ?? [],
			...(first === undefined ? {} : {first}),
			now: Date.now,
			copy: text => terminal.copy(text),
			onEffect: effect => this.#do(effect),
		});
		shell.resize(terminal.columns, terminal.rows);
		return shell;
	}

	#receive(message: Message): void {
		this.#shell.receive(message);
		if (message.kind === 'failed' && !this.#shell.isSettled) {
			const {message: text, advice, exitCode} = message;
			this.#end.resolve({kind: 'failed', message: text, advice, exitCode});
		}

		this.#drawAt(this.#drawnAt + messagePaceMs);
	}

	#do(effect: OuterEffect): void {
		const {terminal} = this.#options;
		switch (effect.kind) {
			case 'quit':
				this.#end.resolve({kind: 'quit'});
				break;
			case 'suspend':
				terminal.suspend();
				break;
			case 'redraw':
				terminal.redraw();
				break;
			case 'context':
				this.#switchContext(effect.context);
				break;
		}
	}

	/** Another cluster is another start: nothing is written to it before a person confirms again. */
	#switchContext(context: string): void {
		this.#unsubscribe();
		this.#session.send({kind: 'stop'});
		const before = this.#session.ended;
		this.#session = afterEnd(before, () => this.#options.openSession({context, isHeld: true}));
		this.#shell = this.#open(true);
		this.#listen();
	}

	/** Keys that came in one piece are drawn together. */
	#drawSoon(): void {
		if (!this.#isDrawDue) {
			this.#isDrawDue = true;
			queueMicrotask(() => this.#draw());
		}
	}

	#drawAt(time: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#draw(), Math.max(0, time - Date.now()));
	}

	#draw(): void {
		this.#isDrawDue = false;
		this.#drawnAt = Date.now();
		this.#view.rerender(<Lines lines={this.#shell.frame()} />);
		this.#drawAt(this.#drawnAt + this.#shell.nextTick());
	}
}

/** A session that begins when another has ended; what is sent meanwhile is kept. */
function afterEnd(before: Promise<void>, open: () => Session): Session {
	const listeners = new Set<(message: Message) => void>();
	const waiting: Parameters<Session['send']>[0][] = [];
	let session: Session | undefined;
	const ended = before.then(() => {
		session = open();
		session.subscribe(message => {
			for (const listener of listeners) {
				listener(message);
			}
		});
		for (const intent of waiting) {
			session.send(intent);
		}

		return session.ended;
	});
	return {
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		send(intent) {
			if (session) {
				session.send(intent);
			} else {
				waiting.push(intent);
			}
		},
		ended,
	};
}
