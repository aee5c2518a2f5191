import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {checkRevision} from '../../../source/adapters/git/revision.ts';

function isTakenByGit(revision: string): boolean {
	try {
		execFileSync('git', ['check-ref-format', `refs/heads/${revision}`], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}

test.for(['main', 'release/1.2', 'v1.0', 'HEAD', 'refs/pull/7/head', 'a@b', 'größe', 'a.b', 'x-'])(
	'%s is a revision',
	revision => {
		expect([checkRevision(revision), isTakenByGit(revision)]).toEqual([undefined, true]);
	},
);

test.for([
	'',
	'main~1',
	'main^',
	'v1^{tree}',
	'a..b',
	'a:b',
	'main@{1}',
	'a b',
	'a\tb',
	'a\nb',
	'a*',
	'a?',
	'a[',
	'a\\b',
	'/a',
	'a/',
	'a//b',
	'.a',
	'a/.b',
	'a.',
	'a.lock',
	'a.lock/b',
])('%j is refused, as git refuses it', revision => {
	expect([typeof checkRevision(revision), isTakenByGit(revision)]).toEqual(['string', false]);
});

test.for(['--upload-pack=x', '-x', '@', 'x'.repeat(251)])('%s is refused, although git would take it', revision => {
	expect(checkRevision(revision)).toMatch(/^the revision "/);
});

test('what is wrong with a revision is said without control characters', () => {
	expect(checkRevision('a\u001b[31m')).toBe('the revision "a\\x1b[31m" holds a space or a control character');
});
