import * as z from 'zod';
import {OperatorError} from '../../model/operator-error.ts';
import type {Credential} from '../credentials/credential.ts';
import {type Answer, headerOf} from '../web/answer.ts';
import {authorizationOf, basic} from '../web/authorization.ts';
import {refusalOf} from '../web/refusal.ts';
import type {Web} from '../web/web.ts';
import {isLoopback, namedBy, showUrl} from '../web/web-address.ts';
import {type Challenge, parseChallenge} from './challenge.ts';

/** What is sent to show who asks, and until when it counts, by `performance.now()`. */
export type Login = {readonly authorization: string | undefined; readonly until: number};

const tokenSchema = z.object({
	token: z.string().optional(),
	access_token: z.string().optional(),
	expires_in: z.number().optional(),
});
const largestAnswer = 256 * 1024;
const usualSeconds = 60;
const slackMs = 10_000;

/** Answers what a registry asks of who reads `name`; undefined where there is no answer. */
export async function logIn(
	refused: Answer,
	{web, credential, name}: {readonly web: Web; readonly credential: Credential | undefined; readonly name: string},
	signal: AbortSignal,
): Promise<Login | undefined> {
	const challenge = parseChallenge(headerOf(refused.headers, 'www-authenticate'));
	// A token that a person has is what would have been asked for.
	if (challenge === undefined || challenge.kind === 'basic' || credential?.token !== undefined) {
		const authorization = authorizationOf(credential);
		return authorization === undefined ? undefined : {authorization, until: Infinity};
	}

	const url = realmOf(challenge, refused.url);
	url.searchParams.set('service', challenge.service);
	// No more than is needed, whatever the registry proposes.
	url.searchParams.set('scope', `repository:${name}:pull`);
	const {username, password = ''} = credential ?? {};
	const answer = await web.fetch(
		{
			url,
			authorization: username === undefined ? undefined : basic(username, password),
			// What is for the registry's own TLS is not for that of somebody else.
			credential: url.host === refused.url.host ? credential : undefined,
			...namedBy(refused.url, url),
		},
		signal,
	);
	if (answer.status !== 200) {
		answer.discard();
		throw refusalOf(answer);
	}

	return readToken(await answer.bytes(largestAnswer), url);
}

/** Who gives the tokens is the registry's choice; that what shows who asks goes to them unseen by others is ours. */
function realmOf({realm}: Extract<Challenge, {kind: 'bearer'}>, registry: URL): URL {
	const url = URL.parse(realm);
	const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url) && isLoopback(registry));
	if (url === null || !isSafe) {
		const place = url === null ? 'an address that is none' : showUrl(url);
		throw new OperatorError(`${registry.host} wants a token from ${place}, which is refused: it has to be https`);
	}

	return url;
}

function readToken(content: Buffer, url: URL): Login {
	const {data} = tokenSchema.safeParse(parseJson(content));
	const token = data?.token ?? data?.access_token ?? '';
	if (!/^[\x21-\x7e]+$/.test(token)) {
		throw new OperatorError(`${showUrl(url)} gives no token that can be used`);
	}

	const seconds = data?.expires_in ?? usualSeconds;
	return {authorization: `Bearer ${token}`, until: performance.now() + seconds * 1000 - slackMs};
}

function parseJson(content: Buffer): unknown {
	try {
		return JSON.parse(content.toString('utf8'));
	} catch {
		return undefined;
	}
}
