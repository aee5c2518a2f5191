import type {Intent, Message} from '../model/protocol.ts';

/** What goes down to the engine's thread: intents, and the question whether it is there. */
export type ThreadIntent = Intent | {readonly kind: 'ping'};

/** What comes up from it. */
export type ThreadMessage = Message | {readonly kind: 'pong'};

/** One thread with an engine, as the other side holds it. */
export type Thread = {
	post(intent: ThreadIntent): void;
	/** Ends it by force. */
	terminate(): void;
};

/** Hears a thread. `ended` comes once and last: with what it died of, where that is known. */
export type ThreadListener = {
	readonly message: (message: ThreadMessage) => void;
	readonly ended: (error?: Error) => void;
};

export type StartThread = (listener: ThreadListener) => Thread;
