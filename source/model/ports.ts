import type {Application, Turned} from './application.ts';
import type {Event, Result} from './event.ts';
import type {JsonObject} from './json.ts';
import type {HistoryEntry, Operation, OperationEntry, Step, SwitchEntry, Verdict} from './operation.ts';
import type {Plan} from './plan.ts';
import type {Problem} from './problem.ts';
import type {Draft} from './question.ts';
import type {Kind, KindKey, Live, LiveMetadata, ResourceId} from './resource.ts';
import type {ClusterIdentity, Right} from './right.ts';
import type {Sources} from './sources.ts';

/** What the engine asks of the world. Every method throws `OperatorError`s for what the world refuses. */
export type Ports = {
	readonly clock: Clock;
	readonly sources: Sources;
	readonly clusters: Clusters;
	readonly store: Store;
	readonly drafts: Drafts;
};

export type Clock = {
	/** Milliseconds since 1970; somebody may set it back or ahead at any time. */
	now(): number;
	/** Milliseconds of which nobody takes or adds any: for what is due. Comparable with nothing but itself. */
	ticks(): number;
	/** Resolves after that many milliseconds; rejects with the signal's reason when it is aborted. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
	/** From 0 to 1: jitter. */
	random(): number;
};

/** The clusters that the kubeconfig knows. */
export type Clusters = {
	/** The context that a destination's cluster means, or what is wrong with it. */
	contextOf(cluster: string): {readonly context: string} | {readonly problem: string};
	open(context: string): Cluster;
	/** All contexts, and the one that is chosen (empty where none is) with its server's address, which may be shown. */
	overview(): {readonly context: string; readonly server: string; readonly contexts: readonly string[]};
	close(): Promise<void>;
};

/** One kind as the cluster serves it. */
export type ServedKind = Kind & {
	/** As in the URL: `deployments`. */
	readonly plural: string;
	readonly isNamespaced: boolean;
	/** Whether it can be listed, and watched. */
	readonly isListable: boolean;
};

export type Selection = {
	readonly labelSelector?: string;
	/** All namespaces where absent. */
	readonly namespace?: string;
	/** Not every kind knows every field: `involvedObject.uid=...` is one of core events. */
	readonly fieldSelector?: string;
};

export type WatchEvent =
	/** Everything that is there now: what is not in it is gone. Comes first, and again after the watch had to start anew. */
	| {readonly kind: 'listed'; readonly all: readonly Live[]}
	| {readonly kind: 'changed'; readonly live: Live}
	| {readonly kind: 'gone'; readonly live: Live}
	/**
	 * The connection is lost and is being made again; what was last known may be stale. Said again for another reason.
	 * `since` in milliseconds since 1970; `within` is how long the next try is away at most, in milliseconds;
	 * with `isForbidden`, this user may not list or watch that any more.
	 */
	| {
			readonly kind: 'stale';
			readonly reason: string;
			readonly since: number;
			readonly within: number;
			readonly isForbidden?: true;
	  }
	| {readonly kind: 'fresh'};

export type ConnectionEvent = WatchEvent & {readonly kind: 'stale' | 'fresh'};

export type ApplyOptions = {
	readonly dryRun: boolean;
	/** Takes fields that other managers own. */
	readonly force: boolean;
	/** Only if the live object still is of this version; `ChangedError` otherwise. */
	readonly resourceVersion?: string;
};

/** One cluster, as one user. Never asks for a Secret's value but in the objects that it is asked for. */
export type Cluster = {
	readonly context: string;
	/** Read once; again with `isFresh`, and after a connection was lost or a watch had to start anew. */
	identity(signal: AbortSignal, isFresh?: boolean): Promise<ClusterIdentity>;
	/** The same, but what writes rejects with an `AnotherClusterError` when it is not that one any more. */
	as(identity: ClusterIdentity): Cluster;
	/** Hears that it answers again after a connection was lost; call what it returns to stop. */
	onBack(listener: () => void): () => void;
	/** Says when it is not there any more, and when it is again, whether anything of it is watched or not; until the signal. */
	presence(signal: AbortSignal): AsyncIterable<ConnectionEvent>;
	/** Resolves at no cost where it has just answered something, else when it says that it is there; rejects where it does not. */
	confirm(signal: AbortSignal): Promise<void>;
	/**
	 * Those of these rights that this user lacks, as the cluster reviews them; none where it reviews nothing. Answers
	 * are remembered: a user who may do everything costs one call.
	 */
	lacks(rights: readonly Right[], signal: AbortSignal): Promise<readonly Right[]>;
	/** From now on rights are reviewed anew. */
	forgetRights(): void;
	/** Who the cluster takes this user for; empty where it does not say. */
	user(signal: AbortSignal): Promise<string>;
	/** Of its API server: `v1.36.3`; read once. */
	version(signal: AbortSignal): Promise<string>;
	/** What the cluster serves, one version a kind (the preferred one first); read once, again with `isFresh`. */
	kinds(signal: AbortSignal, isFresh?: boolean): Promise<ReadonlyMap<KindKey, readonly ServedKind[]>>;
	list(kind: ServedKind, selection: Selection, signal: AbortSignal): Promise<readonly Live[]>;
	listMetadata(kind: ServedKind, selection: Selection, signal: AbortSignal): Promise<readonly LiveMetadata[]>;
	/** Lists, then watches, and keeps at it until the signal: resumes, relists, backs off. Ends without an error. */
	watch(kind: ServedKind, selection: Selection, signal: AbortSignal): AsyncIterable<WatchEvent>;
	read(kind: ServedKind, id: ResourceId, signal: AbortSignal): Promise<Live | undefined>;
	/** The last lines of a container's output, at most 1 MB of them; free of control characters. */
	logs(
		pod: {readonly namespace: string; readonly name: string; readonly container: string; readonly tail: number},
		signal: AbortSignal,
	): Promise<readonly string[]>;
	/** Server-side apply as field manager `trueup`. `isNew` tells that the object was not there before. */
	apply(
		kind: ServedKind,
		body: JsonObject,
		options: ApplyOptions,
		signal: AbortSignal,
	): Promise<{readonly live: Live; readonly isNew: boolean; readonly warnings: readonly string[]}>;
	/**
	 * Makes what `kubectl apply` (client-side) owns ours, so that what Git drops goes away with the next apply.
	 * Does nothing where it owns nothing.
	 */
	takeFromKubectl(kind: ServedKind, live: Live, signal: AbortSignal): Promise<Live>;
	/** Deletes with propagation Foreground, if it still is that object (and of that version, where one is given). */
	remove(
		kind: ServedKind,
		id: ResourceId,
		seen: {readonly uid: string; readonly resourceVersion?: string},
		signal: AbortSignal,
	): Promise<void>;
	/** How many API calls were made so far, by verb. */
	calls(): Readonly<Record<string, number>>;
	close(): Promise<void>;
};

export type LockHolder = {readonly by: string; readonly since: string};

export type NotesListener = {
	/** What was noted is in the file by now. */
	readonly onWritten: () => void;
	/** What was noted could not be written, and is not tried again. */
	readonly onLost: (error: unknown) => void;
};

/**
 * Local state. Synchronous: it is a file on this machine. Free of Secrets. Commits, verdicts and events are only noted:
 * they are written together with all that comes in the same moment, and what becomes of them is told to the listener.
 */
export type Store = {
	/** Random, made with the state: the key of all hashes of Secrets' values. */
	readonly secretKey: string;
	/** Of a context, or of a cluster's address. */
	identityOf(context: string): string | undefined;
	setIdentity(context: string, identity: string): void;
	/** What was kept of the cluster that was known by its address alone is from now on of the one of that uid. */
	adoptIdentity(address: string, identity: string): void;
	/** The last commit that an application's source could be rendered at. */
	lastCommit(app: string, sourceId: string): string | undefined;
	setLastCommit(app: string, sourceId: string, commit: string): void;
	verdicts(cluster: string, app: string): readonly Verdict[];
	/** Replaces all that were kept for that application. */
	setVerdicts(cluster: string, app: string, verdicts: readonly Verdict[]): void;
	/** Kinds that bear our marks in that cluster; undefined when it was never searched for them. */
	kindsInUse(cluster: string): readonly Kind[] | undefined;
	addKindsInUse(cluster: string, kinds: readonly Kind[]): void;
	savePlan(plan: Plan, time: string): void;
	/** By its digest, or by the unambiguous start of it (at least 8 digits). */
	plan(app: string, digest: string): Plan | undefined;
	begin(operation: Omit<Operation, 'id' | 'steps'>): Operation;
	/** Writes steps down, all or none. */
	step(operation: number, ...steps: readonly Step[]): void;
	finish(operation: number, end: {readonly time: string; readonly result: Result; readonly message: string}): void;
	/** The application's operation that was begun, never finished, and that no living process has. */
	unfinished(cluster: string, app: string): Operation | undefined;
	/** The application's last operation that was finished, if any: its rendered objects were attempted. */
	lastAttempt(cluster: string, app: string): (OperationEntry & {readonly plan: Plan}) | undefined;
	/**
	 * Newest first; of all clusters where none is named. Switches that were turned are of no cluster. Operations that had
	 * nothing to change, and did not fail, are left out.
	 */
	history(app: string, cluster?: string): readonly HistoryEntry[];
	operation(app: string, id: number): {readonly operation: Operation; readonly entry: OperationEntry} | undefined;
	/** What was told about the application from one time to another, both included, as far as it is kept. */
	events(app: string, from: string, to: string): readonly Event[];
	/** Switches that persons turned, by application. */
	turned(): ReadonlyMap<string, readonly Turned[]>;
	/** Replaces the application's, and notes it in its history. */
	turn(app: string, turn: {readonly turned: readonly Turned[]; readonly entry: Omit<SwitchEntry, 'kind' | 'id'>}): void;
	/** Takes the application's operation for this process, or tells who has it. */
	lock(cluster: string, app: string, since: string): LockHolder | undefined;
	unlock(cluster: string, app: string): void;
	/** Keeps what was told. */
	record(event: Event): void;
	/** The only one who hears from now on what becomes of notes. */
	listen(listener: NotesListener): void;
	/** Appends to the audit: who approved what. Each entry holds the hash of the one before. */
	audit(entry: {readonly time: string; readonly by: string; readonly what: string; readonly digest: string}): void;
	/** After a `DamagedStateError`: closes what is kept, moves it out of the way, begins anew, and says so; if it may be written. */
	startAnew(): string | undefined;
	close(): void;
};

/** What was typed of an application that is not there yet. */
export type Drafted = {
	/** With a relative repository made absolute; undefined where its name could not be one. */
	readonly application: Application | undefined;
	/** The manifest, as YAML. */
	readonly manifest: string;
	/** What is wrong with it, by field. */
	readonly problems: readonly {readonly where: string; readonly message: string}[];
};

/** Manifests of applications that a person makes here. */
export type Drafts = {
	read(draft: Draft): Drafted;
	/** Writes a manifest into a file that must not be there yet, whole or not at all; `file` as typed. Gives its application. */
	create(file: string, manifest: string): Promise<Application>;
};

/** The applications, and what was wrong with their manifests. */
export type Configuration = {
	readonly applications: readonly Application[];
	/** Of documents that gave no application. */
	readonly problems: readonly Problem[];
	/** Of applications, by name. */
	readonly problemsOf: ReadonlyMap<string, readonly Problem[]>;
};
