import type {Credential} from '../credentials/credential.ts';
import {namedBy} from './web-address.ts';

export type WebRequest = {
	readonly url: URL;
	readonly method?: 'GET' | 'HEAD';
	readonly headers?: Readonly<Record<string, string>>;
	/** `Basic …` or `Bearer …`; goes to the URL's own origin alone. */
	readonly authorization?: string | undefined;
	/** For TLS: its certificate goes to the URL's own origin alone, and its authorities are believed there alone. */
	readonly credential?: Credential | undefined;
	/**
	 * It was not the person who has named it: it may not be near (see `near.ts`), unless there is a credential for it. As the
	 * options have it where absent.
	 */
	readonly isForeign?: boolean;
};

/** Whether it may not be near. */
export function isGuarded({isForeign, credential}: WebRequest): boolean {
	return isForeign === true && credential === undefined;
}

/** Another origin gets nothing that was meant for this one. */
export function redirected(request: WebRequest, url: URL): WebRequest {
	const {method = 'GET', headers = {}} = request;
	const isForeign = isGuarded(request);
	return url.origin === request.url.origin
		? {...request, url}
		: {url, method, headers, isForeign, ...namedBy(request.url, url)};
}
