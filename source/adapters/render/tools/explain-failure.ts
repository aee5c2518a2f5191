import {printable} from '../printable.ts';
import type {Limits} from './limits.ts';
import {tooMuchWritten} from './watch-run.ts';
import {brokenFile, whatMatters} from './what-matters.ts';

const longest = 600;
const mebibyte = 1024 * 1024;

/** How the line that matters begins: as such a line does, or with a place, as Jsonnet tells of what it can't parse. */
const beginnings = [/^(?:runtime )?error:\s*/i, /^[^\s:]+:\d+:\d+/] as const;
/** Of a program that nobody has run by hand. */
const advice = /^Use --debug flag to render out invalid YAML$/;
/** Helm counts the lines of what a template has made. */
const ofRendered = /^YAML parse error on .{1,300}?: yaml: line \d+/;
/** What a program says that goes on where the system lets it write no more. */
const fileTooLarge = /file too large|EFBIG/i;
/** After which Go prints where each of its routines is. */
const fatal = /^fatal error: (.*)$/m;

export type Explained = {
	/** The file that it names, with its line; undefined where it names none of ours. */
	readonly where: string | undefined;
	readonly message: string;
};

export type FailedRun = {
	readonly reason: string;
	/** Whether it has given up by itself, so that what it says is why. */
	readonly isOwn: boolean;
	/** What it was to render. */
	readonly folder: string;
	/** Of the files that it had. */
	readonly paths: readonly string[];
	/** See `Prepared.pathsIn`. */
	readonly pathOf: ((told: string) => string | undefined) | undefined;
	readonly limits: Pick<Limits, 'memory' | 'disk'>;
};

/** What of a tool's output matters, without the folder that it was run in. */
export function explainFailure(messages: string, {reason, isOwn, limits, ...known}: FailedRun): Explained {
	const end = fatal.exec(messages)?.[1];
	if (end !== undefined) {
		const most = `${limits.memory / mebibyte} MB`;
		return {
			where: undefined,
			message: printable(`${end}: it asks for more than there is, or than the ${most} that it may have`, longest),
		};
	}

	const lines = messages
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '' && !advice.test(line));
	const starts = beginnings.map(pattern => lines.findLastIndex(line => pattern.test(line)));
	const start = starts.find(index => index >= 0) ?? -1;
	const said = lines.slice(start).join(' ').replace(beginnings[0], '').replace(ofRendered, '$& of what it renders to');
	const told = whatMatters(said);
	return {
		where: placeIn(told.slice(0, 4 * longest), known),
		message: printable(isOwn ? withLimit(told || reason, limits) : [reason, told].filter(Boolean).join(': '), longest),
	};
}

function withLimit(told: string, {disk}: FailedRun['limits']): string {
	return fileTooLarge.test(told) ? `${tooMuchWritten(disk)}: ${told}` : told;
}

const machine =
	/fatal error:|out of memory|cannot allocate|no space left|disk quota|too many open files|temporarily unavailable|input\/output error|cannot fork/i;

/** Whether it says that this machine lacked something: the same files may do the next time. */
export function blamesTheMachine(messages: string): boolean {
	return machine.test(messages);
}

/** The one of that path, else one that ends so. */
function named(file: string, paths: readonly string[]): string | undefined {
	return paths.find(one => one === file) ?? paths.find(one => one.endsWith(`/${file}`));
}

function placeIn(
	told: string,
	{folder, paths, pathOf}: Pick<FailedRun, 'folder' | 'paths' | 'pathOf'>,
): string | undefined {
	const broken = brokenFile(told, folder);
	const unparsed = broken && named(broken.file, paths);
	if (broken && unparsed !== undefined) {
		return `${unparsed}:${broken.line}`;
	}

	for (const [, file = '', line] of told.matchAll(
		/(?:\.\/)?([^\s"'():]+\/[^\s"'():]+|[^\s"'():/]+\.\w+)(?::(\d+))?/g,
	)) {
		const own = pathOf?.(file);
		const path = paths.find(one => one === own) ?? named(file, paths);
		if (path !== undefined) {
			return line === undefined ? path : `${path}:${line}`;
		}
	}

	return undefined;
}
