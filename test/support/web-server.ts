import {createHash} from 'node:crypto';
import {createServer, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http';
import {createServer as createTlsServer} from 'node:https';

/** What is answered; a function answers by itself. */
export type Page = string | Buffer | ((request: IncomingMessage, response: ServerResponse) => void);

type Asked = {
	readonly method: string;
	/** With the query. */
	readonly path: string;
	readonly authorization: string | undefined;
	readonly status: number;
};

/** A web server on 127.0.0.1 that has these pages by their paths, and remembers what it was asked. */
type WebServer = AsyncDisposable & {
	/** Without a slash at its end. */
	readonly url: string;
	readonly host: string;
	readonly asked: readonly Asked[];
	/** Pages may come and go. */
	readonly pages: Map<string, Page>;
};

type WebServerOptions = {
	/** PEM; with TLS where given. */
	readonly tls?: {readonly cert: string; readonly key: string; readonly ca?: string; readonly requestCert?: boolean};
};

export async function startWebServer(
	pages: Readonly<Record<string, Page>> = {},
	{tls}: WebServerOptions = {},
): Promise<WebServer> {
	const asked: Asked[] = [];
	const map = new Map(Object.entries(pages));
	const listener: RequestListener = (request, response) => {
		const {method = '', url: path = '', headers} = request;
		response.on('close', () => {
			asked.push({method, path, authorization: headers.authorization, status: response.statusCode});
		});
		const page = map.get(path) ?? map.get(path.replace(/\?.*$/, ''));
		if (typeof page === 'function') {
			page(request, response);
		} else {
			answer(page, request, response);
		}
	};
	const server = tls ? createTlsServer({...tls, rejectUnauthorized: false}, listener) : createServer(listener);
	const listening = Promise.withResolvers<void>();
	server.listen(0, '127.0.0.1', listening.resolve);
	await listening.promise;
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return {
		url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
		host: `127.0.0.1:${port}`,
		asked,
		pages: map,
		async [Symbol.asyncDispose]() {
			const closed = Promise.withResolvers<void>();
			server.close(() => closed.resolve());
			server.closeAllConnections();
			await closed.promise;
		},
	};
}

/** As servers of files do: with an `ETag`, and nothing to who has the same already. */
function answer(page: string | Buffer | undefined, request: IncomingMessage, response: ServerResponse): void {
	if (page === undefined) {
		response.writeHead(404).end('not found');
		return;
	}

	const etag = `"${createHash('sha256').update(page).digest('hex').slice(0, 16)}"`;
	if (request.headers['if-none-match'] === etag) {
		response.writeHead(304, {etag}).end();
	} else {
		response.writeHead(200, {etag}).end(request.method === 'HEAD' ? undefined : page);
	}
}
