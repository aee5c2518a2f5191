/** The last word on an operation. */
export type Result = 'succeeded' | 'failed' | 'timed-out' | 'stale' | 'awaiting-approval' | 'interrupted';

/** What happened, in the field's words. */
export type EventKind =
	| 'fetched'
	| 'rendered'
	| 'compared'
	| 'planned'
	| 'started'
	| 'resumed'
	| 'wave'
	| 'created'
	| 'configured'
	| 'unchanged'
	| 'deleted'
	| 'conflict'
	| 'warning'
	| 'failed'
	| 'waiting'
	| 'health'
	| 'drift'
	| 'healed'
	| 'fight'
	| 'switched'
	| 'problem'
	| 'solved'
	| 'stale'
	| 'reconnected'
	| 'permissions'
	| 'retry'
	| 'next'
	| 'superseded'
	| 'finished';

/**
 * Everything that the engine tells anyone: screen, log, JSON output and history read the same stream.
 * Free of Secrets and of control characters.
 */
export type Event = {
	/** ISO 8601, UTC. */
	readonly time: string;
	readonly kind: EventKind;
	/** The application's name; empty where it is about the engine or a cluster. */
	readonly app: string;
	/** `group/Kind/namespace/name`. */
	readonly resource?: string;
	readonly message: string;
	readonly result?: Result;
	readonly revision?: string;
	readonly durationMs?: number;
	/** Of an application of which nothing new was found: how it stands, `Synced, Healthy`. Where many are told of, they are counted by it. */
	readonly standing?: string;
};

export type Report = (event: Omit<Event, 'time'>) => void;
