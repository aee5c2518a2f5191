/** One file of an archive. */
export type TarFile = {
	/** As it is written there. */
	readonly path: string;
	readonly kind: 'file' | 'folder' | 'link';
	/** Of a link, where it leads. */
	readonly content: Buffer;
	/** Seconds since 1970. */
	readonly modified: number;
};

/** Why an archive is refused. */
export class BrokenArchiveError extends Error {
	override readonly name = 'BrokenArchiveError';
}

const block = 512;
const largestExtension = 64 * 1024;

const kinds: ReadonlyMap<string, TarFile['kind']> = new Map([
	['0', 'file'],
	['\0', 'file'],
	['7', 'file'],
	['5', 'folder'],
	['2', 'link'],
]);

const refused: ReadonlyMap<string, string> = new Map([
	['1', 'a hard link'],
	['3', 'a device'],
	['4', 'a device'],
	['6', 'a pipe'],
	['S', 'a file with holes'],
]);

/** What the headers before a file's own say of it. */
type Extension = {readonly path?: string; readonly target?: string; readonly size?: number};

type Header = {
	readonly type: string;
	readonly path: string;
	readonly target: string;
	readonly size: number;
	readonly modified: number;
};

/** Reads a tar (ustar, pax or GNU). Throws a `BrokenArchiveError`, also where something in it is neither file, folder nor link. */
export function* readTar(archive: Buffer): Generator<TarFile> {
	let position = 0;
	let extension: Extension = {};
	while (position < archive.length) {
		const header = readHeader(archive, position);
		if (header === undefined) {
			return;
		}

		const size = extension.size ?? header.size;
		const start = position + block;
		const end = start + size;
		if (end > archive.length) {
			throw new BrokenArchiveError('it ends in the middle of a file');
		}

		position = start + Math.ceil(size / block) * block;
		const content = archive.subarray(start, end);
		const extended = extend(header.type, content, extension);
		if (extended === undefined) {
			yield fileOf({...header, ...extension}, content);
		}

		extension = extended ?? {};
	}
}

/** Nothing at the archive's end. */
function readHeader(archive: Buffer, position: number): Header | undefined {
	const header = archive.subarray(position, position + block);
	if (header.length < block) {
		throw new BrokenArchiveError('it ends in the middle of a header');
	}

	if (header.every(byte => byte === 0)) {
		return undefined;
	}

	if (numberIn(header, 148, 8) !== sumOf(header)) {
		throw new BrokenArchiveError('a header in it is damaged, or it is no tar');
	}

	const hasPrefix = header.toString('latin1', 257, 263) === 'ustar\0';
	const prefix = hasPrefix ? textIn(header, 345, 155) : '';
	const name = textIn(header, 0, 100);
	return {
		type: header.toString('latin1', 156, 157),
		path: prefix === '' ? name : `${prefix}/${name}`,
		target: textIn(header, 157, 100),
		size: numberIn(header, 124, 12),
		modified: numberIn(header, 136, 12),
	};
}

/** What a header that is only about the next file adds; nothing where it is a file's own. */
function extend(type: string, content: Buffer, before: Extension): Extension | undefined {
	if (!['x', 'g', 'L', 'K'].includes(type)) {
		return undefined;
	}

	if (content.length > largestExtension) {
		throw new BrokenArchiveError('a header in it is too long');
	}

	switch (type) {
		case 'x':
			return {...before, ...readPax(content)};
		case 'L':
			return {...before, path: textIn(content, 0, content.length)};
		case 'K':
			return {...before, target: textIn(content, 0, content.length)};
		default:
			return before;
	}
}

/** `<length> <key>=<value>\n`, one after the other. */
function readPax(content: Buffer): Extension {
	const pairs = new Map<string, string>();
	for (let position = 0; position < content.length; ) {
		const length = Number(/^(\d{1,6}) /.exec(content.toString('latin1', position, position + 7))?.[1] ?? 0);
		const record = content.toString('utf8', position, position + length);
		const [, key = '', value = ''] = /^\d+ ([^=]+)=([\s\S]*)\n$/.exec(record) ?? [];
		if (key === '') {
			throw new BrokenArchiveError('a header in it is damaged');
		}

		pairs.set(key, value);
		position += length;
	}

	return extensionOf(pairs);
}

function extensionOf(pairs: ReadonlyMap<string, string>): Extension {
	const [path, target, size] = ['path', 'linkpath', 'size'].map(key => pairs.get(key));
	const hasHoles = [...pairs.keys()].some(key => key.startsWith('GNU.sparse.'));
	if (hasHoles || (size && !/^\d{1,15}$/.test(size))) {
		throw new BrokenArchiveError('it holds a file with holes, or one whose size is none');
	}

	return {...(path && {path}), ...(target && {target}), ...(size && {size: Number(size)})};
}

function fileOf({type, path, target, modified}: Header, content: Buffer): TarFile {
	const kind = kinds.get(type);
	if (kind === undefined) {
		throw new BrokenArchiveError(`${path} is ${refused.get(type) ?? 'of an unknown kind'}, which is refused`);
	}

	// Old archives know folders by their slash alone.
	const isFolder = kind === 'folder' || (kind === 'file' && path.endsWith('/'));
	return {path, modified, kind: isFolder ? 'folder' : kind, content: kind === 'link' ? Buffer.from(target) : content};
}

function textIn(header: Buffer, start: number, length: number): string {
	const field = header.subarray(start, start + length);
	const end = field.indexOf(0);
	return field.toString('utf8', 0, end < 0 ? field.length : end);
}

/** Octal; what is larger than that can say is larger than anything that is read. */
function numberIn(header: Buffer, start: number, length: number): number {
	const digits = header
		.toString('latin1', start, start + length)
		.replace(/\0.*$/s, '')
		.trim();
	if (!/^[0-7]*$/.test(digits)) {
		throw new BrokenArchiveError('a header in it is damaged, or it is no tar');
	}

	return Number.parseInt(digits || '0', 8);
}

/** Of a header with spaces in the checksum's place. */
function sumOf(header: Buffer): number {
	const own = header.subarray(148, 156).reduce((sum, byte) => sum + byte, 0);
	return header.reduce((sum, byte) => sum + byte, 0) - own + 8 * 32;
}
