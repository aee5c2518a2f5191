/** Who asks; `admin` may do everything, `viewer` nothing but see what is served. */
export type User = {readonly name: string; readonly groups: readonly string[]; readonly role: 'admin' | 'viewer'};

/** A request as the transport has read it. */
export type Request = {
	readonly method: string;
	/** With its query, still escaped. */
	readonly path: string;
	readonly accept: string;
	readonly contentType: string;
	readonly userAgent: string;
	/** Undefined for who has no valid credentials. */
	readonly user: User | undefined;
	/** Empty for none. */
	readonly body: string;
};

/** Where a stream goes: whole lines, each with its line feed. */
export type Sink = {write(text: string): void; end(): void};

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export type Answer =
	| {readonly kind: 'whole'; readonly status: number; readonly headers: Headers; readonly body: string}
	/** `open` begins to write, and returns what ends it early. Nothing is written after the end. */
	| {readonly kind: 'stream'; readonly status: number; readonly headers: Headers; open(sink: Sink): () => void};

/** Answers every request; never throws. */
export type Handler = (request: Request) => Answer;
