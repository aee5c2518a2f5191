import type {LookupFunction} from 'node:net';
import {createSecureContext, getCACertificates, type SecureContext} from 'node:tls';
import {Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent} from 'undici';
import type {Tls} from './pool.ts';

export type Way = {
	/** Empty for none. */
	readonly proxy: string;
	readonly isTls: boolean;
	/** How long a connection may take, in milliseconds. */
	readonly timeout: number;
	/** How names are looked up; as the system does where absent. */
	readonly lookup?: LookupFunction;
};

/** A pool of connections. Throws where certificates, keys or the proxy are of no use. */
export function openDispatcher(tls: Tls, {proxy, isTls, timeout, lookup}: Way): Dispatcher {
	const connect = {
		timeout,
		...(lookup && {lookup}),
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
		: new ProxyAgent({...shared, uri: proxy, requestTls: connect, proxyTls: {timeout}});
}

function tlsOptions({ca, certificate, key, serverName, isInsecure}: Tls) {
	const isUsual = ca === '' && certificate === '' && key === '';
	const secureContext = isUsual ? usualContext() : contextOf(ca, certificate, key);
	return {secureContext, rejectUnauthorized: !isInsecure, ...(serverName !== '' && {servername: serverName})};
}

let usual: SecureContext | undefined;

/** Reading hundreds of authorities takes long: once is enough. */
function usualContext(): SecureContext {
	usual ??= contextOf('', '', '');
	return usual;
}

function contextOf(ca: string, certificate: string, key: string): SecureContext {
	return createSecureContext({
		// Without an authority of its own: whom Node and the system trust, as kubectl does.
		ca: ca === '' ? [...getCACertificates('default'), ...getCACertificates('system')] : ca,
		...(certificate !== '' && {cert: certificate}),
		...(key !== '' && {key}),
	});
}
