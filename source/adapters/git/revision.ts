import {printable} from '../render/printable.ts';

// Those of `git check-ref-format`; a revision expression (main~1, v1^{tree}, a..b) is refused with them.
const rules: readonly (readonly [RegExp, string])[] = [
	[/^$/, 'is empty: give a branch, a tag, a commit or HEAD'],
	[/^-/, 'begins with -: git would take it for an option'],
	[/[\p{Cc}\p{Zl}\p{Zp} ]/u, 'holds a space or a control character'],
	[/[~^:?*[\\]|\.\.|@\{/, 'holds what Git allows in no name (one of ~ ^ : ? * [ \\ .. @{)'],
	[/^\/|\/$|\/\//, 'has an empty part between slashes'],
	[/(?:^|\/)\.|\.$|\.lock(?:\/|$)/, 'has a part that begins or ends with a dot, or ends with .lock'],
	[/^@$/, 'is @: write HEAD'],
	[/^.{251}/, 'is longer than 250 characters'],
];

/** Says what is wrong with a revision, or nothing. */
export function checkRevision(revision: string): string | undefined {
	const broken = rules.find(([pattern]) => pattern.test(revision));
	return broken === undefined ? undefined : `the revision "${printable(revision, 100)}" ${broken[1]}`;
}

export function isCommitId(revision: string): boolean {
	return /^[0-9a-f]{40}$/i.test(revision);
}

export function isShortCommitId(revision: string): boolean {
	return /^[0-9a-f]{7,39}$/i.test(revision);
}

/** The names that a revision may have on the remote, in the order in which they win. */
export function refsOf(revision: string): readonly string[] {
	if (revision === 'HEAD' || revision.startsWith('refs/')) {
		return [revision];
	}

	return [`refs/heads/${revision}`, `refs/tags/${revision}`, `refs/${revision}`];
}

/** Whether branches and tags alone are not enough to find them. */
export function needEveryRef(revisions: readonly string[]): boolean {
	return revisions.some(
		revision => revision === 'HEAD' || (revision.startsWith('refs/') && !/^refs\/(?:heads|tags)\//.test(revision)),
	);
}
