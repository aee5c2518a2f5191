import {printable} from '../printable.ts';

const longest = 600;

export type Explained = {
	/** The file that it names, with its line; undefined where it names none of ours. */
	readonly where: string | undefined;
	readonly message: string;
};

/** What of a tool's output matters, without the folder that it was run in. */
export function explainFailure(messages: string, reason: string, paths: Iterable<string>): Explained {
	const lines = messages
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
	const start = lines.findLastIndex(line => /^error:/i.test(line));
	const told = (start < 0 ? lines.slice(-1) : lines.slice(start)).join(' ').replace(/^error:\s*/i, '');
	return {where: placeIn(told, paths), message: printable(told || reason, longest)};
}

function placeIn(told: string, paths: Iterable<string>): string | undefined {
	const known = new Set(paths);
	for (const [, file = '', line] of told.matchAll(/([^\s"'():]+\/[^\s"'():]+|[^\s"'():/]+\.\w+)(?::(\d+))?/g)) {
		const path = [...known].find(one => one === file || one.endsWith(`/${file}`));
		if (path !== undefined) {
			return line === undefined ? path : `${path}:${line}`;
		}
	}

	return undefined;
}
