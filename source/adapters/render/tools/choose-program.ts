import {compareVersions, parseVersion} from '../../charts/version.ts';
import type {PinnedTool} from './settings.ts';

export type Choice = {
	/** A path; the name on the PATH where absent. */
	readonly place: string | undefined;
	/** Empty for any. */
	readonly expected: string;
	/** It is one of those that are declared for applications that name their version. */
	readonly isDeclared?: boolean;
};

/** The programs that may be the version which an application asks for, best first; the usual one alone where it asks for none. */
export function choicesOf(pinned: PinnedTool | undefined, wanted: string): readonly Choice[] {
	const usual: Choice = {place: pinned?.path, expected: pinned?.version ?? ''};
	if (wanted === '') {
		return [usual];
	}

	const declared = Object.entries(pinned?.versions ?? {}).toSorted(([a], [b]) => compare(b, a));
	const toChoice = ([version, place]: readonly [string, string]): Choice => ({
		place,
		expected: isMajor(version) ? '' : version,
		isDeclared: true,
	});
	const named = declared.filter(([version]) => bare(version) === bare(wanted));
	const others = declared.filter(one => !named.includes(one) && isVersion(one[0], wanted));
	return [...named.map(toChoice), usual, ...others.map(toChoice)];
}

/** Whether the version is the one that is wanted, or of the major one. */
export function isVersion(version: string, wanted: string): boolean {
	const [has, wants] = [bare(version), bare(wanted)];
	return has === wants || (isMajor(wants) && has.startsWith(`${wants}.`));
}

export function bare(version: string): string {
	return version.replace(/^v/, '');
}

function isMajor(version: string): boolean {
	return /^v?\d+$/.test(version);
}

function compare(one: string, other: string): number {
	const [first, second] = [parseVersion(one), parseVersion(other)];
	return first && second ? compareVersions(first, second) : 0;
}
