/** A version as Helm reads it, which knows `v1.2` to be 1.2.0. */
export type Version = {
	/** Major, minor, patch. */
	readonly numbers: readonly [bigint, bigint, bigint];
	/** What follows the dash, at its dots; none of a release. */
	readonly pre: readonly string[];
};

const longest = 256;
const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const pattern = new RegExp(String.raw`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-(${identifiers}))?(?:\+${identifiers})?$`);

export function parseVersion(text: string): Version | undefined {
	const match = text.length > longest ? null : pattern.exec(text);
	if (match === null) {
		return undefined;
	}

	const [, major = '', minor = '0', patch = '0', pre = ''] = match;
	const parts = pre === '' ? [] : pre.split('.');
	return parts.some(part => /^0\d+$/.test(part))
		? undefined
		: {numbers: [BigInt(major), BigInt(minor), BigInt(patch)], pre: parts};
}

/** Below 0 where the first one is older. What follows a plus does not count. */
export function compareVersions(one: Version, other: Version): number {
	for (const index of [0, 1, 2] as const) {
		const order = compare(one.numbers[index], other.numbers[index]);
		if (order !== 0) {
			return order;
		}
	}

	return comparePre(one.pre, other.pre);
}

/** A release is newer than all that went before it. */
export function comparePre(one: readonly string[], other: readonly string[]): number {
	if (one.length === 0 || other.length === 0) {
		return compare(other.length, one.length);
	}

	for (const [index, part] of one.entries()) {
		const order = comparePart(part, other[index]);
		if (order !== 0) {
			return order;
		}
	}

	return compare(one.length, other.length);
}

/** Numbers by their size, and before words. */
function comparePart(one: string, other: string | undefined): number {
	if (other === undefined) {
		return 1;
	}

	const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
	if (isNumber && isOtherNumber) {
		return compare(BigInt(one), BigInt(other));
	}

	return isNumber === isOtherNumber ? compare(one, other) : isNumber ? -1 : 1;
}

function compare<Comparable extends bigint | number | string>(one: Comparable, other: Comparable): number {
	return one < other ? -1 : Number(one > other);
}
