import {readFileSync} from 'node:fs';
import path from 'node:path';

const document = path.join(import.meta.dirname, '../../docs/sandbox.md');
const heading = '## Where it answers differently\n';

/** The titles of the sequences that the embedded cluster is known to answer differently. */
export function listedTitles(): readonly string[] {
	const [, section = ''] = readFileSync(document, 'utf8').split(heading);
	const [own = ''] = section.split('\n## ');
	return own
		.split('\n')
		.filter(line => line.startsWith('- '))
		.map(line => /^- `([^`]+)`: ./.exec(line)?.[1] ?? `no title: ${line}`);
}
