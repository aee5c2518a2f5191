import type {Result} from './event.ts';
import type {Plan} from './plan.ts';
import type {ResourceKey} from './resource.ts';

/** One step of an operation, written down before it is done. */
export type Step = {
	readonly key: ResourceKey;
	readonly op: 'create' | 'update' | 'replace' | 'delete';
	readonly wave: number;
	readonly state: 'started' | 'done' | 'failed';
};

/** One sync of one application, as the store keeps it. */
export type Operation = {
	/** Rises with each operation of the state. */
	readonly id: number;
	readonly app: string;
	/** The cluster's identity. */
	readonly cluster: string;
	readonly revision: string;
	readonly plan: Plan;
	/** Who asked: `user@host`, or `trueup (automated)`, `trueup (self-heal)`, `trueup (prune)`. */
	readonly by: string;
	/** Only these objects; empty for all. */
	readonly resources: readonly ResourceKey[];
	readonly startedAt: string;
	readonly steps: readonly Step[];
};

/** One operation, as a line of its application's history. */
export type OperationEntry = {
	readonly kind: 'operation';
	readonly id: number;
	readonly time: string;
	readonly revision: string;
	readonly digest: string;
	readonly by: string;
	readonly result: Result | 'running';
	readonly message: string;
};

/** A person turned switches of the application. */
export type SwitchEntry = {
	readonly kind: 'switch';
	/** Rises with each of them; says nothing about operations. */
	readonly id: number;
	readonly time: string;
	readonly by: string;
	/** In words: `auto-sync off`. */
	readonly message: string;
};

/** One line of an application's history. */
export type HistoryEntry = OperationEntry | SwitchEntry;

/** What the cluster said about one object when it was last compared; still true while neither side has moved. */
export type Verdict = {
	readonly key: ResourceKey;
	/** Hash of the object as rendered, with our marks. */
	readonly rendered: string;
	readonly uid: string;
	readonly resourceVersion: string;
};

/** No person asked for it. */
export function isAutomated({by}: Pick<Operation, 'by'>): boolean {
	return by.startsWith('trueup (');
}
