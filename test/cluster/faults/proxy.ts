import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {Agent, request as ask, createServer} from 'node:https';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {buffer} from 'node:stream/consumers';
import {listen} from '../../adapters/cluster/fakes/api.ts';
import {type Certificate, createCertificate} from '../../adapters/cluster/fakes/certificate.ts';
import type {Coordinates} from '../kubectl.ts';
import {until} from '../support/until.ts';
import {kubeconfigOf} from '../users.ts';

/** What happens to a request instead of being passed on and answered. */
export type Trick =
	/** The connection is cut, and the server never hears of it. */
	| {readonly kind: 'cut before'}
	/** The server does it, and its answer is lost. */
	| {readonly kind: 'cut after'}
	/** The connection is cut in the middle of the answer. */
	| {readonly kind: 'truncate'}
	/** The answer is half of what the server said, and calls itself whole. */
	| {readonly kind: 'half'}
	/** Nothing comes back until the rule ends; then the server hears of it. */
	| {readonly kind: 'hold'}
	/** Somebody else answers. */
	| {
			readonly kind: 'answer';
			readonly status: number;
			readonly headers?: Readonly<Record<string, string>>;
			readonly body: string;
	  };

export type Rule = {
	readonly method?: string;
	/** Of the path with its query. */
	readonly path: RegExp;
	/** How many requests it is for; all until it ends where absent. */
	readonly times?: number;
	readonly trick: Trick;
};

export type Asked = {
	readonly method: string;
	readonly path: string;
	readonly accept: string;
	/** In milliseconds, by a clock that nobody sets. */
	readonly at: number;
	/** Whether a rule was for it. */
	readonly isRuled: boolean;
	/** Whether whoever asked was shown a certificate that nobody should trust. */
	readonly isFooled: boolean;
};

type Ruled = Rule & {hits: number; readonly ended: PromiseWithResolvers<void>};

/** Stands between trueup and an API server; goes away with `await using`. */
export type FaultyProxy = AsyncDisposable & {
	/** The admin's, by way of it. */
	readonly kubeconfig: string;
	readonly url: string;
	/** PEM; what it shows is signed by this, but after `impersonate`. */
	readonly ca: string;
	readonly asked: readonly Asked[];
	/** From now on, before those that there are; `struck` resolves with the first request that it is for. */
	add(rule: Rule): {readonly struck: () => Promise<void>; readonly end: () => void};
	/** Cuts all connections that there are. */
	cut(): void;
	/** Cuts them, and shows a certificate that nobody trusts. */
	impersonate(): void;
	/** Cuts them, and shows the right one again. */
	beItself(): void;
};

export async function startProxy(server: Coordinates): Promise<FaultyProxy> {
	const right = certified('the right authority');
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-proxy-'));
	const rules: Ruled[] = [];
	const asked: Asked[] = [];
	let isFooled = false;
	const agent = new Agent({keepAlive: true, ca: server.ca});
	const listener = createServer({cert: right.certificate, key: right.key}, (request, response) => {
		const {method = '', url = ''} = request;
		const rule = rules.find(one => isFor(one, {method, path: url}));
		if (rule) {
			rule.hits++;
		}

		const {accept = ''} = request.headers;
		asked.push({method, path: url, accept, at: performance.now(), isRuled: rule !== undefined, isFooled});
		void relay({server, agent, request, response, rule}).catch(() => response.destroy());
	});
	const url = `https://127.0.0.1:${await listen(listener)}`;
	const kubeconfig = path.join(folder, 'kubeconfig');
	const admin = {name: 'admin', token: server.token, group: ''};
	await writeFile(kubeconfig, kubeconfigOf(admin, {url, ca: right.ca}), {mode: 0o600});
	const show = ({certificate, key}: Certificate) => {
		isFooled = certificate !== right.certificate;
		listener.setSecureContext({cert: certificate, key});
		listener.closeAllConnections();
	};
	return {
		kubeconfig,
		url,
		ca: right.ca,
		asked,
		add(rule) {
			const ruled = {...rule, hits: 0, ended: Promise.withResolvers<void>()};
			rules.unshift(ruled);
			return {
				struck: async () => {
					await until(`a request like ${rule.method ?? ''} ${rule.path}`, () => ruled.hits > 0, {timeoutMs: 120_000});
				},
				end() {
					rules.splice(rules.indexOf(ruled), 1);
					ruled.ended.resolve();
				},
			};
		},
		cut: () => listener.closeAllConnections(),
		impersonate: () => show(certified('another authority')),
		beItself: () => show(right),
		async [Symbol.asyncDispose]() {
			listener.closeAllConnections();
			await new Promise(resolve => listener.close(resolve));
			agent.destroy();
			await rm(folder, {recursive: true, force: true});
		},
	};
}

function certified(authority: string): Certificate & {readonly ca: string} {
	const issuer = createCertificate({subject: authority});
	const own = createCertificate({
		subject: 'proxy',
		host: '127.0.0.1',
		issuer: {subject: authority, key: issuer.key},
	});
	return {...own, ca: issuer.certificate};
}

function isFor({method, path: pattern, times, hits}: Ruled, one: Pick<Asked, 'method' | 'path'>): boolean {
	return (
		(method === undefined || method === one.method) && pattern.test(one.path) && (times === undefined || hits < times)
	);
}

type Relayed = {
	readonly server: Coordinates;
	readonly agent: Agent;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly rule: Ruled | undefined;
};

async function relay(relayed: Relayed): Promise<void> {
	const {request, response, rule} = relayed;
	const body = await buffer(request);
	switch (rule?.trick.kind) {
		case 'cut before':
			response.destroy();
			break;
		case 'cut after':
			await buffer(await passOn(relayed, body));
			response.destroy();
			break;
		case 'truncate':
		case 'half':
			await passHalf(relayed, body, rule.trick.kind);
			break;
		case 'answer': {
			const {status, headers, body: text} = rule.trick;
			response.writeHead(status, {'content-type': 'application/json', ...headers}).end(text);
			break;
		}
		case 'hold':
			await rule.ended.promise;
			await passAll(relayed, body);
			break;
		case undefined:
			await passAll(relayed, body);
	}
}

/** Streams too: each piece as it comes. */
async function passAll(relayed: Relayed, body: Buffer): Promise<void> {
	const {response} = relayed;
	const answer = await passOn(relayed, body);
	response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
	answer.on('error', () => response.destroy()).pipe(response);
}

async function passHalf(relayed: Relayed, body: Buffer, how: 'truncate' | 'half'): Promise<void> {
	const {response} = relayed;
	const answer = await passOn(relayed, body);
	const content = await buffer(answer);
	const half = content.subarray(0, Math.floor(content.length / 2));
	const length = how === 'half' ? half.length : content.length;
	const {'transfer-encoding': _, ...headers} = answer.headers;
	response.writeHead(answer.statusCode ?? 502, {...headers, 'content-length': length});
	response.write(half, () => (how === 'half' ? response.end() : response.destroy()));
}

function passOn({server, agent, request, response}: Relayed, body: Buffer): Promise<IncomingMessage> {
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const {method, url = '', headers} = request;
	const {connection: _, ...rest} = headers;
	const passed = ask(`${server.url}${url}`, {method, headers: rest, agent}, resolve).on('error', reject);
	// Who went away is not answered, and the server need not go on.
	response.on('close', () => passed.destroy());
	passed.end(body);
	return promise;
}
