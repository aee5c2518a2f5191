import {gzipSync} from 'node:zlib';

const block = 512;

type TarEntry = {
	readonly path: string;
	readonly content?: string | Buffer;
	/** One letter: `0` for a file, `2` for a symbolic link, `x` for what pax says of the next entry. */
	readonly type?: string;
	/** Where a link leads. */
	readonly target?: string;
};

/** A gzipped tar (ustar) of regular files by their paths; the same files always give the same bytes. */
export function packTgz(files: Readonly<Record<string, string | Buffer>>): Buffer {
	return gzipSync(packTar(Object.entries(files).map(([path, content]) => ({path, content}))));
}

/** A tar of whatever entries, in their order. */
export function packTar(entries: readonly TarEntry[]): Buffer {
	const blocks = entries.flatMap(({path, content = '', type = '0', target = ''}) => {
		const data = Buffer.from(content);
		const header = headerOf(path, {size: data.length, type, target});
		return [header, data, Buffer.alloc(-data.length & (block - 1))];
	});
	return Buffer.concat([...blocks, Buffer.alloc(2 * block)]);
}

function headerOf(
	path: string,
	{size, type, target}: {readonly size: number; readonly type: string; readonly target: string},
): Buffer {
	const header = Buffer.alloc(block);
	if (Buffer.byteLength(path) > 100) {
		throw new Error(`too long for a simple tar: ${path}`);
	}

	const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
	header.write(path, 0);
	header.write(octal(0o644, 7), 100);
	header.write(octal(0, 7), 108);
	header.write(octal(0, 7), 116);
	header.write(octal(size, 11), 124);
	header.write(octal(0, 11), 136);
	// The checksum is that of a header with spaces in its place.
	header.write(' '.repeat(8), 148);
	header.write(type, 156);
	header.write(target, 157);
	header.write('ustar\x0000', 257, 'latin1');
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${octal(sum, 6)} `, 148);
	return header;
}
