import {readFileSync} from 'node:fs';
import {Agent, type Dispatcher} from 'undici';
import type {Sandbox} from '../../source/sandbox/start.ts';
import type {ControlPlane} from '../cluster/kubectl.ts';
import {type Answered, bodyOf, tellingHeaders} from './answer.ts';
import type {RequestStep} from './sequence.ts';

/** How to reach a cluster; `ca` in PEM. */
export type Server = {
	readonly url: string;
	readonly ca: string;
	readonly tokens: {readonly admin: string; readonly viewer: string};
};

export function realServer({url, ca, token, viewerKubeconfig}: ControlPlane): Server {
	const viewer: string = JSON.parse(readFileSync(viewerKubeconfig, 'utf8')).users[0].user.token;
	return {url, ca, tokens: {admin: token, viewer}};
}

export function embeddedServer({url, ca, token, viewerToken}: Sandbox): Server {
	return {url, ca, tokens: {admin: token, viewer: viewerToken}};
}

export type Sent = Omit<RequestStep, 'kind' | 'body' | 'only'> & {readonly body?: string};

export type Connection = AsyncDisposable & {
	send(request: Sent): Promise<Answered & {readonly date: string}>;
	/** The body of a 200 as it comes. */
	open(request: Sent, signal: AbortSignal): Promise<Answered & {readonly chunks?: AsyncIterable<Buffer>}>;
};

/** No answer and no event takes that long. */
const timeoutMs = 60_000;

export function connectTo(server: Server): Connection {
	const options = {connect: {ca: server.ca}, headersTimeout: timeoutMs, bodyTimeout: timeoutMs};
	const agent = new Agent(options);
	// The real server ends the connections of those it does not know, with all that is on them.
	const agentOfStrangers = new Agent({...options, allowH2: false});
	const ask = (sent: Sent, signal?: AbortSignal): Promise<Dispatcher.ResponseData> =>
		(sent.as === 'nobody' || sent.as === 'stranger' ? agentOfStrangers : agent).request({
			origin: server.url,
			path: pathOf(sent),
			method: sent.method,
			headers: headersOf(sent, server),
			body: sent.body ?? null,
			...(signal && {signal}),
		});
	return {
		async send(request) {
			const answer = await ask(request);
			const body = bodyOf(await answer.body.text());
			const headers = tellingHeaders(answer.headers);
			return {status: answer.statusCode, headers, body, date: String(answer.headers.date)};
		},
		async open(request, signal) {
			const answer = await ask(request, signal);
			const told = {status: answer.statusCode, headers: tellingHeaders(answer.headers)};
			return told.status === 200
				? {...told, body: null, chunks: answer.body}
				: {...told, body: bodyOf(await answer.body.text())};
		},
		async [Symbol.asyncDispose]() {
			await Promise.all([agent.destroy(), agentOfStrangers.destroy()]);
		},
	};
}

function pathOf({path, query}: Sent): string {
	const parameters = new URLSearchParams(query).toString();
	return parameters === '' ? path : `${path}?${parameters}`;
}

function headersOf({as = 'admin', accept, type, body}: Sent, {tokens}: Server): Record<string, string> {
	const bearers = {nobody: '', stranger: 'nobody-knows-this', ...tokens};
	const contentType = type ?? (body === undefined ? '' : 'application/json');
	return {
		accept: accept ?? 'application/json',
		'user-agent': 'contract',
		...(contentType !== '' && {'content-type': contentType}),
		...(bearers[as] !== '' && {authorization: `Bearer ${bearers[as]}`}),
	};
}
