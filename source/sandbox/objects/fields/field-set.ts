import {isEmpty, isObject, type Json} from '../json.ts';

/**
 * A set of fields in the form of FieldsV1, so that entries of managedFields are used as they are: an element (`f:name`,
 * `k:{...}`, `v:...`) is a member when it holds nothing or `.`; what it holds besides are elements below it.
 * After structured-merge-diff's `fieldpath.Set`. Sets are never changed.
 */
export type FieldSet = {readonly [element: string]: FieldSet};

export const emptySet: FieldSet = Object.freeze({});
const self = '.';

export function fieldSetOf(value: Json | undefined): FieldSet {
	return isFieldSet(value) ? value : emptySet;
}

function isFieldSet(value: Json | undefined): value is FieldSet {
	return isObject(value);
}

/** The set without elements of kinds that there are not; itself where all are known. */
export function readableFields(set: FieldSet): FieldSet {
	const pairs = Object.entries(set);
	const known = pairs.flatMap(([element, node]): [string, FieldSet][] =>
		/^(?:\.$|[fkvi]:)/.test(element) ? [[element, readableFields(node)]] : [],
	);
	const isSame = known.length === pairs.length && known.every(([, node], index) => node === pairs[index]?.[1]);
	return isSame ? set : Object.fromEntries(known);
}

export function isMember(node: FieldSet | undefined): boolean {
	return node !== undefined && (self in node || isEmpty(node));
}

/** A node of what is below it, and of itself where it is a member; nothing where it is neither. */
function nodeOf(isSelf: boolean, children: Record<string, FieldSet>): FieldSet | undefined {
	if (isEmpty(children)) {
		return isSelf ? emptySet : undefined;
	}

	return isSelf ? {[self]: emptySet, ...children} : children;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
	if (a === b || isEmpty(b)) {
		return a;
	}

	return isEmpty(a) ? b : unionOf(a, b);
}

function unionOf(a: FieldSet, b: FieldSet): Record<string, FieldSet> {
	const result: Record<string, FieldSet> = {...a};
	for (const element in b) {
		const [left, right] = [a[element], b[element] ?? emptySet];
		result[element] = left === undefined ? right : unionNode(left, right);
	}

	return result;
}

function unionNode(a: FieldSet, b: FieldSet): FieldSet {
	if (a === b) {
		return a;
	}

	const {[self]: _a, ...left} = a;
	const {[self]: _b, ...right} = b;
	return nodeOf(isMember(a) || isMember(b), unionOf(left, right)) ?? emptySet;
}

/** What is in `a` and not in `b`; what is below an element of `b` stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
	return subtract(a, b, (left, right) => {
		const rest = difference(left, right);
		const isTaken = isMember(left) && isMember(right);
		return rest === left && !isTaken ? left : nodeOf(isMember(left) && !isTaken, below(rest));
	});
}

/** What is in `a`, without the elements of `b` and all that is below them. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
	return subtract(a, b, (left, right) => {
		if (isMember(right)) {
			return undefined;
		}

		const rest = recursiveDifference(left, right);
		return rest === left ? left : nodeOf(isMember(left), below(rest));
	});
}

type Combine = (a: FieldSet, b: FieldSet) => FieldSet | undefined;

function subtract(a: FieldSet, b: FieldSet, combine: Combine): FieldSet {
	let isChanged = false;
	const result: Record<string, FieldSet> = {};
	for (const element in a) {
		const [left, right] = [a[element] ?? emptySet, element === self ? undefined : b[element]];
		const rest = right === undefined ? left : combine(left, right);
		if (rest !== undefined) {
			result[element] = rest;
		}

		isChanged ||= rest !== left;
	}

	return isChanged ? result : a;
}

function below({[self]: _self, ...children}: FieldSet): Record<string, FieldSet> {
	return children;
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
	const result: Record<string, FieldSet> = {};
	for (const element in a) {
		const [left, right] = [a[element], b[element]];
		if (element === self || left === undefined || right === undefined) {
			continue;
		}

		const both = nodeOf(isMember(left) && isMember(right), below(intersection(left, right)));
		if (both !== undefined) {
			result[element] = both;
		}
	}

	return result;
}

/** Adds an element at a path to a set that is being made. */
export function insert(set: MutableSet, path: readonly string[]): void {
	const last = path.length - 1;
	let node = set;
	for (const [index, element] of path.entries()) {
		const child = node.get(element);
		const next: MutableSet = child ?? new Map();
		if (child === undefined) {
			node.set(element, next);
		}

		if (index === last) {
			next.set(self, leaf);
		}

		node = next;
	}
}

export type MutableSet = Map<string, MutableSet>;
const leaf: MutableSet = new Map();

export function finished(set: MutableSet): FieldSet {
	const result: Record<string, FieldSet> = {};
	for (const [element, child] of set) {
		result[element] = child.size === 1 && child.has(self) ? emptySet : finished(child);
	}

	return result;
}

/** Each path of the set, in the order in which structured-merge-diff walks it: members before what is below. */
export function* pathsOf(set: FieldSet, prefix: readonly string[] = []): Generator<readonly string[]> {
	const elements = Object.keys(set).filter(element => element !== self);
	elements.sort(compareElements);
	for (const element of elements) {
		if (isMember(set[element])) {
			yield [...prefix, element];
		}
	}

	for (const element of elements) {
		yield* pathsOf(below(set[element] ?? emptySet), [...prefix, element]);
	}
}

/** The set with its elements in the order in which the API server writes them. */
export function ordered(set: FieldSet): FieldSet {
	const elements = Object.keys(set);
	const isSorted = elements.every(
		(element, index) => index === 0 || compareElements(elements[index - 1] ?? '', element) <= 0,
	);
	const children = elements.map(element => ordered(set[element] ?? emptySet));
	if (isSorted && children.every((child, index) => child === set[elements[index] ?? ''])) {
		return set;
	}

	const pairs = elements.map((element, index): [string, FieldSet] => [element, children[index] ?? emptySet]);
	pairs.sort(([a], [b]) => compareElements(a, b));
	return Object.fromEntries(pairs);
}

const ranks = new Map([
	[self, 0],
	['f', 1],
	['k', 2],
	['v', 3],
	['i', 4],
]);

/** By kind, then by name or value: numbers as numbers. */
export function compareElements(a: string, b: string): number {
	const [first, second] = [ranks.get(a[0] ?? '') ?? 5, ranks.get(b[0] ?? '') ?? 5];
	if (first !== second || first <= 1) {
		return first - second || compareTexts(a, b);
	}

	return compareTexts(padded(a), padded(b));
}

function compareTexts(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function padded(element: string): string {
	return element.replaceAll(/(?<=[:,])\d+(?=[,}]|$)/g, digits => digits.padStart(20, '0'));
}
