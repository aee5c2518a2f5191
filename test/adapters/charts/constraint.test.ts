import {expect, test} from 'vitest';
import {chooseVersion} from '../../../source/adapters/charts/choose-version.ts';
import {parseConstraint} from '../../../source/adapters/charts/constraint.ts';
import {parseVersion} from '../../../source/adapters/charts/version.ts';

/** Those of some versions that a constraint lets in. */
function letIn(constraint: string, versions: string): string {
	const check = parseConstraint(constraint);
	return versions
		.split(' ')
		.filter(text => {
			const version = parseVersion(text);
			return version !== undefined && check?.(version);
		})
		.join(' ');
}

const releases = '0.0.1 0.1.0 0.2.3 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 10.0.0';

// What Masterminds/semver 3.5.0 says, which Helm and Argo CD use.
test.for([
	['*', releases],
	['1.2.3', '1.2.3'],
	['v1.2.3', '1.2.3'],
	['=1.2', '1.2.0 1.2.3'],
	['1.x', '1.0.0 1.2.0 1.2.3 1.3.0'],
	['1.2.x', '1.2.0 1.2.3'],
	['1', '1.0.0 1.2.0 1.2.3 1.3.0'],
	['^1.2', '1.2.0 1.2.3 1.3.0'],
	['^0.2', '0.2.3'],
	['^0.0.1', '0.0.1'],
	['^0', '0.0.1 0.1.0 0.2.3'],
	['~1.2.1', '1.2.3'],
	['~1', '1.0.0 1.2.0 1.2.3 1.3.0'],
	['~>1.2', '1.2.0 1.2.3'],
	['>1.2', '1.3.0 2.0.0 10.0.0'],
	['>1', '2.0.0 10.0.0'],
	['>=1.2.3 <2', '1.2.3 1.3.0'],
	['>=1.2.3, <2', '1.2.3 1.3.0'],
	['<=1.2', '0.0.1 0.1.0 0.2.3 1.0.0 1.2.0 1.2.3'],
	['!=1.2', '0.0.1 0.1.0 0.2.3 1.0.0 1.3.0 2.0.0 10.0.0'],
	['1.0 - 1.2', '1.0.0 1.2.0 1.2.3'],
	['1.2.0 - 1.3.0 || 10.x', '1.2.0 1.2.3 1.3.0 10.0.0'],
	['=> 2, =< 9', '2.0.0'],
] as const)('%s lets in %s', ([constraint, expected]) => {
	expect(letIn(constraint, releases)).toBe(expected);
});

test.for([
	['*', ''],
	['>=1.0.0', ''],
	['>=1.0.0-0', '1.0.0-rc.1 1.0.0-rc.2 1.1.0-alpha 2.0.0-1'],
	['^1.0.0-rc.2', '1.0.0-rc.2 1.1.0-alpha'],
	['1.0.0-rc.1', '1.0.0-rc.1'],
	['>=1.0.0-0, <2.0.0', '1.0.0-rc.1 1.0.0-rc.2 1.1.0-alpha 2.0.0-1'],
] as const)('%s lets prereleases in only where it names one: %s', ([constraint, expected]) => {
	expect(letIn(constraint, '1.0.0-rc.1 1.0.0-rc.2 1.1.0-alpha 2.0.0-1')).toBe(expected);
});

test.for(['', 'main', '1.2.3.4', '1.2.3,', '|| 1', '>=', '=='.padEnd(600, '1'), '1 || '.repeat(40)])(
	'"%s" is no constraint',
	text => {
		expect(parseConstraint(text)).toBeUndefined();
	},
);

test.for([
	['1.2.3', '1.2.3', 'what is named exactly'],
	['v2.0.0', '2.0.0', 'the same with a v'],
	['^1', '1.10.0', 'the newest, by numbers and not by letters'],
	['HEAD', '2.0.0', 'the newest release'],
	['', '2.0.0', 'the newest release where nothing is said'],
	['latest', undefined, 'nothing for what is no version'],
	['>3', undefined, 'nothing where none is let in'],
] as const)('of all versions %s chooses %s: %s', ([wanted, expected]) => {
	const versions = ['1.2.3', '1.9.0', '1.10.0', '2.0.0', '2.1.0-rc.1', 'broken'];
	expect(chooseVersion(wanted, versions)).toBe(expected);
});

test('a range is read in no time, whatever spaces it has', () => {
	const started = process.cpuUsage();
	for (const text of [`1${' '.repeat(500)}x`, ' - '.repeat(150), '1 - '.repeat(120), '>'.repeat(500)]) {
		parseConstraint(text);
	}

	expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
});
