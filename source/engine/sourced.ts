import type {Problem} from '../model/problem.ts';
import type {Rendered} from '../model/sources.ts';
import {lineOf} from './catalog-words.ts';
import type {Part} from './source-parts.ts';

/** What is known of an application's sources. */
export type Sourced = {
	/** The commits that are in force; empty where none could ever be read. */
	readonly revision: string;
	readonly rendered: Rendered | undefined;
	/** Of each source, in their order; none where nothing could ever be read. */
	readonly parts: readonly Part[];
	readonly problems: readonly Problem[];
	/** The last good commits are in force because newer ones can't be had. */
	readonly isStale: boolean;
	/** Nothing of it could ever be read, because a repository can't be reached. */
	readonly isUnreached: boolean;
	/** How long the render took that is in force, in milliseconds; of several sources the slowest's. */
	readonly tookMs: number;
	readonly lastTry: LastTry;
};

/** The last render of an application, though it may have failed. */
export type LastTry = Pick<Rendered, 'tool' | 'messages'>;

export const untried: LastTry = {tool: '', messages: ''};

/** Of an application whose sources could never be read. */
export const unread: Sourced = {
	revision: '',
	rendered: undefined,
	parts: [],
	problems: [],
	isStale: true,
	isUnreached: false,
	tookMs: 0,
	lastTry: untried,
};

/** What sources declare, without a word on how good that is. */
export function sourcedFrom(
	rendered: Rendered,
	parts: readonly Part[],
): Pick<Sourced, 'rendered' | 'parts' | 'tookMs' | 'lastTry'> {
	return {rendered, parts, tookMs: Math.max(0, ...parts.map(({tookMs}) => tookMs)), lastTry: rendered};
}

export function isChanged(before: Sourced | undefined, now: Sourced): boolean {
	return (
		before?.rendered?.key !== now.rendered?.key ||
		before?.revision !== now.revision ||
		before.isStale !== now.isStale ||
		linesOf(before) !== linesOf(now)
	);
}

function linesOf({problems}: Sourced): string {
	return problems.map(lineOf).join('\n');
}
