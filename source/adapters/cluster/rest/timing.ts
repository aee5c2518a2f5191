/** How long things may take, in milliseconds unless named otherwise. Tests shorten it. */
export type Timing = {
	readonly connect: number;
	/** Until an answer begins, and between its parts. */
	readonly request: number;
	/** How long a credential plugin may take: it may have to wait for a person in a browser. */
	readonly login: number;
	/** How long credentials and certificates from files are believed before they are read again. */
	readonly reread: number;
	/** A longer wait than this is not ours to wait: the engine decides. */
	readonly longestRetryAfter: number;
	/** A watch is not kept waiting for longer than this, whatever the cluster asks for. */
	readonly longestPatience: number;
	readonly firstRetry: number;
	readonly lastRetry: number;
	/** For what a person has to change first: rights, a missing kind. */
	readonly firstSlowRetry: number;
	readonly lastSlowRetry: number;
	/** A watch that lived that long was a good one: the next loss counts as the first. */
	readonly goodWatch: number;
	readonly watchSeconds: number;
	/** When nothing was heard on any watch for that long, the cluster is asked whether it is there. */
	readonly silence: number;
	/** What was heard that shortly before still tells that the cluster is there. */
	readonly justNow: number;
	/** How long it may take to say so. */
	readonly probe: number;
	/** How much longer than it was asked to a watch may stay silent. */
	readonly watchGrace: number;
};

export const usualTiming: Timing = {
	connect: 10_000,
	request: 30_000,
	login: 60_000,
	reread: 10_000,
	longestRetryAfter: 10_000,
	longestPatience: 600_000,
	firstRetry: 100,
	lastRetry: 30_000,
	firstSlowRetry: 2000,
	lastSlowRetry: 60_000,
	goodWatch: 1000,
	watchSeconds: 300,
	silence: 15_000,
	justNow: 1000,
	probe: 10_000,
	watchGrace: 30_000,
};
