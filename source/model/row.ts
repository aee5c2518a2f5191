import type {SyncPolicy} from './application.ts';
import type {Health, HealthStatus} from './health.ts';
import type {ResourceId} from './resource.ts';

/** A cluster that can't be reached or watched now. */
export type Outage = {
	readonly context: string;
	/** ISO 8601, UTC. */
	readonly since: string;
};

export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';

/** One application in a list. */
export type Row = {
	readonly name: string;
	readonly project: string;
	readonly sync: SyncStatus;
	readonly health: HealthStatus;
	/** The commit; of several sources each one's, joined by commas; empty where none could be read. */
	readonly revision: string;
	/** Or the chart; of several sources those that declare something. */
	readonly path: string;
	/** `context/namespace`. */
	readonly destination: string;
	readonly message: string;
	/** How many objects it declares, leftovers included. */
	readonly resources: number;
	readonly policy: SyncPolicy;
	/** When its last operation ended, ISO 8601, UTC; empty where there was none. */
	readonly syncedAt: string;
	/** What is known is not news any more: since when and why is in the message. */
	readonly isStale: boolean;
	/** Of its cluster, where that is why. */
	readonly outage?: Outage;
	/** It could not be compared, because its cluster or its repository could not be reached. */
	readonly isUnreached: boolean;
};

export type ResourceRow = ResourceId & {
	readonly sync: SyncStatus;
	readonly health: Health['status'];
	readonly message: string;
	readonly wave: number;
};

/** One source of an application, and how it was rendered. */
export type SourceRow = {
	/** What it is called among several: `source 2`; empty for the only one. */
	readonly label: string;
	/** The repository's address, as it may be shown. */
	readonly repository: string;
	/** Empty for a source that is only there for others to read its files. */
	readonly path: string;
	readonly chart: string;
	/** By which others name its files; empty for none. */
	readonly ref: string;
	/** The commit; empty where none could be read. */
	readonly revision: string;
	/** The program that made the manifests, with its version: `kustomize v5.8.2`; empty where none was needed. */
	readonly tool: string;
	/** How long the render took that is in force, in milliseconds. */
	readonly tookMs: number;
};

export type Details = Row & {
	/** In their order; at least one. */
	readonly sources: readonly SourceRow[];
	/** The programs that made the manifests: see `SourceRow`. */
	readonly tool: string;
	/** How long the render took that is in force, in milliseconds; of several sources the slowest's. */
	readonly tookMs: number;
	readonly resourceRows: readonly ResourceRow[];
	readonly problems: readonly {readonly where: string; readonly message: string}[];
	/** What a person should know that holds nothing back: of the render, and what this user may not do. */
	readonly remarks: readonly string[];
};
