import type {SyncPolicy} from './application.ts';
import type {Event} from './event.ts';
import type {Answer, Question} from './question.ts';
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
	/** What is declared of the programs that render; the user's own file where absent. */
	readonly config?: string;
	/** How often remotes are asked, in milliseconds. */
	readonly intervalMs: number;
	/** The identity that a person confirmed for a context that now shows another cluster. */
	readonly confirmedCluster?: string;
	readonly isReadOnly: boolean;
	/** Where what is found can't be kept it is only shown; otherwise the engine does not start. */
	readonly mayForget?: boolean;
	/** A kubeconfig that is not there is no reason to refuse, unless one was named. */
	readonly mayLackCluster?: boolean;
	/** Automated work waits until the intent `begin`. */
	readonly isHeld: boolean;
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
export type Intent =
	| {readonly kind: 'stop'}
	| {readonly kind: 'refresh'; readonly app: string}
	/** A person confirmed: from now on what is automated may write. Means nothing where `isReadOnly`. */
	| {readonly kind: 'begin'}
	/**
	 * `id` names the question in its answers. With `isLive`, it is answered anew whenever that changes,
	 * until it is dropped; without, once.
	 */
	| {readonly kind: 'ask'; readonly id: number; readonly isLive: boolean; readonly question: Question}
	| {readonly kind: 'drop'; readonly id: number};

/** One application as it is configured, switches included. */
export type Listed = {
	readonly name: string;
	readonly project: string;
	/** The context that it goes to. */
	readonly context: string;
	readonly policy: SyncPolicy;
	/** `file:line` of its manifest, or `flags`. */
	readonly origin: string;
};

/** What the engine was started on. Told first, and again when it changes. */
export type Hello = {
	/** The context chosen at start, and its server's address. */
	readonly context: string;
	readonly server: string;
	/** All contexts of the kubeconfig. */
	readonly contexts: readonly string[];
	readonly applications: readonly Listed[];
	/** Applications whose last operation a person approved and was cut off: it is resumed. */
	readonly cutOff: readonly string[];
	/** Of the configuration and the state, in a line each. */
	readonly remarks: readonly string[];
	readonly isReadOnly: boolean;
};

/** Up, from the engine's thread, at most every 50 ms. JSON-clean. */
export type Message =
	| {readonly kind: 'hello'; readonly hello: Hello}
	| {readonly kind: 'events'; readonly events: readonly Event[]}
	| {
			readonly kind: 'rows';
			/** Rises by one with each message of this kind. */
			readonly seq: number;
			readonly upserts: readonly Row[];
			readonly deletes: readonly string[];
	  }
	| {readonly kind: 'answer'; readonly id: number; readonly answer: Answer}
	/** A question could not be answered; a live one is asked again after so long. */
	| {
			readonly kind: 'refused';
			readonly id: number;
			readonly message: string;
			readonly advice: string;
			readonly againInMs?: number;
	  }
	/** The engine's thread has died, and a new one is being started; what is known is stale until the next `hello`. */
	| {readonly kind: 'lost'; readonly message: string}
	| {readonly kind: 'failed'; readonly message: string; readonly advice: string; readonly exitCode: number}
	| {readonly kind: 'ended'};

/** The engine in its thread, as the main thread sees it. */
export type Session = {
	subscribe(listener: (message: Message) => void): () => void;
	send(intent: Intent): void;
	/** Settles when the thread has ended. Rejects only for bugs. */
	readonly ended: Promise<void>;
};
