import type {Message, Session} from '../model/protocol.ts';
import {type Board, emptyBoard, forget, lastSync, receive} from '../state/board.ts';
import {bodyHeight, compose, crumbsLine, smallest, toldLine, tooSmall} from './frame.ts';
import {globalBindings} from './global-bindings.ts';
import {paintLine} from './line.ts';
import type {Place} from './place.ts';
import {CommandPrompt, FilterPrompt, type Prompt} from './prompt.ts';
import {Questions} from './questions.ts';
import type {Binding, Effect, Scene, Told} from './screen.ts';
import {Stack} from './stack.ts';
import type {Copied} from './terminal/terminal.ts';
import {wordsOfCopy} from './words.ts';

export type ShellOptions = {
	readonly session: Session;
	/** Who sits here: `user@host`. */
	readonly by: string;
	readonly isReadOnly: boolean;
	/** Nothing automated is written before a person confirms. */
	readonly isHeld: boolean;
	readonly isColored: boolean;
	/** More that can be done everywhere. */
	readonly bindings: readonly Binding[];
	/** What is shown first, over the applications. */
	readonly first?: Place;
	readonly now: () => number;
	readonly copy: (text: string) => Copied;
	/** What only the terminal, or the one who started the session, can do. */
	readonly onEffect: (effect: OuterEffect) => void;
};

export type OuterEffect = Extract<Effect, {kind: 'suspend' | 'redraw' | 'quit' | 'context'}>;

/** Screens whose questions are kept open; what lies deeper is asked again when it comes up. */
const askedMost = 3;

/** What is told at the bottom stays until the next key, or that long, in milliseconds. */
const toldForMs = 10_000;

/** The interface without its terminal: keys and messages in, frames out. */
export class Shell {
	readonly #options: ShellOptions;
	readonly #questions: Questions;
	readonly #history: string[] = [];
	readonly #global: readonly Binding[];
	readonly #stack: Stack;
	#prompt: Prompt | undefined;
	#board: Board = emptyBoard;
	#isHeld: boolean;
	#told: (Told & {readonly at: number}) | undefined;
	#size = {columns: 80, rows: 24};
	/** When the last operation of all ended: its age is shown in seconds at first. */
	#newest = {rows: emptyBoard.rows, time: ''};

	constructor(options: ShellOptions) {
		this.#options = options;
		this.#isHeld = options.isHeld;
		this.#questions = new Questions(intent => options.session.send(intent));
		this.#global = [...options.bindings, ...globalBindings];
		this.#stack = new Stack({kind: 'applications'}, this.#global);
		if (options.first) {
			this.#stack.go(options.first);
		}

		if (this.#isHeld) {
			this.#stack.go({kind: 'begin'});
		}
	}

	/** The engine has told what it works on. */
	get isSettled(): boolean {
		return this.#board.hello !== undefined;
	}

	resize(columns: number, rows: number): void {
		this.#size = {columns, rows};
	}

	receive(message: Message): void {
		if (!this.#questions.settle(message)) {
			this.#board = receive(this.#board, message);
		}
	}

	press(key: string): void {
		if (key === 'ctrl-c') {
			this.#options.onEffect({kind: 'quit'});
			return;
		}

		const scene = this.#scene();
		this.#told = undefined;

		if (this.#prompt) {
			const {isOpen, effects} = this.#prompt.press(key, scene);
			this.#prompt = isOpen ? this.#prompt : undefined;
			this.#run(effects);
			return;
		}

		this.#run(this.#stack.top.type?.(key, scene) ?? this.#bound(key, scene));
	}

	paste(text: string): void {
		if (this.#prompt) {
			this.#prompt.paste(text);
		} else {
			this.#stack.top.paste?.(text);
		}
	}

	/** The lines of the screen as the terminal is given them. */
	frame(): readonly string[] {
		const {columns, rows} = this.#size;
		const {isColored} = this.#options;
		const isSmall = columns < smallest.columns || rows < smallest.rows;
		const scene = this.#scene();
		const lines = isSmall ? tooSmall(columns, rows) : compose(this.#stack.all, scene, {foot: this.#foot(scene), rows});
		return lines.slice(0, rows).map(line => paintLine(line, columns, isColored));
	}

	/** Milliseconds until time alone changes what is shown. */
	nextTick(): number {
		if (this.#newest.rows !== this.#board.rows) {
			this.#newest = {rows: this.#board.rows, time: lastSync(this.#board.rows)};
		}

		const isYoung = this.#options.now() - Date.parse(this.#newest.time) < 60_000;
		return isYoung || this.#told !== undefined ? 1000 : 30_000;
	}

	#scene(): Scene {
		const {columns, rows} = this.#size;
		const {by, isReadOnly, now} = this.#options;
		return {
			board: this.#board,
			reply: question => this.#questions.reply(question, this.#board),
			now: now(),
			width: columns,
			height: bodyHeight(rows),
			by,
			isReadOnly,
			isHeld: this.#isHeld,
		};
	}

	#foot(scene: Scene) {
		if (this.#prompt) {
			return this.#prompt.line(scene);
		}

		if (this.#told && scene.now - this.#told.at > toldForMs) {
			this.#told = undefined;
		}

		return this.#told ? toldLine(this.#told.tone, this.#told.text) : crumbsLine(this.#stack.all);
	}

	#bound(key: string, scene: Scene): readonly Effect[] {
		const binding = [...this.#stack.top.bindings, ...this.#global].find(({keys}) => keys.includes(key));
		if (!binding) {
			return [];
		}

		return binding.mutates && scene.isReadOnly
			? [{kind: 'tell', tone: 'bad', text: 'read-only: nothing is written'}]
			: binding.run(scene);
	}

	#run(effects: readonly Effect[]): void {
		for (const effect of effects) {
			this.#do(effect);
		}

		const asked = this.#stack.all.slice(-askedMost).flatMap(screen => screen.asks());
		this.#board = forget(this.#board, this.#questions.keep(asked));
	}

	#do(effect: Effect): void {
		switch (effect.kind) {
			case 'go':
				this.#stack.go(effect.place);
				break;
			case 'replace':
				this.#stack.replace(effect.place);
				break;
			case 'home':
				this.#stack.home(effect.place);
				break;
			case 'back':
				this.#stack.back();
				break;
			case 'send':
				this.#options.session.send(effect.intent);
				break;
			case 'ask':
				this.#questions.once(effect.question, reply => this.#run(effect.onReply(reply)));
				break;
			case 'tell':
				this.#tell(effect);
				break;
			case 'begin':
				this.#isHeld = false;
				this.#options.session.send({kind: 'begin'});
				break;
			case 'prompt':
				this.#open(effect.prompt);
				break;
			case 'copy':
				this.#tell(wordsOfCopy(this.#options.copy(effect.text), effect.what));
				break;
			case 'suspend':
			case 'redraw':
			case 'quit':
			case 'context':
				this.#options.onEffect(effect);
				break;
		}
	}

	#tell({tone, text}: Told): void {
		this.#told = {tone, text, at: this.#options.now()};
	}

	#open(prompt: 'filter' | 'command'): void {
		const top = this.#stack.top;
		if (prompt === 'command') {
			this.#prompt = new CommandPrompt(this.#history);
		} else if (top.filter !== undefined) {
			this.#prompt = new FilterPrompt(top);
		}
	}
}
