import {createSecureContext, getCACertificates} from 'node:tls';
import {Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent} from 'undici';
import {OperatorError} from '../../../model/operator-error.ts';
import type {PoolOptions, Tls} from './pool.ts';
import {printable} from './printable.ts';

/** A pool of connections to one server. */
export function openDispatcher(tls: Tls, {proxy, isTls, timing}: PoolOptions): Dispatcher {
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
