import {openSync, readdirSync, readFileSync} from 'node:fs';

type Inherited = {readonly numbers: readonly number[]; readonly nothing: number};

const own = 3;
const closesOnExec = 0o2_000_000;
let found: Inherited | undefined;

/**
 * Files that we were started with and that every program of ours would inherit: Node keeps back what it opens, and what
 * it was given up to the first gap in the numbers. A folder among the rest (`exec 100</folder` in a shell) leads out of
 * any boundary. They can't be closed, because a path such as `/dev/fd/63` may be a file that was named to us; a program
 * gets `nothing` in their place.
 */
function findInherited(): Inherited {
	const numbers = openNumbers().filter(number => number > own && isInherited(number));
	return {numbers, nothing: numbers.length === 0 ? -1 : openSync('/dev/null', 'r')};
}

function openNumbers(): readonly number[] {
	try {
		return readdirSync('/proc/self/fd').map(Number);
	} catch {
		// The kernel tells of none, as on macOS.
		return [];
	}
}

function isInherited(number: number): boolean {
	try {
		const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, 'utf8'))?.[1] ?? '';
		return (Number.parseInt(flags, 8) & closesOnExec) === 0;
	} catch {
		// It is closed: it was that by which these were read.
		return false;
	}
}

/** What a program gets behind its first four files, so that it inherits none of ours. */
export function insteadOfInherited(): readonly ('ignore' | number)[] {
	found ??= findInherited();
	const {numbers, nothing} = found;
	const taken = new Set(numbers);
	const amount = Math.max(own, ...numbers) - own;
	return Array.from({length: amount}, (_, index) => (taken.has(index + own + 1) ? nothing : 'ignore'));
}
