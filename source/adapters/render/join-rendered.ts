import type {Rendered} from '../../model/sources.ts';
import {Collector} from './collect-manifests.ts';
import {createPace} from './pace.ts';
import {hashOf} from './render-cache.ts';

/** What several files or programs made for one application. */
export function joinRendered(parts: readonly Rendered[], signal: AbortSignal): Rendered {
	const [only] = parts;
	if (parts.length === 1 && only !== undefined) {
		return only;
	}

	const collector = new Collector(createPace(signal));
	for (const {manifests, problems} of parts) {
		for (const manifest of manifests) {
			collector.addManifest(manifest);
		}

		for (const problem of problems) {
			collector.addProblem(problem);
		}
	}

	const lacking = [...new Set(parts.flatMap(part => part.lacking ?? []))];
	return {
		key: hashOf(parts.map(({key}) => key)),
		manifests: collector.manifests,
		problems: collector.problems(),
		tool: [...new Set(parts.flatMap(({tool}) => (tool === '' ? [] : tool.split(', '))))].join(', '),
		messages: parts.map(({messages}) => messages).join(''),
		remarks: [...parts.flatMap(({remarks}) => remarks), ...collector.remarks()],
		...(lacking.length > 0 && {lacking}),
		...(parts.some(({isPrivate}) => isPrivate) && {isPrivate: true}),
	};
}
