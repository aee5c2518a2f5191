import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer, type Server} from 'node:https';
import type {AddressInfo} from 'node:net';
import {failureAnswer} from './answer/answers.ts';
import type {Certificates} from './certificates.ts';
import type {Answer, Handler, User} from './handler.ts';
import {jsonOfProtobuf, protobufType} from './wire/protobuf.ts';

export type ListenOptions = {
	readonly certificates: Certificates;
	/** 0 for any that is free. */
	readonly port: number;
	/** Who a bearer token stands for. */
	readonly users: ReadonlyMap<string, User>;
};

export type Listener = {readonly url: string; close(): Promise<void>};

/** As the real server has it: etcd takes no more. */
const largestBody = 3_145_728;
/** A watcher that does not read is cut off: it would cost the memory of all that happens. */
const largestBacklog = 33_554_432;

/** Serves over HTTPS on loopback. */
export async function listen(handler: Handler, {certificates, port, users}: ListenOptions): Promise<Listener> {
	const server = createServer(
		{key: certificates.key, cert: certificates.certificate, keepAliveTimeout: 120_000, requestTimeout: 0},
		(incoming, outgoing) => serve(handler, users, {incoming, outgoing}),
	);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {url: `https://127.0.0.1:${portOf(server.address())}`, close: () => closeServer(server)};
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address !== null ? address.port : 0;
}

function closeServer(server: Server): Promise<void> {
	return new Promise(resolve => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

type Exchange = {readonly incoming: IncomingMessage; readonly outgoing: ServerResponse};

function serve(handler: Handler, users: ReadonlyMap<string, User>, {incoming, outgoing}: Exchange): void {
	const chunks: Buffer[] = [];
	let size = 0;
	incoming.on('error', () => undefined);
	outgoing.on('error', () => undefined);
	incoming.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size <= largestBody) {
			chunks.push(chunk);
		}
	});
	incoming.on('end', () => {
		const body = Buffer.concat(chunks);
		send(size > largestBody ? tooLarge() : answered(handler, users, {incoming, body}), outgoing);
	});
}

type Received = {readonly incoming: IncomingMessage; readonly body: Buffer};

function answered(handler: Handler, users: ReadonlyMap<string, User>, {incoming, body}: Received): Answer {
	const {method = 'GET', url = '/', headers} = incoming;
	const contentType = headers['content-type'] ?? '';
	const isProtobuf = contentType.startsWith(protobufType);
	let text: string;
	try {
		text = isProtobuf && body.length > 0 ? jsonOfProtobuf(body) : body.toString();
	} catch (error) {
		const message = `the object provided can't be read: ${error instanceof Error ? error.message : String(error)}`;
		return failureAnswer({code: 400, reason: 'BadRequest', message});
	}

	return handler({
		method,
		path: url,
		accept: headers.accept ?? '',
		contentType: isProtobuf ? 'application/json' : contentType,
		userAgent: headers['user-agent'] ?? '',
		user: users.get(bearerOf(headers.authorization)),
		body: text,
	});
}

function bearerOf(authorization = ''): string {
	return /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
}

function tooLarge(): Answer {
	const message = `Request entity too large: limit is ${largestBody}`;
	return failureAnswer({code: 413, reason: 'RequestEntityTooLarge', message, details: {}});
}

function send(answer: Answer, outgoing: ServerResponse): void {
	if (answer.kind === 'whole') {
		const body = Buffer.from(answer.body);
		outgoing.writeHead(answer.status, {...headersOf(answer.headers), 'content-length': body.length});
		outgoing.end(body);
		return;
	}

	outgoing.writeHead(answer.status, headersOf(answer.headers));
	outgoing.flushHeaders();
	let stop: (() => void) | undefined;
	let isClosed = false;
	const close = () => {
		isClosed = true;
		stop?.();
	};
	outgoing.on('close', close);
	stop = answer.open({
		write(text) {
			if (!isClosed) {
				outgoing.write(text);
				if (outgoing.writableLength > largestBacklog) {
					outgoing.destroy();
				}
			}
		},
		end: () => void outgoing.end(),
	});
	if (isClosed) {
		stop();
	}
}

function headersOf(headers: Answer['headers']): Record<string, string | string[]> {
	const given = Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]);
	// Clients tell an API server from a proxy by it: a route that is gone (a CRD was deleted) answers in plain text.
	return {'audit-id': randomUUID(), ...Object.fromEntries(given)};
}
