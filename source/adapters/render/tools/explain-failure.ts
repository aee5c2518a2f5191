import {printable} from '../printable.ts';

const longest = 600;

/** The line of a tool's output that matters, without the folder that it was run in. */
export function explainFailure(messages: string, reason: string, tree: string): string {
	const lines = messages
		.replaceAll(`${tree}/`, '')
		.replaceAll(tree, '.')
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
	const told = lines.findLast(line => /^error:/i.test(line)) ?? lines.at(-1);
	return told === undefined ? reason : printable(told.replace(/^error:\s*/i, ''), longest);
}
