import {UnreachableError} from '../../../model/operator-error.ts';

const lineFeed = 10;
/** No object is nearly that large. */
const longest = 67_108_864;

/** The lines of a stream. Only a line feed ends one: JSON may hold the other separators that Unicode knows. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
	let parts: Buffer[] = [];
	let size = 0;
	for await (const chunk of chunks) {
		let start = 0;
		for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
			parts.push(chunk.subarray(start, end));
			yield Buffer.concat(parts).toString();
			parts = [];
			size = 0;
			start = end + 1;
		}

		parts.push(chunk.subarray(start));
		size += chunk.length - start;
		if (size > longest) {
			throw new UnreachableError('the watch sends a line without an end');
		}
	}

	if (size > 0) {
		throw new UnreachableError('the watch was cut in the middle of an event');
	}
}
