import {createHash, randomUUID} from 'node:crypto';
import {mkdir, open, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import * as z from 'zod';
import {OperatorError} from '../../model/operator-error.ts';
import type {Credentials} from '../credentials/credential.ts';
import {createSingleFlight} from '../git/single-flight.ts';
import {createPace} from '../render/pace.ts';
import {type Headers, headerOf} from '../web/answer.ts';
import {authorizationOf} from '../web/authorization.ts';
import {refusalOf} from '../web/refusal.ts';
import type {Web} from '../web/web.ts';
import {showUrl} from '../web/web-address.ts';
import {type IndexEntry, parseEntries} from './index-entries.ts';
import {BrokenIndexError} from './index-outline.ts';
import {receiveIndex} from './receive-index.ts';

const largestIndex = 200 * 1024 * 1024;
const largestChart = 32 * 1024 * 1024;
const keptName = 'index.json';
/** Charts of one repository are asked for one after the other, and have one answer. */
const sharedMs = 20_000;
/** No download takes longer. */
const writingMs = 600_000;

const rangeSchema = z.object({start: z.number(), end: z.number(), sha256: z.string()});
const keptSchema = z.object({
	file: z.string().regex(/^[\w-]+$/),
	etag: z.string(),
	modified: z.string(),
	charts: z.record(z.string(), rangeSchema),
});

/** What is on this disk is not what came. */
class DamagedIndexError extends OperatorError {
	override readonly name = 'DamagedIndexError';
}

/** What is kept of an index: the file as it came, and where in it each chart is. */
type Kept = z.infer<typeof keptSchema>;

export type HelmIndexOptions = {
	/** Of `index.yaml`. */
	readonly url: URL;
	readonly folder: string;
	readonly web: Web;
	readonly credentials: Credentials;
};

/** The index of one repository of charts. It is kept in a folder; one that has not changed is not sent again. */
export class HelmIndex {
	readonly #options: HelmIndexOptions;
	readonly #fly = createSingleFlight<void>();
	readonly #parsed = new Map<string, Promise<readonly IndexEntry[]>>();
	/** Who had the last answer already. */
	readonly #served = new Set<string>();
	#askedAt = -Infinity;
	#kept: Kept | undefined;

	constructor(options: HelmIndexOptions) {
		this.#options = options;
	}

	/** The versions of a chart, as they stand there now; undefined where it is none. */
	async entries(chart: string, signal: AbortSignal): Promise<readonly IndexEntry[] | undefined> {
		await this.#ask(chart, signal);
		try {
			return await this.#find(chart);
		} catch (error) {
			if (!(error instanceof DamagedIndexError)) {
				throw error;
			}

			this.#kept = undefined;
			await rm(join(this.#options.folder, keptName), {force: true});
			await this.#ask(chart, signal);
			return await this.#find(chart);
		}
	}

	/** Unless that was done just now for another chart. */
	async #ask(chart: string, signal: AbortSignal): Promise<void> {
		if (performance.now() - this.#askedAt > sharedMs || this.#served.has(chart)) {
			await this.#fly('', signal, async flightSignal => {
				await this.#refresh(flightSignal);
				this.#askedAt = performance.now();
				this.#served.clear();
			});
		}

		this.#served.add(chart);
	}

	async #find(chart: string): Promise<readonly IndexEntry[] | undefined> {
		const kept = this.#kept;
		if (kept === undefined || !Object.hasOwn(kept.charts, chart)) {
			return undefined;
		}

		const key = `${kept.file} ${chart}`;
		const known = this.#parsed.get(key) ?? this.#parse(kept, chart);
		this.#parsed.set(key, known);
		known.catch(() => this.#parsed.delete(key));
		return await known;
	}

	async #refresh(signal: AbortSignal): Promise<void> {
		const {url, web, credentials} = this.#options;
		this.#kept ??= await this.#readKept();
		const credential = await credentials.of(url.href, signal);
		const answer = await web.fetch(
			{
				url,
				headers: {'accept-encoding': 'gzip', ...conditionOf(this.#kept)},
				credential,
				authorization: authorizationOf(credential),
			},
			signal,
		);
		if (answer.status === 200) {
			await this.#receive(answer.chunks(largestIndex), answer.headers);
			return;
		}

		answer.discard();
		if (answer.status !== 304 || this.#kept === undefined) {
			if (credential && [401, 403].includes(answer.status)) {
				credentials.renew(credential);
			}

			throw refusalOf(answer);
		}
	}

	async #receive(chunks: AsyncIterable<Buffer>, headers: Headers): Promise<void> {
		const {folder} = this.#options;
		await mkdir(folder, {recursive: true, mode: 0o700});
		const file = `index-${randomUUID()}`;
		const path = join(folder, file);
		try {
			const charts = Object.fromEntries(await receiveIndex(chunks, path));
			const kept = {file, etag: headerOf(headers, 'etag'), modified: headerOf(headers, 'last-modified'), charts};
			await writeFile(`${path}.json`, JSON.stringify(kept), {mode: 0o600});
			await rename(`${path}.json`, join(folder, keptName));
			await this.#removeOthers(file);
			this.#kept = kept;
			this.#parsed.clear();
		} catch (error) {
			await rm(path, {force: true});
			throw this.#explain(error, '');
		}
	}

	/** The one before stays: another process may still work with it, and may just be writing a new one. */
	async #removeOthers(file: string): Promise<void> {
		const {folder} = this.#options;
		const used = [file, this.#kept?.file, keptName];
		for (const name of (await readdir(folder)).filter(one => !used.includes(one))) {
			const path = join(folder, name);
			const age = await stat(path).then(
				({mtimeMs}) => Date.now() - mtimeMs,
				() => 0,
			);
			if (age > writingMs) {
				await rm(path, {force: true});
			}
		}
	}

	async #readKept(): Promise<Kept | undefined> {
		const text = await readFile(join(this.#options.folder, keptName), 'utf8').catch(() => 'null');
		try {
			return keptSchema.safeParse(JSON.parse(text)).data;
		} catch {
			return undefined;
		}
	}

	async #parse({file, charts}: Kept, chart: string): Promise<readonly IndexEntry[]> {
		const {start = 0, end = 0, sha256 = ''} = charts[chart] ?? {};
		if (end - start > largestChart) {
			throw this.#explain(new BrokenIndexError(`its versions take more than 32 MB`, 1), chart);
		}

		const piece = await this.#read(file, start, end);
		if (createHash('sha256').update(piece).digest('hex') !== sha256) {
			throw new DamagedIndexError(`the local copy of ${showUrl(this.#options.url)} was damaged`);
		}

		try {
			return await parseEntries(piece.toString('utf8'), createPace());
		} catch (error) {
			throw this.#explain(error, chart);
		}
	}

	async #read(file: string, start: number, end: number): Promise<Buffer> {
		try {
			await using handle = await open(join(this.#options.folder, file));
			const {buffer, bytesRead} = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
			return buffer.subarray(0, bytesRead);
		} catch {
			return Buffer.alloc(0);
		}
	}

	#explain(error: unknown, chart: string): unknown {
		if (!(error instanceof BrokenIndexError)) {
			return error;
		}

		const place = chart === '' ? `line ${error.line}` : `chart ${chart}, line ${error.line} of it`;
		return new OperatorError(`${showUrl(this.#options.url)} is refused: ${place}: ${error.message}`, {
			cause: error,
			advice: 'Make it anew with `helm repo index`',
		});
	}
}

function conditionOf(kept: Kept | undefined): Readonly<Record<string, string>> {
	const {etag = '', modified = ''} = kept ?? {};
	return {...(etag !== '' && {'if-none-match': etag}), ...(modified !== '' && {'if-modified-since': modified})};
}
