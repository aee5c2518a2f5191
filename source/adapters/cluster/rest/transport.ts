import {OperatorError} from '../../../model/operator-error.ts';
import type {ClusterEntry} from '../access/kubeconfig.ts';
import {type Credentials, type Login, readMaterial} from '../access/login.ts';
import type {Call, Headers, Verb} from './call.ts';
import {printJson} from './exact-json.ts';
import {createPool} from './pool.ts';
import type {Timing} from './timing.ts';
import {type Place, unreachable} from './unreachable.ts';

export type Response = {
	readonly status: number;
	readonly headers: Headers;
	text(): Promise<string>;
	chunks(): AsyncIterable<Buffer>;
};

/** Sends requests with credentials. Answers of any status are answers; throws `UnreachableError` where none came. */
export type Transport = {
	open(call: Call, signal: AbortSignal): Promise<Response>;
	close(): Promise<void>;
};

export type TransportOptions = {
	readonly place: Place;
	readonly cluster: ClusterEntry;
	readonly login: Login;
	/** Empty for none. */
	readonly proxy: string;
	/** `trueup/1.2.3` */
	readonly userAgent: string;
	readonly timing: Timing;
};

const methods: Readonly<Record<Verb, string>> = {
	get: 'GET',
	list: 'GET',
	watch: 'GET',
	discovery: 'GET',
	probe: 'GET',
	apply: 'PATCH',
	'dry-run': 'PATCH',
	patch: 'PATCH',
	delete: 'DELETE',
	review: 'POST',
};

export function createTransport({place, cluster, login, proxy, userAgent, timing}: TransportOptions): Transport {
	const {origin, pathname, protocol} = new URL(cluster.server);
	const prefix = pathname.replace(/\/+$/, '');
	const pool = createPool({proxy, isTls: protocol === 'https:', timing});
	let authority: {readonly pem: string; readonly until: number} | undefined;

	async function ca(): Promise<string> {
		// Not by the time of day, which somebody may set back.
		if (!authority || performance.now() >= authority.until) {
			authority = {pem: await readMaterial(cluster.ca), until: performance.now() + timing.reread};
		}

		return authority.pem;
	}

	async function exchange(call: Call, credentials: Credentials, signal: AbortSignal): Promise<Response> {
		const {serverName, isInsecure} = cluster;
		const {certificate, key} = credentials;
		const dispatcher = await pool.get({ca: await ca(), certificate, key, serverName, isInsecure});
		const response = await dispatcher.request({
			origin,
			path: prefix + call.path,
			method: methods[call.verb],
			headers: {
				...credentials.headers,
				'user-agent': userAgent,
				accept: call.accept ?? 'application/json',
				...(call.body && {'content-type': call.body.type}),
			},
			body: call.body ? printJson(call.body.json) : null,
			signal,
			headersTimeout: timing.request,
			// A watch is silent for minutes; its reader has a timer of its own.
			bodyTimeout: call.verb === 'watch' ? 0 : timing.request,
		});
		const {statusCode: status, headers, body} = response;
		// Who reads the body hears of errors; where nobody reads it any more, they are nobody's.
		body.on('error', () => undefined);
		return {
			status,
			headers,
			text: () => answered(place, signal, () => body.text()),
			chunks: () => chunksOf(place, signal, body),
		};
	}

	return {
		async open(call, signal) {
			const credentials = await login.get(signal);
			const response = await answered(place, signal, () => exchange(call, credentials, signal));
			if (response.status !== 401) {
				return response;
			}

			await response.text();
			login.renew(credentials);
			const renewed = await login.get(signal);
			return answered(place, signal, () => exchange(call, renewed, signal));
		},
		close() {
			login.close();
			return pool.close();
		},
	};
}

/** Runs, and says in our words why nothing came. */
async function answered<T>(place: Place, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof OperatorError ? error : unreachable(place, error);
	}
}

async function* chunksOf(place: Place, signal: AbortSignal, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	try {
		yield* body;
	} catch (error) {
		signal.throwIfAborted();
		throw unreachable(place, error);
	}
}
