import {gzipSync} from 'node:zlib';

const block = 512;

/** A gzipped tar (ustar) of regular files by their paths; the same files always give the same bytes. */
export function packTgz(files: Readonly<Record<string, string | Buffer>>): Buffer {
	const entries = Object.entries(files).flatMap(([path, content]) => {
		const data = Buffer.from(content);
		return [headerOf(path, data.length), data, Buffer.alloc(-data.length & (block - 1))];
	});
	return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * block)]));
}

function headerOf(path: string, size: number): Buffer {
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
	header.write('0', 156);
	header.write('ustar\x0000', 257, 'latin1');
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${octal(sum, 6)} `, 148);
	return header;
}
