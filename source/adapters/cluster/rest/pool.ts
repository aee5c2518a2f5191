import {createSecureContext, getCACertificates} from 'node:tls';
import type {Dispatcher} from 'undici';
import {OperatorError} from '../../../model/operator-error.ts';
import {printable} from './printable.ts';
import type {Timing} from './timing.ts';

export type Tls = {
	/** PEM; empty for what the system trusts. */
	readonly ca: string;
	readonly certificate: string;
	readonly key: string;
	readonly serverName: string;
	readonly isInsecure: boolean;
};

export type Pool = {
	/** One pool of connections, made anew when certificates change. */
	get(tls: Tls): Promise<Dispatcher>;
	close(): Promise<void>;
};

export type PoolOptions = {
	/** Empty for none. */
	readonly proxy: string;
	readonly isTls: boolean;
	readonly timing: Timing;
};

export function createPool(options: PoolOptions): Pool {
	const dispatchers = new Set<Promise<Dispatcher>>();
	let current: {readonly tls: Tls; readonly dispatcher: Promise<Dispatcher>} | undefined;

	async function retire(dispatcher: Promise<Dispatcher>): Promise<void> {
		const old = await dispatcher.catch(() => undefined);
		// Waits for what still runs on it, watches included.
		await old?.close().catch(() => undefined);
		dispatchers.delete(dispatcher);
	}

	return {
		get(tls) {
			if (current && isSame(current.tls, tls)) {
				return current.dispatcher;
			}

			if (current) {
				void retire(current.dispatcher);
			}

			current = {tls, dispatcher: createDispatcher(tls, options)};
			dispatchers.add(current.dispatcher);
			return current.dispatcher;
		},
		async close() {
			const all = await Promise.allSettled(dispatchers);
			await Promise.all(all.map(result => (result.status === 'fulfilled' ? result.value.destroy() : undefined)));
		},
	};
}

function isSame(one: Tls, other: Tls): boolean {
	return (
		one.ca === other.ca &&
		one.certificate === other.certificate &&
		one.key === other.key &&
		one.serverName === other.serverName &&
		one.isInsecure === other.isInsecure
	);
}

async function createDispatcher(tls: Tls, {proxy, isTls, timing}: PoolOptions): Promise<Dispatcher> {
	const {Agent, ProxyAgent, Socks5ProxyAgent} = await import('undici');
	const connect = {
		timeout: timing.connect,
		// Probes begin after 15 s of silence and give up 10 s later: a half-open connection is noticed.
		keepAlive: true,
		keepAliveInitialDelay: 15_000,
		...(isTls && tlsOptions(tls)),
	};
	// HTTP/1.1: each watch on a connection of its own, so that one stalled stream never holds up the others.
	const shared = {allowH2: false, keepAliveTimeout: 30_000};
	if (proxy === '') {
		return new Agent({...shared, connect});
	}

	return proxy.startsWith('socks')
		? new Socks5ProxyAgent(proxy, {...shared, requestTls: connect})
		: new ProxyAgent({...shared, uri: proxy, requestTls: connect, proxyTls: {timeout: timing.connect}});
}

function tlsOptions({ca, certificate, key, serverName, isInsecure}: Tls) {
	try {
		const secureContext = createSecureContext({
			// Without an authority of its own: whom Node and the system trust, as kubectl does.
			ca: ca === '' ? [...getCACertificates('default'), ...getCACertificates('system')] : ca,
			...(certificate !== '' && {cert: certificate}),
			...(key !== '' && {key}),
		});
		return {secureContext, rejectUnauthorized: !isInsecure, ...(serverName !== '' && {servername: serverName})};
	} catch (error) {
		const reason = printable(error instanceof Error ? error.message : String(error));
		throw new OperatorError(`certificates or keys of the kubeconfig can't be used: ${reason}`, {
			cause: error,
			advice: 'Check certificate-authority, client-certificate and client-key in the kubeconfig',
		});
	}
}
