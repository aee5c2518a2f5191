import {createGunzip} from 'node:zlib';
import type {Dispatcher} from 'undici';
import {OperatorError} from '../../model/operator-error.ts';
import {unreachable} from './unreachable.ts';
import {showUrl} from './web-address.ts';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Answer = {
	/** What answered, after redirects. */
	readonly url: URL;
	readonly status: number;
	readonly headers: Headers;
	/** The body as it comes, unpacked where the server packed it for the way; rejects once it has more bytes than that. */
	chunks(mostBytes: number): AsyncIterable<Buffer>;
	/** All of it. */
	bytes(mostBytes: number): Promise<Buffer>;
	/** Nobody wants the rest of it. */
	discard(): void;
};

export function createAnswer(url: URL, response: Dispatcher.ResponseData, signal: AbortSignal): Answer {
	const {statusCode: status, headers, body} = response;
	// Who reads the body hears of errors; where nobody reads it any more, they are nobody's.
	body.on('error', () => undefined);

	async function* chunks(mostBytes: number): AsyncGenerator<Buffer> {
		try {
			yield* bounded(unpacked(body, headerOf(headers, 'content-encoding')), url, mostBytes);
		} catch (error) {
			signal.throwIfAborted();
			throw error instanceof OperatorError ? error : unreachable(url, error);
		} finally {
			body.destroy();
		}
	}

	return {
		url,
		status,
		headers,
		chunks,
		async bytes(mostBytes) {
			const all: Buffer[] = [];
			for await (const chunk of chunks(mostBytes)) {
				all.push(chunk);
			}

			return Buffer.concat(all);
		},
		discard: () => void body.dump().catch(() => undefined),
	};
}

/** One value of a header; of several the first. */
export function headerOf(headers: Headers, name: string): string {
	const value = headers[name];
	return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

function unpacked(body: Dispatcher.ResponseData['body'], encoding: string): AsyncIterable<Buffer> {
	if (encoding !== 'gzip') {
		return body;
	}

	const gunzip = createGunzip();
	body.on('error', error => gunzip.destroy(error));
	return body.pipe(gunzip);
}

async function* bounded(body: AsyncIterable<Buffer>, url: URL, mostBytes: number): AsyncGenerator<Buffer> {
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes > mostBytes) {
			const megabytes = Math.floor(mostBytes / 1024 / 1024);
			const most = megabytes > 0 ? `${megabytes} MB that are read` : `${mostBytes} bytes that it was to have`;
			throw new OperatorError(`${showUrl(url)} has more than the ${most}`);
		}

		yield chunk;
	}
}
