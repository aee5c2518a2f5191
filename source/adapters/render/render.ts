import {createHash} from 'node:crypto';
import type {Source} from '../../model/application.ts';
import type {Rendered} from '../../model/ports.ts';
import type {Tree, TreeEntry} from '../git/tree.ts';
import {createCollector} from './collect-manifests.ts';
import {createPace} from './pace.ts';
import {type ReadBlobs, readTexts} from './read-text.ts';
import {selectFiles} from './select-files.ts';

export type RenderRequest = {
	readonly source: Source;
	readonly commit: string;
	readonly tree: Tree;
	readonly read: ReadBlobs;
};

export type Renderer = {render(request: RenderRequest, signal: AbortSignal): Promise<Rendered>};

/** Part of every key: to be raised when the same files come to be read in another way. */
const version = 2;
const filesAtOnce = 64;
const keptRenders = 2000;
const keptBytes = 64 * 1024 * 1024;

/** Renders sources, and remembers the last ones: what reads the same files is not read again. */
export function createRenderer(): Renderer {
	const cache = new Map<string, {readonly rendered: Rendered; readonly bytes: number}>();
	let bytes = 0;

	const remember = (rendered: Rendered, size: number) => {
		cache.set(rendered.key, {rendered, bytes: size});
		bytes += size;
		for (const [key, oldest] of cache) {
			if (cache.size <= keptRenders && bytes <= keptBytes) {
				break;
			}

			cache.delete(key);
			bytes -= oldest.bytes;
		}
	};

	return {
		async render({source, commit, tree, read}, signal) {
			signal.throwIfAborted();
			const selection = selectFiles(source, commit, tree);
			if ('problem' in selection) {
				return {key: hash(selection.problem), manifests: [], problems: [selection.problem]};
			}

			const {entries} = selection;
			const key = hash(entries.map(({kind, id, path}) => [kind, id, path]));
			const known = cache.get(key);
			if (known !== undefined) {
				// The last one used is the last one to go.
				cache.delete(key);
				cache.set(key, known);
				return known.rendered;
			}

			const rendered = {key, ...(await renderEntries(entries, read, signal))};
			if (!cache.has(key)) {
				remember(
					rendered,
					entries.reduce((sum, {size}) => sum + size, 0),
				);
			}

			return rendered;
		},
	};
}

function hash(value: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify([version, value]))
		.digest('hex');
}

async function renderEntries(
	entries: readonly TreeEntry[],
	read: ReadBlobs,
	signal: AbortSignal,
): Promise<Omit<Rendered, 'key'>> {
	const pace = createPace(signal);
	const collector = createCollector(pace);
	for (let start = 0; start < entries.length; start += filesAtOnce) {
		signal.throwIfAborted();
		for (const file of await readTexts(entries.slice(start, start + filesAtOnce), read)) {
			await pace();
			if ('problem' in file) {
				collector.addProblem(file.problem);
			} else {
				await collector.addText(file.entry.path, file.text);
			}
		}
	}

	return {manifests: collector.manifests, problems: collector.problems()};
}
