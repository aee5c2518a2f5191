import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import type {TreeEntry} from '../../git/tree.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import {largestInput, mostInputBytes} from '../tools/input-limits.ts';

const unpack = promisify(gunzip);

export type Packed = {
	/** Charts that may bring a schema, which may refer to anything: it is not looked into, so it is not followed either. */
	readonly withSchema: readonly string[];
	readonly problems: readonly {readonly where: string; readonly message: string}[];
};

/** Looks into the packed charts that a chart brings. */
export async function lookIntoPacked(files: ReadonlyMap<string, TreeEntry>, read: ReadBlobs): Promise<Packed> {
	const packed = [...files].filter(([path, {size}]) => path.endsWith('.tgz') && size <= largestInput);
	const withSchema: string[] = [];
	const problems: Packed['problems'][number][] = [];
	for (const [path, {id}] of packed) {
		const [content] = await read([id]);
		try {
			const text = await unpack(content ?? '', {maxOutputLength: mostInputBytes});
			// One that is packed within may bring one too.
			if (text.includes('values.schema.json') || text.includes('.tgz')) {
				withSchema.push(path);
			}
		} catch (error) {
			const isTooLarge = error instanceof RangeError;
			const message = isTooLarge ? 'it unpacks to more than 64 MB' : 'this is no chart that can be unpacked';
			problems.push({where: printable(path, 300), message});
		}
	}

	return {withSchema, problems};
}

export function remarkOnPacked({withSchema}: Packed): readonly string[] {
	return withSchema.map(
		path => `${printable(path, 300)} may bring a schema, which can't be looked into: the values are checked by none`,
	);
}
