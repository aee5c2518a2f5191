import {createHash} from 'node:crypto';
import type {Rendered} from '../../model/sources.ts';

/** Part of every key: to be raised when the same files come to be read in another way. */
const version = 6;

const keptRenders = 2000;
const keptBytes = 64 * 1024 * 1024;

export type Made = {
	readonly rendered: Rendered;
	/** What it counts for; undefined for what may come out otherwise the next time. */
	readonly bytes: number | undefined;
};

/** The last renders, by their keys. */
export function createRenderCache() {
	const kept = new Map<string, {readonly rendered: Rendered; readonly bytes: number}>();
	let sum = 0;

	const keep = (rendered: Rendered, bytes: number) => {
		const {key} = rendered;
		sum += bytes - (kept.get(key)?.bytes ?? 0);
		kept.set(key, {rendered, bytes});
		for (const [oldest, {bytes: size}] of kept) {
			if (kept.size <= keptRenders && sum <= keptBytes) {
				break;
			}

			kept.delete(oldest);
			sum -= size;
		}
	};

	return {
		async get(key: string, make: () => Promise<Made>): Promise<Rendered> {
			const known = kept.get(key);
			if (known !== undefined) {
				// The last one used is the last one to go.
				kept.delete(key);
				kept.set(key, known);
				return known.rendered;
			}

			const {rendered, bytes} = await make();
			if (bytes !== undefined) {
				keep(rendered, bytes);
			}

			return rendered;
		},
	};
}

/** A key of what is read. */
export function hashOf(value: unknown): string {
	return createHash('sha256')
		.update(
			JSON.stringify([version, value], (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)),
		)
		.digest('hex');
}
