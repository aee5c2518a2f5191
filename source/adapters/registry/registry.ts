import * as z from 'zod';
import {OperatorError, UnreachableError} from '../../model/operator-error.ts';
import {digestOf} from '../archives/blobs.ts';
import {describeTrouble} from '../cluster/rest/unreachable.ts';
import type {Credential, Credentials} from '../credentials/credential.ts';
import {type Answer, headerOf} from '../web/answer.ts';
import {refusalOf} from '../web/refusal.ts';
import type {Web} from '../web/web.ts';
import {isLoopback} from '../web/web-address.ts';
import type {WebRequest} from '../web/web-request.ts';
import {type Login, logIn} from './login.ts';
import type {RegistryPlace} from './registry-place.ts';

export type Descriptor = {readonly digest: string; readonly size: number};

const mebibyte = 1024 * 1024;
const largestManifest = 4 * mebibyte;
const largestPage = 4 * mebibyte;
const mostTags = 100_000;
const mostPages = 1000;
/** For all pages together: each may be answered as late as a registry may. */
const usualListMs = 5 * 60_000;
/** Of indexes too: what is one has to be told from what is not there. */
const accepted = [
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.v2+json',
	'application/vnd.oci.image.index.v1+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

const pageSchema = z.object({tags: z.array(z.string()).nullish()});

type RegistryOptions = {
	readonly web: Web;
	readonly credentials: Credentials;
	/** How long it may take to list all tags, in milliseconds. */
	readonly longestListMs?: number;
};

/** One repository of a registry, by the protocol of distribution. All that it gives is checked by its digest. */
export class Registry {
	readonly #place: RegistryPlace;
	readonly #web: Web;
	readonly #credentials: Credentials;
	readonly #longestListMs: number;
	#base: URL | undefined;
	#login: Login | undefined;

	constructor(place: RegistryPlace, {web, credentials, longestListMs = usualListMs}: RegistryOptions) {
		this.#longestListMs = longestListMs;
		this.#place = place;
		this.#web = web;
		this.#credentials = credentials;
	}

	/** What a tag names at the moment; undefined where there is no such tag. */
	async digestOfTag(tag: string, signal: AbortSignal): Promise<string | undefined> {
		const answer = await this.#ask(`manifests/${tag}`, {method: 'HEAD', headers: {accept: accepted}}, signal);
		answer.discard();
		const digest = headerOf(answer.headers, 'docker-content-digest');
		if (answer.status === 200 && /^sha256:[0-9a-f]{64}$/.test(digest)) {
			return digest;
		}

		// Not every registry tells it beforehand.
		return answer.status === 404 ? undefined : (await this.manifest(tag, signal))?.digest;
	}

	/** By a tag or a digest. */
	async manifest(reference: string, signal: AbortSignal): Promise<{digest: string; content: Buffer} | undefined> {
		const answer = await this.#ask(`manifests/${reference}`, {headers: {accept: accepted}}, signal);
		if (answer.status === 404) {
			answer.discard();
			return undefined;
		}

		const content = await contentOf(answer, largestManifest);
		const digest = digestOf(content);
		const promised = reference.includes(':') ? reference : headerOf(answer.headers, 'docker-content-digest');
		if (promised.startsWith('sha256:') && promised !== digest) {
			throw this.#changed('a manifest', promised);
		}

		return {digest, content};
	}

	async blob({digest, size}: Descriptor, signal: AbortSignal): Promise<Buffer> {
		const content = await contentOf(await this.#ask(`blobs/${digest}`, {}, signal), size);
		if (digestOf(content) !== digest) {
			throw this.#changed('a layer', digest);
		}

		return content;
	}

	/** Undefined where there is no such repository. */
	async tags(signal: AbortSignal): Promise<readonly string[] | undefined> {
		const tags: string[] = [];
		const until = performance.now() + this.#longestListMs;
		let pages = 0;
		for (let page: string | undefined = 'tags/list?n=1000'; page !== undefined; pages++) {
			this.#checkEnd(pages, until);
			const answer: Answer = await this.#ask(page, {}, signal);
			if (answer.status === 404) {
				answer.discard();
				return undefined;
			}

			const found = pageSchema.safeParse(parseJson(await contentOf(answer, largestPage))).data?.tags ?? [];
			tags.push(...found);
			if (tags.length > mostTags) {
				throw new OperatorError(`${this.#place.address} has more than ${mostTags} tags`, {advice: 'Name one of them'});
			}

			page = found.length === 0 ? undefined : this.#nextPage(answer);
		}

		return tags;
	}

	#checkEnd(pages: number, until: number): void {
		const isLate = pages > 0 && performance.now() > until;
		if (isLate || pages >= mostPages) {
			const what = isLate
				? `took more than ${this.#longestListMs / 1000} s for`
				: `has more than ${mostPages} pages in`;
			throw new OperatorError(`${this.#place.address} ${what} its list of tags`, {advice: 'Name one of them'});
		}
	}

	/** The rest of an address within the repository. */
	#nextPage({headers, url}: Answer): string | undefined {
		const link = /<([^>]*)>\s*;\s*rel="?next"?/i.exec(headerOf(headers, 'link'))?.[1];
		const next = link === undefined ? null : URL.parse(link, url.href);
		return next === null ? undefined : `tags/list${next.search}`;
	}

	async #ask(path: string, request: Pick<WebRequest, 'method' | 'headers'>, signal: AbortSignal): Promise<Answer> {
		const {name} = this.#place;
		const credential = await this.#credential(signal);
		const base = await this.#reach(credential, signal);
		const url = new URL(`/v2/${name}/${path}`, base);
		const send = () =>
			this.#web.fetch({...request, url, credential, authorization: this.#login?.authorization}, signal);
		if (this.#login && performance.now() > this.#login.until) {
			this.#login = undefined;
		}

		const answer = await send();
		if (answer.status !== 401 || answer.url.origin !== base.origin) {
			return answer;
		}

		answer.discard();
		this.#login = await logIn(answer, {web: this.#web, credential, name}, signal);
		const again = this.#login === undefined ? answer : await send();
		if (credential && [401, 403].includes(again.status)) {
			this.#credentials.renew(credential);
		}

		return again;
	}

	/** As it was written, else under the name that the registry answers to. */
	async #credential(signal: AbortSignal): Promise<Credential | undefined> {
		const {address, host, name} = this.#place;
		return (
			(await this.#credentials.of(address, signal)) ?? (await this.#credentials.of(`oci://${host}/${name}`, signal))
		);
	}

	/** On this machine a registry need not speak TLS. */
	async #reach(credential: Credential | undefined, signal: AbortSignal): Promise<URL> {
		const base = this.#base ?? new URL(`https://${this.#place.host}`);
		if (this.#base === undefined && isLoopback(base)) {
			try {
				const answer = await this.#web.fetch({url: new URL('/v2/', base), credential}, signal);
				answer.discard();
			} catch (error) {
				if (!(error instanceof UnreachableError && describeTrouble(error.cause).isPlain)) {
					throw error;
				}

				base.protocol = 'http:';
			}
		}

		this.#base = base;
		return base;
	}

	#changed(what: string, digest: string): OperatorError {
		const short = digest.slice(0, 'sha256:'.length + 12);
		return new OperatorError(`${this.#place.address} gives ${what} that is not the one of the digest ${short}…`, {
			advice: 'Nothing of it is used: it was damaged or changed, at the registry or on the way',
		});
	}
}

async function contentOf(answer: Answer, mostBytes: number): Promise<Buffer> {
	if (answer.status !== 200) {
		answer.discard();
		throw refusalOf(answer);
	}

	return await answer.bytes(mostBytes);
}

function parseJson(content: Buffer): unknown {
	try {
		return JSON.parse(content.toString('utf8'));
	} catch {
		return undefined;
	}
}
