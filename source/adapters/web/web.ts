import {createHash} from 'node:crypto';
import {lookup} from 'node:dns';
import {setTimeout as delay} from 'node:timers/promises';
import type {Dispatcher} from 'undici';
import {OperatorError, UnreachableError} from '../../model/operator-error.ts';
import {proxyFor} from '../cluster/access/proxy.ts';
import type {Way} from '../cluster/rest/dispatcher.ts';
import {wasCut} from '../cluster/rest/unreachable.ts';
import type {Credential} from '../credentials/credential.ts';
import {printable} from '../render/printable.ts';
import {type Answer, createAnswer, headerOf} from './answer.ts';
import {lookUpFar, NearError, nearAddressOf} from './near.ts';
import {unreachable} from './unreachable.ts';
import {checkWebAddress, showUrl} from './web-address.ts';
import {isGuarded, redirected, type WebRequest} from './web-request.ts';

export type WebOptions = {
	readonly timing?: WebTiming;
	/** Whether all that it is asked for is foreign. */
	readonly isForeign?: boolean;
};

/** In milliseconds. */
export type WebTiming = {
	readonly connect: number;
	/** Until an answer begins, and between its parts. */
	readonly silence: number;
	/** For one request and all of its answer. */
	readonly whole: number;
	/** The longest wait that a server may ask for. */
	readonly patience: number;
};

const usualTiming: WebTiming = {connect: 10_000, silence: 30_000, whole: 300_000, patience: 20_000};
const mostRedirects = 5;
const mostTries = 3;

/** Fetches over HTTP: bounded, and with nothing of the credentials for whom they are not meant. */
export class Web {
	readonly #environment: NodeJS.ProcessEnv;
	readonly #timing: WebTiming;
	readonly #isForeign: boolean;
	readonly #dispatchers = new Map<string, Promise<Dispatcher>>();

	constructor(environment: NodeJS.ProcessEnv, {timing = usualTiming, isForeign = false}: WebOptions = {}) {
		this.#environment = environment;
		this.#timing = timing;
		this.#isForeign = isForeign;
	}

	/** An answer of any status, after redirects; patient where a server asks for patience. */
	async fetch(request: WebRequest, signal: AbortSignal): Promise<Answer> {
		let asked: WebRequest = {isForeign: this.#isForeign, ...request};
		for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
			checkWay(asked, request.url);
			const answer = await this.#fetchPatiently(asked, signal);
			const target = targetOf(answer);
			if (target === undefined) {
				return answer;
			}

			answer.discard();
			asked = redirected(asked, target);
		}

		throw new UnreachableError(`${showUrl(request.url)} redirects more than ${mostRedirects} times`);
	}

	async close(): Promise<void> {
		const all = await Promise.allSettled(this.#dispatchers.values());
		await Promise.all(all.map(result => (result.status === 'fulfilled' ? result.value.destroy() : undefined)));
	}

	async #fetchPatiently(request: WebRequest, signal: AbortSignal): Promise<Answer> {
		for (let attempt = 1; ; attempt += 1) {
			const answer = await this.#send(request, signal).catch(error => {
				// A server may end a connection just when it is used again.
				return attempt === 1 && wasCut(error) ? undefined : Promise.reject(error);
			});
			const wait = answer === undefined ? 0 : waitOf(answer, attempt);
			if (answer !== undefined && (wait === undefined || wait > this.#timing.patience || attempt === mostTries)) {
				return answer;
			}

			answer?.discard();
			await delay(wait, undefined, {signal});
		}
	}

	async #send(request: WebRequest, signal: AbortSignal): Promise<Answer> {
		const {url, method = 'GET', headers, authorization} = request;
		const {whole, silence} = this.#timing;
		try {
			const dispatcher = await this.#dispatcherFor(request);
			const response = await dispatcher.request({
				origin: url.origin,
				path: url.pathname + url.search,
				method,
				headers: {'user-agent': 'trueup', ...headers, ...(authorization && {authorization})},
				signal: AbortSignal.any([signal, AbortSignal.timeout(whole)]),
				headersTimeout: silence,
				bodyTimeout: silence,
			});
			return createAnswer(url, response, signal);
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof NearError) {
				throw refusalOfNear(showUrl(url), error.address);
			}

			throw error instanceof OperatorError ? error : unreachable(url, error);
		}
	}

	#dispatcherFor(request: WebRequest): Promise<Dispatcher> {
		const {url, credential} = request;
		const way = {
			proxy: proxyFor(url.href, '', this.#environment),
			isTls: url.protocol === 'https:',
			timeout: this.#timing.connect,
		};
		const key = hashOf([way, isGuarded(request), credential?.ca, credential?.certificate]);
		const known =
			this.#dispatchers.get(key) ?? open(credential, isGuarded(request) ? {...way, lookup: lookUpFar(lookup)} : way);
		this.#dispatchers.set(key, known);
		return known;
	}
}

/** Loaded with the first connection: who reads Git alone does not wait for it. */
async function open(credential: Credential | undefined, way: Way): Promise<Dispatcher> {
	const {openDispatcher} = await import('../cluster/rest/dispatcher.ts');
	const {ca = '', certificate: {cert = '', key = ''} = {cert: '', key: ''}} = credential ?? {origin: ''};
	try {
		const tls = {ca, certificate: cert, key, serverName: '', isInsecure: false};
		return openDispatcher(tls, way);
	} catch (error) {
		const reason = printable(error instanceof Error ? error.message : String(error));
		const what = 'the certificates of the credentials, or the proxy of the environment,';
		throw new OperatorError(`${what} can't be used: ${reason}`, {cause: error});
	}
}

function checkWay(request: WebRequest, first: URL): void {
	const {url} = request;
	const isLess = first.protocol === 'https:' && url.protocol === 'http:';
	const reason = isLess ? 'https does not lead on to http' : checkWebAddress(url);
	const way = url === first ? showUrl(url) : `${showUrl(first)} redirects to ${showUrl(url)}, which`;
	if (reason !== undefined) {
		throw new OperatorError(`${way} is refused: ${reason}`, {advice: 'Correct the address'});
	}

	const address = isGuarded(request) ? nearAddressOf(url) : undefined;
	if (address !== undefined) {
		throw refusalOfNear(way, address);
	}
}

function refusalOfNear(what: string, address: string): OperatorError {
	const why = `${address} is this machine, on its own link, or where a cloud keeps secrets, and you have not named it`;
	const advice =
		'If it is to be read, give it an entry under `credentials` (`anonymous: true` where nobody is asked who he is)';
	return new OperatorError(`${what} is refused: ${why}`, {advice});
}

/** Where an answer sends on to. */
function targetOf({status, headers, url}: Answer): URL | undefined {
	const location = headerOf(headers, 'location');
	return [301, 302, 303, 307, 308].includes(status) && location !== ''
		? (URL.parse(location, url.href) ?? undefined)
		: undefined;
}

/** How many milliseconds to wait before the same is asked again; undefined where the answer is one. */
function waitOf({status, headers}: Answer, attempt: number): number | undefined {
	if (![429, 500, 502, 503, 504].includes(status)) {
		return undefined;
	}

	const asked = headerOf(headers, 'retry-after');
	const seconds = /^\d{1,9}$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
	return Number.isFinite(seconds) ? Math.max(seconds, 0) * 1000 : 250 * 2 ** attempt;
}

function hashOf(parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
