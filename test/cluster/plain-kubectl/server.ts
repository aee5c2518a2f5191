import {Agent, type Dispatcher, request} from 'undici';
import type {Coordinates} from '../kubectl.ts';

/** Whatever came: a test reads what it needs of it, and fails where that is not there. */
export type Answer = ReturnType<typeof JSON.parse>;

export type Call = {
	readonly method?: Dispatcher.HttpMethod;
	/** With its query. */
	readonly path: string;
	readonly body?: unknown;
	readonly contentType?: string;
	readonly accept?: string;
};

export type Server = {
	/** Throws `Refusal` where the server refuses. */
	call(call: Call): Promise<Answer>;
	/** The events of a watch, as they come. */
	watch(path: string, signal: AbortSignal): AsyncIterable<Answer>;
};

/** The server answered, and refused; worded as kubectl words it. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status: number;

	constructor(status: number, {reason, message}: Answer) {
		super(`Error from server (${reason}): ${message}`);
		this.status = status;
	}
}

export const contentTypes = {
	json: 'application/json',
	'json-patch': 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
} as const;

export function createServer({url, token, ca}: Coordinates): Server {
	const dispatcher = new Agent({connect: {ca}, bodyTimeout: 0});
	const send = async ({method = 'GET', path, ...call}: Call, signal?: AbortSignal) => {
		const answer = await request(`${url}${path}`, {
			dispatcher,
			method,
			signal: signal ?? null,
			headers: {
				authorization: `Bearer ${token}`,
				accept: call.accept ?? contentTypes.json,
				'content-type': call.contentType ?? contentTypes.json,
				// What a writer that names no field manager is called after.
				'user-agent': 'kubectl/plain',
			},
			body: call.body === undefined ? null : JSON.stringify(call.body),
		});
		if (answer.statusCode >= 400) {
			throw new Refusal(answer.statusCode, readStatus(await answer.body.text()));
		}

		return answer.body;
	};

	return {
		call: async call => (await send(call)).json(),
		async *watch(path, signal) {
			const decoder = new TextDecoder();
			let rest = '';
			for await (const chunk of await send({path}, signal)) {
				const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
				rest = lines.pop() ?? '';
				yield* lines.map((line): Answer => JSON.parse(line));
			}
		},
	};
}

/** Of a group that is not served the server says so in plain text, as the real one does. */
function readStatus(text: string): Answer {
	return text.startsWith('{') ? JSON.parse(text) : {reason: 'NotFound', message: text.trim()};
}

/** Undefined where the server does not find it. */
export async function found(answer: Promise<Answer>): Promise<Answer> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof Refusal && error.status === 404) {
			return undefined;
		}

		throw error;
	}
}
