import type {SyncPolicy} from './application.ts';
import type {Approval, SyncEnd} from './engine.ts';
import type {Event} from './event.ts';
import type {HealthStatus} from './health.ts';
import type {JsonObject} from './json.ts';
import type {HistoryEntry, Operation, OperationEntry} from './operation.ts';
import type {Plan} from './plan.ts';
import type {FieldManager, Origin, ResourceId, ResourceKey} from './resource.ts';
import type {Details, SyncStatus} from './row.ts';

/** One line of an application's tree. */
export type TreeNode = ResourceId & {
	readonly key: ResourceKey;
	/** From 0: what is declared, or left over; what it made is one deeper than it. */
	readonly depth: number;
	/** Empty for what is not declared: ReplicaSets, Pods and Jobs that others made. */
	readonly sync: SyncStatus | '';
	readonly health: HealthStatus;
	readonly message: string;
	/** ISO 8601, UTC; empty where the object is not there. */
	readonly createdAt: string;
	/** Declared, gone from Git, or made by one of these. */
	readonly origin: 'declared' | 'leftover' | 'owned';
};

/** An application with its objects, each followed by what it made. */
export type Tree = Omit<Details, 'resourceRows'> & {readonly nodes: readonly TreeNode[]};

/** One object on both sides; Secrets are masked, an absent side is left out. */
export type ObjectView = {
	readonly desired?: JsonObject;
	readonly live?: JsonObject;
	/** Why the live side is not known: this user may not read it. */
	readonly unseen?: string;
	readonly managers: readonly FieldManager[];
	readonly origin?: Origin;
};

/** One of Kubernetes' own events about an object; in answers, the oldest comes first. */
export type ObjectEvent = {
	/** ISO 8601, UTC: when it was last seen. */
	readonly time: string;
	readonly type: string;
	readonly reason: string;
	readonly message: string;
	readonly count: number;
	readonly source: string;
};

/** The last lines of one container's output. */
export type Logs = {
	readonly containers: readonly string[];
	/** The one whose lines these are. */
	readonly container: string;
	/** Free of control characters. */
	readonly lines: readonly string[];
};

/** One operation as it was kept: its plan, how far it came, and what was told meanwhile. */
export type OperationView = {
	readonly operation: Operation;
	readonly entry: OperationEntry;
	readonly events: readonly Event[];
};

/** The last render of an application, and what it was made from. */
export type RenderView = Pick<Details, 'sources' | 'problems' | 'remarks'> & {
	/** The program of the last try, though that may have failed; empty where none was needed. */
	readonly triedTool: string;
	/** All that it had to say; control characters and all. */
	readonly messages: string;
};

/** What a person fills in for a new application, as it was typed. */
export type Draft = {
	readonly name: string;
	readonly project: string;
	readonly repository: string;
	readonly revision: string;
	readonly path: string;
	readonly recurse: boolean;
	/** A context's name, a server's URL, or `in-cluster`. */
	readonly cluster: string;
	readonly namespace: string;
	readonly policy: SyncPolicy;
};

/** What a draft would become. Problems hold its creation back only where `isValid` is false. */
export type Preview = {
	/** The Application manifest, as YAML. */
	readonly manifest: string;
	readonly revision: string;
	readonly objects: readonly ResourceId[];
	readonly problems: readonly {readonly where: string; readonly message: string}[];
	readonly isValid: boolean;
};

/** What the interface may ask of the engine's thread: question and answer, by kind. JSON-clean. */
export type Questions = {
	readonly tree: {readonly ask: {readonly app: string}; readonly answer: Tree};
	readonly render: {readonly ask: {readonly app: string}; readonly answer: RenderView};
	readonly object: {readonly ask: {readonly app: string; readonly id: ResourceId}; readonly answer: ObjectView};
	readonly events: {
		readonly ask: {readonly app: string; readonly id: ResourceId};
		readonly answer: readonly ObjectEvent[];
	};
	/** `container` empty for the first one; `tail` is how many lines. */
	readonly logs: {
		readonly ask: {readonly app: string; readonly id: ResourceId; readonly container: string; readonly tail: number};
		readonly answer: Logs;
	};
	readonly plan: {readonly ask: {readonly app: string; readonly prune: boolean}; readonly answer: Plan};
	readonly history: {readonly ask: {readonly app: string}; readonly answer: readonly HistoryEntry[]};
	readonly operation: {
		readonly ask: {readonly app: string; readonly operation: number};
		readonly answer: OperationView;
	};
	/** Applies what was approved; the answer comes when it has ended. */
	readonly sync: {readonly ask: Approval; readonly answer: SyncEnd};
	/** Turns switches of an application; kept in the state, and in the history. */
	readonly switch: {
		readonly ask: {readonly app: string; readonly policy: Partial<SyncPolicy>; readonly by: string};
		readonly answer: SyncPolicy;
	};
	readonly preview: {readonly ask: Draft; readonly answer: Preview};
	/** Writes the manifest, which must not be there yet, and takes the application up. `file` as typed. */
	readonly create: {
		readonly ask: {readonly draft: Draft; readonly file: string; readonly by: string};
		readonly answer: {readonly file: string};
	};
};

export type QuestionKind = keyof Questions;

export type Question<K extends QuestionKind = QuestionKind> = {
	[Kind in K]: Questions[Kind]['ask'] & {readonly kind: Kind};
}[K];

export type AnswerTo<K extends QuestionKind> = Questions[K]['answer'];

/** With its kind, so that a switch over it knows the type. */
export type Answer = {[Kind in QuestionKind]: {readonly kind: Kind; readonly value: AnswerTo<Kind>}}[QuestionKind];
