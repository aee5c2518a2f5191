import {hash, randomUUID} from 'node:crypto';
import {mkdir, open, readdir, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {deserialize, serialize} from 'node:v8';
import type {Rendered} from '../../model/sources.ts';

/** Renders that outlive the process, by their keys. Several processes may share the folder. */
export type KeptRenders = {
	/** Nothing where there is none, or none that is whole. */
	find(key: string): Promise<Rendered | undefined>;
	/** Writes it by and by; what can't be written is made again the next time. */
	keep(rendered: Rendered): void;
	/** Settles when all is written. */
	close(): Promise<void>;
};

export type KeptLimits = {
	/** Of all together. */
	readonly files: number;
	readonly bytes: number;
	/** Of one. */
	readonly largest: number;
	/** After so much that was written it is seen to the others. */
	readonly sweepFiles: number;
	readonly sweepBytes: number;
};

const mebibyte = 1024 * 1024;

const usual: KeptLimits = {
	files: 5000,
	bytes: 256 * mebibyte,
	largest: 8 * mebibyte,
	sweepFiles: 100,
	sweepBytes: 16 * mebibyte,
};

const digestLength = 32;
const statsAtOnce = 32;

/** `version` is trueup's: another one may make something else of the same files. */
export function openKeptRenders(folder: string, version: string, limits: KeptLimits = usual): KeptRenders {
	let writing = Promise.resolve();
	const written = {files: Number.POSITIVE_INFINITY, bytes: 0};

	const placeOf = (key: string) => join(folder, hash('sha256', `${version}\n${key}`));

	const write = async (rendered: Rendered) => {
		const content = serialize(rendered);
		if (content.length > limits.largest) {
			return;
		}

		await mkdir(folder, {recursive: true, mode: 0o700});
		const place = placeOf(rendered.key);
		const draft = `${place}.${randomUUID()}`;
		try {
			await writeFile(draft, Buffer.concat([digestOf(content), content]), {flag: 'wx', mode: 0o600});
			await rename(draft, place);
		} catch (error) {
			await rm(draft, {force: true});
			throw error;
		}

		written.files += 1;
		written.bytes += content.length;
		if (written.files >= limits.sweepFiles || written.bytes >= limits.sweepBytes) {
			Object.assign(written, {files: 0, bytes: 0});
			await sweep(folder, limits);
		}
	};

	return {
		async find(key) {
			const place = placeOf(key);
			const found = await read(place, limits.largest);
			if (found === 'damaged' || (found !== undefined && found.key !== key)) {
				await rm(place, {force: true}).catch(() => undefined);
				return undefined;
			}

			return found;
		},
		keep(rendered) {
			// One after the other, so that what is rendered meanwhile has the disk.
			writing = writing.then(() => write(rendered)).catch(() => undefined);
		},
		close: () => writing,
	};
}

function digestOf(content: Buffer): Buffer {
	return hash('sha256', content, 'buffer');
}

/** What is in the file; it is used now, which is what decides how long it stays. */
async function read(place: string, largest: number): Promise<Rendered | 'damaged' | undefined> {
	try {
		await using file = await open(place);
		if ((await file.stat()).size > largest + digestLength) {
			return 'damaged';
		}

		const bytes = await file.readFile();
		const content = bytes.subarray(digestLength);
		if (!digestOf(content).equals(bytes.subarray(0, digestLength))) {
			return 'damaged';
		}

		const now = new Date();
		await file.utimes(now, now).catch(() => undefined);
		// As it was written: nothing else has this digest.
		const rendered: Rendered = deserialize(content);
		return rendered;
	} catch (error) {
		return error instanceof Error && 'code' in error ? undefined : 'damaged';
	}
}

/** Removes what was not used for the longest time until the rest is within the limits; drafts of the dead go with them. */
async function sweep(folder: string, {files, bytes}: KeptLimits): Promise<void> {
	const left = await readdir(folder);
	const found: {readonly place: string; readonly size: number; readonly usedAt: number}[] = [];
	const look = async () => {
		for (let name = left.pop(); name !== undefined; name = left.pop()) {
			const place = join(folder, name);
			const about = await stat(place).catch(() => undefined);
			if (about) {
				found.push({place, size: about.size, usedAt: about.mtimeMs});
			}
		}
	};
	await Promise.all(Array.from({length: statsAtOnce}, look));
	let [count, sum] = [0, 0];
	for (const {place, size} of found.toSorted((a, b) => b.usedAt - a.usedAt)) {
		count += 1;
		sum += size;
		if (count > files || sum > bytes) {
			await rm(place, {force: true});
		}
	}
}
