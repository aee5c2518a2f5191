import {printable} from '../printable.ts';

const longest = 600;

/** How the line that matters begins: as such a line does, or with a place, as Jsonnet tells of what it can't parse. */
const beginnings = [/^(?:runtime )?error:\s*/i, /^[^\s:]+:\d+:\d+/] as const;
/** After which Go prints where each of its routines is. */
const fatal = /^fatal error: (.*)$/m;

export type Explained = {
	/** The file that it names, with its line; undefined where it names none of ours. */
	readonly where: string | undefined;
	readonly message: string;
};

/** What of a tool's output matters, without the folder that it was run in. */
export function explainFailure(messages: string, reason: string, paths: Iterable<string>): Explained {
	const end = fatal.exec(messages)?.[1];
	if (end !== undefined) {
		return {where: undefined, message: printable(`${end}: it asks for more than there may be`, longest)};
	}

	const lines = messages
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
	const starts = beginnings.map(pattern => lines.findLastIndex(line => pattern.test(line)));
	const start = starts.find(index => index >= 0) ?? -1;
	const told = lines.slice(start).join(' ').replace(beginnings[0], '');
	return {where: placeIn(told.slice(0, 4 * longest), paths), message: printable(told || reason, longest)};
}

const machine =
	/fatal error:|out of memory|cannot allocate|no space left|disk quota|too many open files|temporarily unavailable|input\/output error|cannot fork/i;

/** Whether it says that this machine lacked something: the same files may do the next time. */
export function blamesTheMachine(messages: string): boolean {
	return machine.test(messages);
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
