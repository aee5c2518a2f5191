import {printable} from '../render/printable.ts';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether the host of a URL is this machine. */
export function isLoopback({hostname}: URL): boolean {
	return loopback.test(hostname);
}

/**
 * What an address is that was named by what another one has answered (see `WebRequest.isForeign`): on the same host, what
 * that was. Who is on this machine, and was asked, reaches all of it anyway.
 */
export function namedBy(from: URL, url: URL): {readonly isForeign?: boolean} {
	if (isLoopback(from)) {
		return {isForeign: false};
	}

	return url.hostname === from.hostname ? {} : {isForeign: true};
}

/** Says why nothing is fetched from there, or nothing. */
export function checkWebAddress(url: URL): string | undefined {
	if (url.username !== '' || url.password !== '') {
		return 'it holds a user or a password, which would be seen in logs: give them as credentials';
	}

	if (url.protocol === 'http:' && !isLoopback(url)) {
		return 'plain http is only used on this machine (localhost, 127.0.0.0/8, [::1]): use https';
	}

	return url.protocol === 'https:' || url.protocol === 'http:'
		? undefined
		: `nothing is fetched by ${url.protocol}//: use https`;
}

/** As messages show it: what a query or a user's name may hold is nobody's business. */
export function showUrl({protocol, host, pathname}: URL): string {
	return printable(`${protocol}//${host}${pathname}`, 200);
}
