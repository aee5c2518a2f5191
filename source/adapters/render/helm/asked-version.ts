import {text} from '../../../model/json.ts';
import {splitRevision} from '../../archives/revision-id.ts';
import {compareVersions, parseVersion} from '../../charts/version.ts';
import {findEntry, type Tree} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';

type Published = {readonly commit: string; readonly tree: Tree; readonly read: ReadBlobs};

/** A registry takes a chart under any tag: a remark where the tag is one version, and the chart says another. */
export async function remarkOnVersion({commit, tree, read}: Published): Promise<readonly string[]> {
	const {label} = splitRevision(commit);
	const entry = findEntry(tree, 'Chart.yaml');
	if (entry?.kind !== 'file') {
		return [];
	}

	const [content] = await read([entry.id]);
	const parsed = parseDocument(content?.toString('utf8') ?? '');
	const version = 'value' in parsed ? text(parsed.value, 'version') : '';
	const [asked, found] = [parseVersion(label.replaceAll('_', '+')), parseVersion(version)];
	return asked === undefined || found === undefined || compareVersions(asked, found) === 0
		? []
		: [
				`Chart.yaml: the chart is published as ${printable(label, 100)}, and says that it is ${printable(version, 100)}`,
			];
}
