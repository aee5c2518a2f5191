import {isUtf8} from 'node:buffer';
import type {Problem} from '../../model/problem.ts';
import type {TreeEntry} from '../git/tree.ts';
import {printable} from './printable.ts';
import {largestFile} from './select-files.ts';

export type ReadBlobs = (ids: readonly string[]) => Promise<readonly Buffer[]>;

export type FileText = {readonly entry: TreeEntry; readonly text: string} | {readonly problem: Problem};

const longestLink = 4096;
export const lfsPointer = 'version https://git-lfs.github.com/spec/';
const skipMark = '+argocd:skip-file-rendering';

/** Reads the entries' texts, or says why one can't be read; what its author marked to be skipped is empty. */
export async function readTexts(entries: readonly TreeEntry[], read: ReadBlobs): Promise<readonly FileText[]> {
	const readable = entries.filter(isReadable);
	const contents = await read(readable.map(({id}) => id));
	const contentOf = new Map(readable.map((entry, index) => [entry, contents[index]]));
	return entries.map(entry => textOf(entry, contentOf.get(entry)));
}

function isReadable({kind, size}: TreeEntry): boolean {
	return kind === 'link' ? size <= longestLink : kind === 'file' && size <= largestFile;
}

function textOf(entry: TreeEntry, content: Buffer | undefined): FileText {
	const {kind, path, size} = entry;
	const refuse = (message: string, line = 1): FileText => ({
		problem: {scope: 'file', where: `${printable(path, 300)}:${line}`, message},
	});

	if (kind === 'submodule') {
		return refuse('this is a submodule, and those are not read: nothing in it is applied');
	}

	if (kind === 'link') {
		const target = printable(content?.toString('utf8') ?? 'a very long path', 200);
		return refuse(`this is a symbolic link to ${target}, and those are not followed: commit the file itself`);
	}

	if (content === undefined) {
		return refuse(`the file has ${(size / 1024 / 1024).toFixed(1)} MB, more than the 16 MB that are read: split it`);
	}

	const text = decode(content);
	if (text === undefined) {
		return refuse('the file is not UTF-8 text', firstBrokenLine(content));
	}

	if (text.startsWith(lfsPointer)) {
		return refuse('this is only a pointer of Git LFS, which is not supported: commit the file itself');
	}

	return {entry, text: text.includes(skipMark) ? '' : text};
}

function firstBrokenLine(content: Buffer): number {
	let start = 0;
	for (let line = 1; ; line++) {
		const end = content.indexOf('\n', start);
		if (end < 0 || !isUtf8(content.subarray(start, end))) {
			return line;
		}

		start = end + 1;
	}
}

/** Without a byte order mark; nothing where it is not UTF-8. */
function decode(content: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(content);
	} catch {
		return undefined;
	}
}
