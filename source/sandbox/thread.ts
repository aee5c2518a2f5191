/** What the thread of the embedded cluster is given. */
export type WorkerOptions = {
	/** On loopback; any that is free where none is named. */
	readonly port?: number;
	/** A file that gets a line of JSON for each request, as the API server's audit log; none where none is named. */
	readonly auditLog?: string;
};

/** What it says to who started it. It ends when it is told `stop`. */
export type WorkerMessage =
	| {
			readonly kind: 'ready';
			readonly url: string;
			readonly ca: string;
			readonly token: string;
			readonly viewerToken: string;
	  }
	| {readonly kind: 'failed'; readonly message: string};
