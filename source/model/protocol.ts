import type {Event} from './event.ts';
import type {Row} from './row.ts';

/** What the engine's thread is started with. */
export type EngineOptions = {
	/** `-f FILE|DIR`, in their order. */
	readonly files: readonly string[];
	/** The one application that was given by flags. */
	readonly flags?: ApplicationFlags;
	/** Only this application; all where absent. */
	readonly only?: string;
	readonly kubeconfig?: string;
	readonly context?: string;
	readonly state?: string;
	readonly cache?: string;
	/** How often remotes are asked, in milliseconds. */
	readonly intervalMs: number;
	/** The identity that a person confirmed for a context that now shows another cluster. */
	readonly confirmedCluster?: string;
	readonly isReadOnly: boolean;
};

/** An application by flags, as they were typed. */
export type ApplicationFlags = {
	readonly repo: string;
	readonly path?: string;
	readonly revision?: string;
	readonly name?: string;
	readonly project?: string;
	readonly cluster?: string;
	readonly namespace?: string;
	readonly recurse: boolean;
	readonly auto: boolean;
	readonly autoPrune: boolean;
	readonly selfHeal: boolean;
};

/** Down, to the engine's thread. JSON-clean. */
export type Intent = {readonly kind: 'stop'} | {readonly kind: 'refresh'; readonly app: string};

/** Up, from the engine's thread, at most every 50 ms. JSON-clean. */
export type Message =
	| {readonly kind: 'events'; readonly events: readonly Event[]}
	| {
			readonly kind: 'rows';
			/** Rises by one with each message of this kind. */
			readonly seq: number;
			readonly upserts: readonly Row[];
			readonly deletes: readonly string[];
	  }
	| {readonly kind: 'failed'; readonly message: string; readonly advice: string; readonly exitCode: number}
	| {readonly kind: 'ended'};

/** The engine in its thread, as the main thread sees it. */
export type Session = {
	subscribe(listener: (message: Message) => void): () => void;
	send(intent: Intent): void;
	/** Settles when the thread has ended. Rejects only for bugs. */
	readonly ended: Promise<void>;
};
