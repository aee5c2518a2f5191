import {comparePre, compareVersions, parseVersion, type Version} from './version.ts';

/** Whether a version is one of those that a constraint lets in. */
export type Constraint = (version: Version) => boolean;

/** One comparison: `>=1.2`. */
type Comparison = {
	readonly operator: string;
	/** With zeros for what is left open. */
	readonly floor: Version;
	/** How many of its three numbers are given. */
	readonly given: number;
};

type Check = (version: Version, comparison: Comparison) => boolean;

const longest = 512;
const mostGroups = 32;
const part = String.raw`(\d+|[xX*])`;
const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const version = String.raw`v?${part}(?:\.${part})?(?:\.${part})?(-${identifiers})?(?:\+${identifiers})?`;
const comparison = new RegExp(String.raw`(=>|>=|=<|<=|!=|~>|=|>|<|~|\^|)\s*${version}`, 'y');
const separator = /\s*,\s*|\s+/y;
const hyphens = new RegExp(String.raw`\s*(${version})\s+-\s+(${version})\s*`, 'g');

/**
 * Reads what Helm takes for a constraint, by the rules of the library that it uses: groups between `||`, of which one
 * has to hold; in a group all, between commas or spaces; prereleases only where the group names one.
 */
export function parseConstraint(text: string): Constraint | undefined {
	if (text.length > longest) {
		return undefined;
	}

	const groups = text.replaceAll(hyphens, rewriteHyphen).split('||').map(parseGroup);
	const checks = groups.flatMap(group => group ?? []);
	return checks.length < groups.length || groups.length > mostGroups
		? undefined
		: candidate => checks.some(check => check(candidate));
}

/** `1.2 - 1.4` */
function rewriteHyphen(_: string, from: string, ...rest: readonly string[]): string {
	return `>=${from}, <=${rest[4]} `;
}

function parseGroup(text: string): Constraint | undefined {
	const comparisons = readComparisons(text.trim());
	if (comparisons === undefined) {
		return undefined;
	}

	const takesPre = comparisons.some(({floor}) => floor.pre.length > 0);
	return candidate =>
		(takesPre || candidate.pre.length === 0) &&
		comparisons.every(one => checks.get(one.operator)?.(candidate, one) ?? false);
}

function readComparisons(text: string): readonly Comparison[] | undefined {
	const found: Comparison[] = [];
	for (let position = 0; ; position = separator.lastIndex) {
		comparison.lastIndex = position;
		const one = readComparison(comparison.exec(text));
		if (one === undefined) {
			return undefined;
		}

		found.push(one);
		if (comparison.lastIndex === text.length) {
			return found;
		}

		separator.lastIndex = comparison.lastIndex;
		if (!separator.test(text)) {
			return undefined;
		}
	}
}

function readComparison(match: RegExpExecArray | null): Comparison | undefined {
	const [, operator = '', major = '', minor, patch, pre = ''] = match ?? [];
	const numbers = [major, minor, patch];
	const open = numbers.findIndex(one => one === undefined || /^[xX*]$/.test(one));
	const given = open < 0 ? numbers.length : open;
	const zeros = ['0', '0', '0'].map((zero, index) => (index < given ? numbers[index] : zero));
	const floor = match === null ? undefined : parseVersion(zeros.join('.') + pre);
	return floor && {operator, floor, given};
}

const isAtLeast: Check = (candidate, {floor}) => compareVersions(candidate, floor) >= 0;
const isBelow: Check = (candidate, {floor}) => compareVersions(candidate, floor) < 0;

/** Whether the first numbers are the same. */
function agree(candidate: Version, {floor}: Comparison, count: number): boolean {
	return floor.numbers.slice(0, count).every((number, index) => number === candidate.numbers[index]);
}

/** Compares by the numbers that are given, or where all are, or none is, as versions. */
function compareGiven(candidate: Version, {floor, given}: Comparison): number {
	const plain: Version = {numbers: candidate.numbers, pre: []};
	switch (given) {
		case 1:
			return compareVersions({...plain, numbers: [candidate.numbers[0], 0n, 0n]}, {...floor, pre: []});
		case 2:
			return compareVersions(
				{...plain, numbers: [candidate.numbers[0], candidate.numbers[1], 0n]},
				{...floor, pre: []},
			);
		default:
			return compareVersions(candidate, floor);
	}
}

const isNot: Check = (candidate, one) => {
	const {floor, given} = one;
	if (given !== 2 || !agree(candidate, one, 2)) {
		return compareGiven(candidate, one) !== 0;
	}

	const isPre = candidate.pre.length > 0 || floor.pre.length > 0;
	return isPre && comparePre(candidate.pre, floor.pre) !== 0;
};

const isAtMost: Check = (candidate, one) =>
	one.given === 0 ? agree(candidate, one, 2) : compareGiven(candidate, one) <= 0;

const isAbout: Check = (candidate, one) => {
	const {floor, given} = one;
	const isAny = given !== 1 && given !== 2 && floor.numbers.every(number => number === 0n);
	return isAtLeast(candidate, one) && (isAny || agree(candidate, one, given === 1 ? 1 : 2));
};

const isEqual: Check = (candidate, one) =>
	one.given < 3 ? isAbout(candidate, one) : compareVersions(candidate, one.floor) === 0;

/** Up to where the first number that is not zero, or the last one that is given, rises. */
const isCompatible: Check = (candidate, one) => {
	const {floor, given} = one;
	const [major, minor] = floor.numbers;
	const fixed = major > 0n || given === 1 ? 1 : minor > 0n || given === 2 ? 2 : 3;
	return isAtLeast(candidate, one) && agree(candidate, one, fixed);
};

const checks: ReadonlyMap<string, Check> = new Map([
	['', isEqual],
	['=', isEqual],
	['!=', isNot],
	['>', (candidate, one) => compareGiven(candidate, one) > 0],
	['>=', isAtLeast],
	['=>', isAtLeast],
	['<', isBelow],
	['<=', isAtMost],
	['=<', isAtMost],
	['~', isAbout],
	['~>', isAbout],
	['^', isCompatible],
]);
