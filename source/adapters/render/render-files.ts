import type {Rendered} from '../../model/sources.ts';
import type {TreeEntry} from '../git/tree.ts';
import {Collector} from './collect-manifests.ts';
import {createPace} from './pace.ts';
import {type ReadBlobs, readTexts} from './read-text.ts';

const filesAtOnce = 64;

/** What plain files declare, in their order. */
export async function renderFiles(
	entries: readonly TreeEntry[],
	read: ReadBlobs,
	signal: AbortSignal,
): Promise<Pick<Rendered, 'manifests' | 'problems'>> {
	const pace = createPace(signal);
	const collector = new Collector(pace);
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
