import type {Asked, Comparison} from './comparison.ts';
import type {Event, Result} from './event.ts';
import type {JsonObject} from './json.ts';
import type {HistoryEntry, Operation} from './operation.ts';
import type {Plan} from './plan.ts';
import type {Problem} from './problem.ts';
import type {ResourceKey} from './resource.ts';
import type {Details, Row} from './row.ts';

/** A person's word on a plan that was shown. */
export type Approval = {
	readonly app: string;
	/** The plan's digest. */
	readonly digest: string;
	/** Only these of its changes; empty for all. */
	readonly resources: readonly ResourceKey[];
	/** Who approves: `user@host`. */
	readonly by: string;
	/** How long to wait for health, in milliseconds. */
	readonly timeoutMs: number;
};

export type RunOptions = {
	readonly isReadOnly: boolean;
	/** What is automated waits for `begin`. */
	readonly isHeld?: boolean;
	/** How often remotes are asked, in milliseconds. */
	readonly intervalMs: number;
	/** Hears each application's row when it changes. */
	readonly onRow: (row: Row) => void;
};

/** What an application declares at a commit, as it would be applied. */
export type Printed = {
	readonly app: string;
	/** The commit; empty where none could be read. */
	readonly revision: string;
	/** The program that made it, with its version; empty where none was needed. */
	readonly tool: string;
	/** How long that took, in milliseconds. */
	readonly tookMs: number;
	/** With Secrets masked, in the order of application. */
	readonly manifests: readonly JsonObject[];
	readonly problems: readonly Problem[];
	/** What a person should know of it, though it holds nothing back. */
	readonly remarks: readonly string[];
};

/** How a sync ended; with `stale`, the message names what moved. */
export type SyncEnd = {
	readonly result: Result;
	readonly message: string;
	/** The cluster asked not to be tried again sooner, in milliseconds. */
	readonly patienceMs?: number;
	/** All that failed was refused for rights that are lacking: nothing of it is tried before they are there. */
	readonly isForbidden?: boolean;
};

/**
 * The engine as its callers see it. Unknown names reject with a `UsageError`.
 * A verb that runs once asks each remote once; later calls in the same process do not ask again.
 */
export type Engine = {
	/** The applications' names, in their order. */
	names(): readonly string[];
	/** All applications, in the order of their names. */
	rows(signal: AbortSignal): Promise<readonly Row[]>;
	get(app: string, signal: AbortSignal): Promise<Details>;
	/** What would be applied. With `isOffline`, nothing is asked of a cluster; one that can't be reached is a remark. */
	render(app: string, options: {readonly isOffline: boolean}, signal: AbortSignal): Promise<Printed>;
	/** What another revision of their repositories would change in what applications declare. Keeps and writes nothing. */
	compare(asked: Asked, signal: AbortSignal): Promise<Comparison>;
	/** Compares, with dry-runs, and keeps the plan in the state. With `prune`, deletions are part of it. */
	plan(app: string, options: {readonly prune: boolean}, signal: AbortSignal): Promise<Plan>;
	/** Applies what was approved, and waits until it is healthy. Ends on the signal after the requests in flight. */
	sync(approval: Approval, signal: AbortSignal): Promise<SyncEnd>;
	/** The approved operation of the application that was cut off, if there is one. */
	unfinished(app: string, signal: AbortSignal): Promise<Operation | undefined>;
	/** Goes on with that operation, after comparing again. */
	resume(app: string, options: {readonly timeoutMs: number}, signal: AbortSignal): Promise<SyncEnd>;
	history(app: string): readonly HistoryEntry[];
	/** Reconciles until the signal; with `isReadOnly`, watches and never writes to a cluster. */
	run(options: RunOptions, signal: AbortSignal): Promise<void>;
	/** While it runs: asks the application's remote at once, and compares again. */
	refresh(app: string): void;
	/** Hears every event from now on; call what it returns to stop. */
	subscribe(listener: (event: Event) => void): () => void;
	close(): Promise<void>;
};
