import {items, text} from '../../model/json.ts';
import {OperatorError} from '../../model/operator-error.ts';
import type {Unpacked} from '../archives/unpack.ts';
import {findEntry} from '../git/tree.ts';
import {parseDocument} from '../render/parse-document.ts';

/** What a chart says of itself. */
export type ChartFile = {
	readonly name: string;
	readonly version: string;
	readonly description: string;
	/** Names. */
	readonly maintainers: readonly string[];
};

/** Reads an archive's `Chart.yaml`; `archive` is its name in messages. */
export function readChartFile({tree, contents}: Unpacked, archive: string): ChartFile {
	const entry = findEntry(tree, 'Chart.yaml');
	const parsed = entry?.kind === 'file' ? parseDocument(contents.get(entry.id)?.toString('utf8') ?? '') : undefined;
	if (parsed === undefined || !('value' in parsed)) {
		const why = parsed === undefined ? 'it has no Chart.yaml' : `Chart.yaml:${parsed.line + 1}: ${parsed.message}`;
		throw new OperatorError(`the archive ${archive} is refused: ${why}`, {advice: 'Make it with `helm package`'});
	}

	const {value} = parsed;
	return {
		name: text(value, 'name'),
		version: text(value, 'version'),
		description: text(value, 'description'),
		maintainers: items(value, 'maintainers').flatMap(one => text(one, 'name') || []),
	};
}
