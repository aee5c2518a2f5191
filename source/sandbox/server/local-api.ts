import {type Api, ApiError, contentTypes} from '../api.ts';
import type {Answer, Handler, User} from './handler.ts';

export type LocalApiOptions = {
	/** The field manager of what is written without naming one, as `kube-controller-manager`. */
	readonly manager: string;
};

/** The API without the network, for what runs in the server's own thread. */
export function createLocalApi(handler: Handler, {manager}: LocalApiOptions): Api {
	const user: User = {name: `system:${manager}`, groups: ['system:masters', 'system:authenticated'], role: 'admin'};
	const closed = new AbortController();

	function ask(method: string, path: string, content?: {readonly body: unknown; readonly type: string}): Answer {
		return handler({
			method,
			path,
			accept: contentTypes.json,
			contentType: content?.type ?? contentTypes.json,
			userAgent: manager,
			user,
			body: content?.body === undefined ? '' : JSON.stringify(content.body),
		});
	}

	return {
		async call({method, path, body, contentType}, signal) {
			signal.throwIfAborted();
			// What comes of a call is seen by others only after its caller has gone on, as over a network.
			await Promise.resolve();
			const answer = ask(method, path, {body, type: contentType ?? contentTypes.json});
			if (answer.kind === 'stream') {
				throw new Error(`${method} ${path} is a stream, not a call`);
			}

			if (answer.status >= 400) {
				throw new ApiError(answer.status, `${method} ${path}: ${answer.body}`);
			}

			return JSON.parse(answer.body);
		},
		async *stream(path, signal) {
			signal.throwIfAborted();
			const answer = ask('GET', path);
			if (answer.kind === 'whole') {
				if (answer.status >= 400) {
					throw new ApiError(answer.status, `GET ${path}: ${answer.body}`);
				}

				yield JSON.parse(answer.body);
				return;
			}

			const end = AbortSignal.any([signal, closed.signal]);
			for await (const line of linesOf(answer, end)) {
				yield JSON.parse(line);
			}

			signal.throwIfAborted();
		},
		close() {
			closed.abort();
			return Promise.resolve();
		},
	};
}

async function* linesOf(answer: Extract<Answer, {kind: 'stream'}>, signal: AbortSignal): AsyncGenerator<string> {
	let waiting: string[] = [];
	let isEnded = signal.aborted;
	let wake = () => {};
	const end = () => {
		isEnded = true;
		wake();
	};
	signal.addEventListener('abort', end, {once: true});
	const stop = answer.open({
		write(text) {
			waiting.push(text);
			wake();
		},
		end,
	});
	try {
		while (!isEnded || (waiting.length > 0 && !signal.aborted)) {
			const lines = waiting.join('').split('\n').slice(0, -1);
			waiting = [];
			yield* lines;
			if (waiting.length === 0 && !isEnded) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
		}
	} finally {
		signal.removeEventListener('abort', end);
		stop();
	}
}
