import {createHash} from 'node:crypto';
import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import {count} from '../../model/count.ts';
import type {Tree, TreeEntry} from '../git/tree.ts';
import {createPace} from '../render/pace.ts';
import {printable} from '../render/printable.ts';
import {checkPaths} from '../render/tools/check-paths.ts';
import {BrokenArchiveError, readTar, type TarFile} from './tar.ts';

/** What an archive holds, like a commit: found by path, and read by id. */
export type Unpacked = {
	readonly tree: Tree;
	/** By the hashes of their contents. */
	readonly contents: ReadonlyMap<string, Buffer>;
	/** When the youngest of its files was changed, in milliseconds since 1970. */
	readonly modified: number;
	/** What it takes in memory. */
	readonly bytes: number;
};

export type Shape = {
	readonly isPacked: boolean;
	/** Everything is in one folder, which does not count: that of a chart. */
	readonly hasTop: boolean;
};

const mebibyte = 1024 * 1024;
/** As many as Helm takes. */
const mostBytes = 100 * mebibyte;
const mostFiles = 20_000;
/** Text may shrink to a twentieth; what shrinks much more was made to. */
const highestRatio = 100;
const free = 10 * mebibyte;

const inflate = promisify(gunzip);

/** Unpacks in memory alone. Throws a `BrokenArchiveError` that says what is wrong. */
export async function unpack(archive: Buffer, shape: Shape): Promise<Unpacked> {
	const tar = shape.isPacked ? await inflateBounded(archive) : archive;
	const pace = createPace();
	const files: TarFile[] = [];
	for (const file of readTar(tar)) {
		files.push({...file, path: cleanPath(file.path)});
		if (files.length > mostFiles) {
			throw new BrokenArchiveError(`it holds more than ${count(mostFiles, 'file')}`);
		}

		await pace();
	}

	const kept = files.filter(({kind}) => kind !== 'folder');
	const inside = shape.hasTop ? withoutTop(kept) : kept;
	checkNames(inside.map(({path}) => path));
	const modified = Math.max(0, ...kept.map(file => file.modified)) * 1000;
	return {...(await treeOf(inside, pace)), modified, bytes: tar.length};
}

async function inflateBounded(archive: Buffer): Promise<Buffer> {
	const most = Math.min(mostBytes, free + archive.length * highestRatio);
	try {
		return await inflate(archive, {maxOutputLength: most});
	} catch (error) {
		const isTooLarge = error instanceof RangeError;
		const ratio = `, the ${free / mebibyte} MB and ${highestRatio} times its ${archive.length} bytes that it may have`;
		const large = `it unpacks to more than ${Math.floor(most / mebibyte)} MB${most < mostBytes ? ratio : ''}`;
		throw new BrokenArchiveError(isTooLarge ? large : 'it is no whole gzip', {cause: error});
	}
}

/** From the top of the archive; refused where it leads elsewhere. */
function cleanPath(path: string): string {
	const parts = path.split('/').filter(part => part !== '.' && part !== '');
	if (path.startsWith('/') || parts.includes('..') || /^[a-z]:|\\/i.test(path)) {
		throw new BrokenArchiveError(`${printable(path, 200)} leads out of the archive`);
	}

	return parts.join('/');
}

function withoutTop(files: readonly TarFile[]): readonly TarFile[] {
	const [top] = files[0]?.path.split('/', 1) ?? [];
	const other = files.find(({path}) => !path.startsWith(`${top}/`));
	if (other !== undefined) {
		throw new BrokenArchiveError(`${printable(other.path, 200)} is not in the one folder that a chart is packed in`);
	}

	return files.map(file => ({...file, path: file.path.slice(file.path.indexOf('/') + 1)}));
}

function checkNames(paths: readonly string[]): void {
	if (paths.length === 0) {
		throw new BrokenArchiveError('it holds no files');
	}

	const known = new Set<string>();
	for (const path of paths) {
		if (known.has(path)) {
			throw new BrokenArchiveError(`it holds ${printable(path, 200)} twice`);
		}

		known.add(path);
	}

	const [wrong] = checkPaths(paths);
	if (wrong !== undefined) {
		throw new BrokenArchiveError(`${wrong.where}: ${wrong.message}`);
	}
}

async function treeOf(files: readonly TarFile[], pace: () => Promise<void>) {
	const tree = new Map<string, TreeEntry[]>([['', []]]);
	const contents = new Map<string, Buffer>();
	for (const {path, kind, content} of files.toSorted((a, b) =>
		Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)),
	)) {
		const id = createHash('sha256').update(content).digest('hex');
		contents.set(id, content);
		const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
		addFolder(tree, folder).push({path, name: nameOf(path), kind, id, size: content.length});
		await pace();
	}

	return {tree, contents};
}

/** The entries of a folder, which is made with those above it. */
function addFolder(tree: Map<string, TreeEntry[]>, path: string): TreeEntry[] {
	const known = tree.get(path);
	if (known !== undefined) {
		return known;
	}

	const entries: TreeEntry[] = [];
	tree.set(path, entries);
	const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
	addFolder(tree, above).push({path, name: nameOf(path), kind: 'folder', id: '', size: 0});
	return entries;
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
