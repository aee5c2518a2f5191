import {Agent, type Dispatcher, request} from 'undici';

/** How to reach a Kubernetes API; `ca` in PEM. */
export type ApiOptions = {readonly url: string; readonly token: string; readonly ca: string};

export type Call = {
	readonly method: Dispatcher.HttpMethod;
	/** With its query. */
	readonly path: string;
	readonly body?: unknown;
	readonly contentType?: string;
};

export type Api = {
	/** Resolves the parsed answer; throws `ApiError` where the server refuses. */
	call(call: Call, signal: AbortSignal): Promise<unknown>;
	/** The JSON values of an answer that has one a line, as they come. */
	stream(path: string, signal: AbortSignal): AsyncIterable<unknown>;
	close(): Promise<void>;
};

/** The API server answered, and refused. */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

export const contentTypes = {
	json: 'application/json',
	apply: 'application/apply-patch+yaml',
	merge: 'application/merge-patch+json',
} as const;

/** Answers come within that time; what takes longer is a dead connection. */
const answerTimeoutMs = 30_000;

/** The API with all calls on one pool of connections. */
export function createApi({url, token, ca}: ApiOptions): Api {
	const agent = new Agent({connect: {ca}, headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs});
	const send = async (call: Call, options: {readonly signal: AbortSignal; readonly bodyTimeout?: number}) => {
		const answer = await request(`${url}${call.path}`, {
			...options,
			dispatcher: agent,
			method: call.method,
			headers: {
				authorization: `Bearer ${token}`,
				accept: contentTypes.json,
				'content-type': call.contentType ?? contentTypes.json,
			},
			body: call.body === undefined ? null : JSON.stringify(call.body),
		});
		if (answer.statusCode >= 400) {
			throw new ApiError(answer.statusCode, `${call.method} ${call.path}: ${await answer.body.text()}`);
		}

		return answer.body;
	};

	return {
		async call(call, signal) {
			const body = await send(call, {signal});
			return await body.json();
		},
		async *stream(path, signal) {
			yield* jsonLines(await send({method: 'GET', path}, {signal, bodyTimeout: 0}));
		},
		close: () => agent.destroy(),
	};
}

// Not `readline`, which takes U+2028 within a JSON string for the end of a line.
async function* jsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			yield JSON.parse(line);
		}
	}
}
