import type {Intent, Message, Session} from '../model/protocol.ts';
import type {StartThread, Thread, ThreadMessage} from './thread.ts';

export type LastingOptions = {
	readonly start: StartThread;
	/** Calls back after so many milliseconds, unless what it returns is called before. */
	readonly later: (milliseconds: number, call: () => void) => () => void;
};

/** Before a new thread is started, in milliseconds, by how many died in a row. */
const delays = [200, 1000, 5000] as const;
/** A thread that lived so long, in milliseconds, has not died in a row with the one before it. */
const goodLife = 60_000;
/** Between two questions whether the thread is there, in milliseconds. */
const pulse = 5000;
/** So many of them without an answer mean that it hangs. */
const mostMissed = 3;
/** How long requests in flight may take after a stop, in milliseconds. */
const patience = 5000;

type Ask = Extract<Intent, {kind: 'ask'}>;

/** A session that survives its thread: a new one takes over what was asked, and what was begun. */
export class LastingSession implements Session {
	readonly ended: Promise<void>;
	readonly #options: LastingOptions;
	readonly #listeners = new Set<(message: Message) => void>();
	readonly #end = Promise.withResolvers<void>();
	readonly #live = new Map<number, Ask>();
	readonly #once = new Map<number, Ask>();
	/** What is told before anybody listens. */
	#unheard: Message[] = [];
	#thread: Thread | undefined;
	#cancels = new Set<() => void>();
	#hasBegun = false;
	#isStopping = false;
	#wasReady = false;
	#deaths = 0;
	#missed = 0;
	#seq = 0;
	/** Why a thread was ended by force, or could not go on. */
	#reason = '';

	constructor(options: LastingOptions) {
		this.#options = options;
		this.ended = this.#end.promise;
		this.#start();
	}

	subscribe(listener: (message: Message) => void): () => void {
		this.#listeners.add(listener);
		const unheard = this.#unheard;
		this.#unheard = [];
		for (const message of unheard) {
			listener(message);
		}

		return () => this.#listeners.delete(listener);
	}

	send(intent: Intent): void {
		this.#note(intent);
		this.#thread?.post(intent);
		if (intent.kind === 'stop') {
			this.#stop();
		} else if (intent.kind === 'ask' && !intent.isLive && !this.#thread) {
			this.#once.delete(intent.id);
			this.#tell(refused(intent, 'the engine is being started again'));
		}
	}

	#note(intent: Intent): void {
		switch (intent.kind) {
			case 'begin':
				this.#hasBegun = true;
				break;
			case 'ask':
				(intent.isLive ? this.#live : this.#once).set(intent.id, intent);
				break;
			case 'drop':
				this.#live.delete(intent.id);
				this.#once.delete(intent.id);
				break;
			case 'stop':
				this.#isStopping = true;
				break;
			case 'refresh':
				break;
		}
	}

	#start(): void {
		this.#missed = 0;
		this.#reason = '';
		let isGone = false;
		const thread = this.#options.start({
			message: message => {
				if (!isGone) {
					this.#hear(message);
				}
			},
			ended: error => {
				isGone = true;
				this.#onEnd(error);
			},
		});
		this.#thread = thread;
		for (const intent of [...(this.#hasBegun ? [{kind: 'begin'} as const] : []), ...this.#live.values()]) {
			thread.post(intent);
		}

		this.#later(goodLife, () => {
			this.#deaths = 0;
		});
		this.#beat();
	}

	#beat(): void {
		this.#later(pulse, () => {
			if (this.#missed >= mostMissed) {
				this.#reason = `it has not answered for ${(mostMissed * pulse) / 1000} s`;
				this.#thread?.terminate();
				return;
			}

			this.#missed++;
			this.#thread?.post({kind: 'ping'});
			this.#beat();
		});
	}

	#hear(message: ThreadMessage): void {
		switch (message.kind) {
			case 'pong':
				this.#missed = 0;
				return;
			case 'rows':
				this.#seq++;
				this.#tell({...message, seq: this.#seq});
				return;
			case 'answer':
			case 'refused':
				this.#once.delete(message.id);
				this.#tell(message);
				return;
			case 'failed':
				this.#onFailed(message);
				return;
			case 'ended':
				// The session's own end is told when the thread is gone.
				return;
			case 'hello':
				this.#wasReady = true;
				this.#tell(message);
				return;
			case 'events':
			case 'lost':
				this.#tell(message);
		}
	}

	/** What keeps the first engine from starting is the person's to mend; later ones are tried again. */
	#onFailed(message: Extract<Message, {kind: 'failed'}>): void {
		if (this.#wasReady && !this.#isStopping) {
			this.#reason = message.message;
		} else {
			this.#isStopping = true;
			this.#tell(message);
		}
	}

	#onEnd(error: Error | undefined): void {
		this.#thread = undefined;
		this.#cancel();
		if (this.#isStopping) {
			this.#finish();
			return;
		}

		const why = this.#reason || error?.message || 'it ended without being asked to';
		const delay = delays[Math.min(this.#deaths, delays.length - 1)] ?? 0;
		this.#deaths++;
		this.#tell({kind: 'lost', message: `the engine died: ${why}; a new one is started in ${delay / 1000} s`});
		for (const asked of this.#once.values()) {
			this.#tell(refused(asked, `the engine died: ${why}`));
		}

		this.#once.clear();
		this.#later(delay, () => this.#start());
	}

	#stop(): void {
		if (this.#thread) {
			this.#later(patience, () => this.#thread?.terminate());
		} else {
			this.#cancel();
			this.#finish();
		}
	}

	#finish(): void {
		this.#tell({kind: 'ended'});
		this.#end.resolve();
	}

	#later(milliseconds: number, call: () => void): void {
		const cancel = this.#options.later(milliseconds, () => {
			this.#cancels.delete(cancel);
			call();
		});
		this.#cancels.add(cancel);
	}

	#cancel(): void {
		for (const cancel of this.#cancels) {
			cancel();
		}

		this.#cancels = new Set();
	}

	#tell(message: Message): void {
		if (this.#listeners.size === 0) {
			this.#unheard.push(message);
		}

		for (const listener of this.#listeners) {
			listener(message);
		}
	}
}

function refused({id, question}: Ask, why: string): Message {
	const advice =
		question.kind === 'sync'
			? 'What it had begun goes on with the new engine, as soon as that may write: the history shows how it ends'
			: 'Ask again';
	return {kind: 'refused', id, message: why, advice};
}
