import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';

/** What was fetched, by the hashes of it (`sha256:…`), in a folder of this machine. */
export type Blobs = {
	/** Nothing where it is not there; one that was damaged is not there any more. */
	read(digest: string): Promise<Buffer | undefined>;
	has(digest: string): Promise<boolean>;
	/** Returns its digest. */
	write(content: Buffer): Promise<string>;
	/** Under each name, the last ones stay, however many others come. */
	keep(name: string, digests: readonly string[]): Promise<void>;
	/** One line under a name, for as long as there are not too many of them. */
	note(name: string, line: string): Promise<void>;
	noted(name: string): Promise<string | undefined>;
};

const usualLimit = 1024 ** 3;
const mostNoted = 1024 ** 2;

export function openBlobs(folder: string, mostBytes = usualLimit): Blobs {
	const [blobs, kept, notes] = [join(folder, 'blobs'), join(folder, 'kept'), join(folder, 'notes')];
	const at = (digest: string) => join(blobs, digest.replace(/^sha256:/, ''));

	return {
		async read(digest) {
			const content = await readFile(at(digest)).catch(() => undefined);
			if (content === undefined) {
				return undefined;
			}

			if (digestOf(content) !== digest) {
				await rm(at(digest), {force: true});
				return undefined;
			}

			// The last one used is the last one to go.
			await utimes(at(digest), new Date(), new Date()).catch(() => undefined);
			return content;
		},
		has: digest =>
			stat(at(digest)).then(
				() => true,
				() => false,
			),
		async write(content) {
			const digest = digestOf(content);
			await writeWhole(blobs, at(digest), content);
			await removeOldest(blobs, await keptIn(kept), mostBytes);
			return digest;
		},
		async keep(name, digests) {
			const file = join(kept, fileNameOf(name));
			const text = `${digests.join('\n')}\n`;
			if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
				await writeWhole(kept, file, text);
			}
		},
		async note(name, line) {
			await writeWhole(notes, join(notes, fileNameOf(name)), line);
			await removeOldest(notes, new Set(), mostNoted);
		},
		noted: name => readFile(join(notes, fileNameOf(name)), 'utf8').catch(() => undefined),
	};
}

function fileNameOf(name: string): string {
	return createHash('sha256').update(name).digest('hex').slice(0, 40);
}

export function digestOf(content: Buffer): string {
	return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Nobody ever finds half of it. */
async function writeWhole(folder: string, file: string, content: Buffer | string): Promise<void> {
	const draft = `${file}.new-${randomUUID()}`;
	try {
		await mkdir(folder, {recursive: true, mode: 0o700});
		await writeFile(draft, content, {mode: 0o600});
		await rename(draft, file);
	} catch (error) {
		await rm(draft, {force: true}).catch(() => undefined);
		const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
		throw new OperatorError(`The cache folder ${printable(folder, 1000)} can't be written${reason}`, {
			cause: error,
			advice: 'Make room, or make it writable for this user, or choose another one with --cache DIR',
		});
	}
}

async function keptIn(folder: string): Promise<ReadonlySet<string>> {
	const names = await readdir(folder).catch(() => []);
	const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8').catch(() => '')));
	return new Set(texts.flatMap(text => text.split('\n')).map(digest => digest.replace(/^sha256:/, '')));
}

async function removeOldest(folder: string, kept: ReadonlySet<string>, mostBytes: number): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	const found = await Promise.all(
		names.map(async name => {
			const stats = await stat(join(folder, name)).catch(() => undefined);
			return {name, size: stats?.size ?? 0, time: stats?.mtimeMs ?? 0};
		}),
	);
	let sum = found.reduce((bytes, {size}) => bytes + size, 0);
	for (const {name, size} of found.toSorted((a, b) => a.time - b.time)) {
		if (sum <= mostBytes) {
			return;
		}

		if (!kept.has(name)) {
			await rm(join(folder, name), {force: true});
			sum -= size;
		}
	}
}
