import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http';
import {createServer as createTlsServer, type ServerOptions} from 'node:https';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {gitEnvironment} from './repository.ts';

/** Smart HTTP on loopback for the bare repositories of a folder; pushes are taken from anybody who is let in. */
export type GitServer = AsyncDisposable & {
	/** Without a slash at its end; a repository is `<url>/repository.git`. */
	readonly url: string;
	/** `GET /repository.git/info/refs?service=git-upload-pack`, in the order in which they came. */
	readonly requests: readonly string[];
	/** The `Authorization` of each, or nothing. */
	readonly shown: readonly string[];
	close(): Promise<void>;
};

export type GitServerOptions = {
	/** Says by `Authorization` who is let in: 200, or what is answered instead. Everybody where absent. */
	readonly admit?: (authorization: string) => number;
	/** With TLS; `requestCert` and `ca` ask for a client's certificate. */
	readonly tls?: ServerOptions;
	/** Hears of each answer so many bytes of which were sent; where it says so, no more of it comes. */
	readonly stalls?: (sent: number, closed: Promise<unknown>) => boolean;
	/** Where a path is sent to instead, whoever asks. */
	readonly redirects?: Readonly<Record<string, string>>;
};

export async function serveRepositories(
	root: string,
	{admit = () => 200, tls, redirects = {}, stalls = () => false}: GitServerOptions = {},
): Promise<GitServer> {
	const requests: string[] = [];
	const shown: string[] = [];
	const listener: RequestListener = (request, response) => {
		requests.push(`${request.method} ${request.url}`);
		shown.push(header(request, 'authorization'));
		const location = redirectionOf(request.url ?? '/', redirects);
		const status = location === undefined ? admit(header(request, 'authorization')) : 302;
		if (status === 200) {
			answer({root, stalls}, request, response).catch(() => response.destroy());
		} else {
			request.resume();
			response.writeHead(status, location ? {location} : {'www-authenticate': 'Basic realm="git"'}).end();
		}
	};
	const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('the git server does not listen on a port');
	}

	const close = async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	};
	const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`;
	return {url, requests, shown, close, [Symbol.asyncDispose]: close};
}

function redirectionOf(url: string, redirects: Readonly<Record<string, string>>): string | undefined {
	const [from, to] = Object.entries(redirects).find(([prefix]) => url.startsWith(`${prefix}/`)) ?? [];
	return from === undefined ? undefined : `${to}${url.slice(from.length)}`;
}

type Answering = Required<Pick<GitServerOptions, 'stalls'>> & {readonly root: string};

async function answer({root, stalls}: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://localhost');
	const backend = spawn('git', ['http-backend'], {
		stdio: ['pipe', 'pipe', 'ignore'],
		env: {
			...gitEnvironment,
			GIT_PROJECT_ROOT: root,
			GIT_HTTP_EXPORT_ALL: '1',
			GIT_PROTOCOL: header(request, 'git-protocol'),
			// Whoever has a name may push.
			REMOTE_USER: 'anybody',
			REQUEST_METHOD: request.method,
			PATH_INFO: decodeURIComponent(url.pathname),
			QUERY_STRING: url.search.slice(1),
			CONTENT_TYPE: header(request, 'content-type'),
			HTTP_CONTENT_ENCODING: header(request, 'content-encoding'),
		},
	});
	const sent = pipeline(request, backend.stdin).catch(() => undefined);
	const closed = once(response, 'close');
	await respond(backend.stdout, response, sentSoFar => stalls(sentSoFar, closed));
	await sent;
}

function header(request: IncomingMessage, name: string): string {
	const value = request.headers[name];
	return typeof value === 'string' ? value : '';
}

/** As any CGI program, it answers with headers, an empty line, and the body. */
async function respond(output: Readable, response: ServerResponse, stalls: (sent: number) => boolean): Promise<void> {
	let head = Buffer.alloc(0);
	let sent = 0;
	for await (const chunk of output) {
		if (response.headersSent) {
			response.write(chunk);
			sent += chunk.length;
			if (stalls(sent)) {
				return;
			}

			continue;
		}

		head = Buffer.concat([head, chunk]);
		const end = head.indexOf('\r\n\r\n');
		if (end >= 0) {
			writeHead(head.subarray(0, end).toString(), response);
			response.write(head.subarray(end + 4));
		}
	}

	response.end();
}

function writeHead(head: string, response: ServerResponse): void {
	let status = 200;
	for (const line of head.split('\r\n')) {
		const [name = '', value = ''] = line.split(/:\s*/, 2);
		if (name === 'Status') {
			status = Number.parseInt(value, 10);
		} else {
			response.setHeader(name, value);
		}
	}

	response.writeHead(status);
	response.flushHeaders();
}
