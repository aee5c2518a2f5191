import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import type {Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text as readAll} from 'node:stream/consumers';
import {onTestFinished} from 'vitest';
import {createClusters} from '../../../../source/adapters/cluster/clusters.ts';
import type {Timing} from '../../../../source/adapters/cluster/rest/timing.ts';
import type {Json} from '../../../../source/model/json.ts';
import type {Cluster, ServedKind} from '../../../../source/model/ports.ts';
import type {Certificate} from './certificate.ts';

export type Asked = {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
};

/** Answers one request. */
export type Handler = (asked: Asked, response: ServerResponse) => void;

export type FakeApi = {readonly url: string; readonly port: number; readonly asked: readonly Asked[]};

/** An API server on loopback that says what it is told to, until the test ends. */
export async function startApi(handler: Handler, certificate?: Certificate): Promise<FakeApi> {
	const asked: Asked[] = [];
	const answer = (request: IncomingMessage, response: ServerResponse) => {
		void readAll(request).then(body => {
			const {pathname, searchParams} = new URL(request.url ?? '', 'http://server');
			const path = (request.url ?? '').split('?', 1)[0] ?? pathname;
			const {method = '', headers} = request;
			const one = {method, path, query: searchParams, headers, body};
			asked.push(one);
			handler(one, response);
		});
	};
	const server = certificate
		? createTlsServer({cert: certificate.certificate, key: certificate.key}, answer)
		: createServer(answer);
	const port = await listen(server);
	onTestFinished(async () => {
		server.closeAllConnections();
		await new Promise(resolve => server.close(resolve));
	});
	return {url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`, port, asked};
}

export function listen(server: Server): Promise<number> {
	return new Promise(resolve => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address ? address.port : 0);
		});
	});
}

/** In the order of the requests; the last one goes on answering. */
export function inTurn(...handlers: readonly Handler[]): Handler {
	let next = 0;
	return (asked, response) => {
		handlers[Math.min(next++, handlers.length - 1)]?.(asked, response);
	};
}

export function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Handler {
	const isText = typeof body === 'string';
	const type = isText ? 'text/html' : 'application/json';
	return (_, response) => {
		response.writeHead(status, {'content-type': type, ...headers}).end(isText ? body : JSON.stringify(body));
	};
}

export function refuse(code: number, message: string, more: Readonly<Record<string, unknown>> = {}): Handler {
	return reply(code, {kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code, ...more});
}

export const folder = async (): Promise<string> => {
	const made = await mkdtemp(join(tmpdir(), 'trueup-kubeconfig-'));
	onTestFinished(() => rm(made, {recursive: true, force: true}));
	return made;
};

export type Entries = {readonly cluster?: object; readonly user?: object};

/** The file of a kubeconfig with one context, `test`, for that server. */
export async function kubeconfigFor(url: string, entries: Entries = {}): Promise<string> {
	const file = join(await folder(), 'config');
	await writeFile(file, JSON.stringify(kubeconfigWith(url, entries)));
	return file;
}

export function kubeconfigWith(url: string, {cluster = {}, user = {}}: Entries): object {
	return {
		clusters: [{name: 'cluster', cluster: {server: url, ...cluster}}],
		users: [{name: 'user', user}],
		contexts: [{name: 'test', context: {cluster: 'cluster', user: 'user'}}],
		'current-context': 'test',
	};
}

/** Retries come at once, and a watch counts as good as soon as it has told something. */
export const hasty: Partial<Timing> = {
	firstRetry: 1,
	lastRetry: 4,
	firstSlowRetry: 1,
	lastSlowRetry: 4,
	goodWatch: 60_000,
};

export async function clusterAt(url: string, entries: Entries = {}, timing: Partial<Timing> = {}): Promise<Cluster> {
	return clusterOf(await kubeconfigFor(url, entries), timing);
}

/** The one of the kubeconfig's context `test`. */
export async function clusterOf(kubeconfig: string, timing: Partial<Timing> = {}): Promise<Cluster> {
	const {PATH = ''} = process.env;
	const clusters = await createClusters({
		kubeconfig,
		environment: {PATH},
		version: '1.2.3',
		timing: {...hasty, ...timing},
	});
	onTestFinished(() => clusters.close());
	return clusters.open('test');
}

export const configMaps: ServedKind = {
	group: '',
	version: 'v1',
	kind: 'ConfigMap',
	plural: 'configmaps',
	isNamespaced: true,
	isListable: true,
};

export const secrets: ServedKind = {...configMaps, kind: 'Secret', plural: 'secrets'};

export const deployments: ServedKind = {...configMaps, group: 'apps', kind: 'Deployment', plural: 'deployments'};

export const never = new AbortController().signal;

/** As the API server has it in a list: without apiVersion and kind. */
export function item(name: string, resourceVersion = '1', more: Readonly<Record<string, Json>> = {}) {
	return {metadata: {name, namespace: 'shop', uid: `uid-${name}`, resourceVersion}, ...more};
}

export function list(items: readonly unknown[], resourceVersion = '10', next = '') {
	return {
		kind: 'ConfigMapList',
		apiVersion: 'v1',
		metadata: {resourceVersion, ...(next !== '' && {continue: next})},
		items,
	};
}
