import {expect, test} from 'vitest';
import {pathText} from '../../../source/sandbox/objects/fields/elements.ts';
import {
	difference,
	type FieldSet,
	intersection,
	ordered,
	pathsOf,
	recursiveDifference,
	union,
} from '../../../source/sandbox/objects/fields/field-set.ts';

const leaf: FieldSet = {};
const self: FieldSet = {'.': leaf};
const labels: FieldSet = {'f:metadata': {'f:labels': {...self, 'f:a': leaf, 'f:b': leaf}}};

test.for<[string, FieldSet, FieldSet]>([
	[
		'union joins what is below',
		union({'f:a': {'f:b': leaf}}, {'f:a': {'f:c': leaf}}),
		{'f:a': {'f:b': leaf, 'f:c': leaf}},
	],
	[
		'a member keeps being one when something comes below',
		union({'f:a': leaf}, {'f:a': {'f:b': leaf}}),
		{'f:a': {...self, 'f:b': leaf}},
	],
	[
		'difference takes members',
		difference(labels, {'f:metadata': {'f:labels': {'f:a': leaf}}}),
		{'f:metadata': {'f:labels': {...self, 'f:b': leaf}}},
	],
	[
		'difference leaves what is below',
		difference({'f:a': {...self, 'f:b': leaf}}, {'f:a': leaf}),
		{'f:a': {'f:b': leaf}},
	],
	['nothing left is nothing', difference(labels, labels), {}],
	[
		'recursive difference takes what is below',
		recursiveDifference({'f:a': {...self, 'f:b': leaf}, 'f:c': leaf}, {'f:a': leaf}),
		{'f:c': leaf},
	],
	[
		'intersection has what both have',
		intersection({'f:a': leaf, 'f:b': leaf}, {'f:b': leaf, 'f:c': leaf}),
		{'f:b': leaf},
	],
	['one that is only on the way is not in both', intersection({'f:a': {'f:b': leaf}}, {'f:a': leaf}), {}],
])('%s', ([, found, expected]) => {
	expect(found).toEqual(expected);
});

test('a difference that takes nothing is the set itself', () => {
	expect(difference(labels, {'f:spec': leaf})).toBe(labels);
});

test('elements are in the order of the API server: itself, fields, keys by number, values', () => {
	const set: FieldSet = {
		'v:"x"': leaf,
		'k:{"port":443}': leaf,
		'k:{"port":80}': leaf,
		'f:b': leaf,
		'f:a': leaf,
		'.': leaf,
	};
	expect(Object.keys(ordered(set))).toEqual(['.', 'f:a', 'f:b', 'k:{"port":80}', 'k:{"port":443}', 'v:"x"']);
});

test('paths are told as in conflicts, members before what is below them', () => {
	const set: FieldSet = {'f:b': leaf, 'f:a': {'k:{"name":"c","n":1}': {...self, 'f:x': leaf}, 'v:"s"': leaf}};
	expect([...pathsOf(set)].map(pathText)).toEqual(['.b', '.a[name="c",n=1]', '.a[="s"]', '.a[name="c",n=1].x']);
});
