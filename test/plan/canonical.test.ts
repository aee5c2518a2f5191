import {expect, test} from 'vitest';
import type {Json} from '../../source/model/json.ts';
import {hashOf, isEqual} from '../../source/plan/canonical.ts';

test.for<readonly [string, Json | undefined, Json | undefined, boolean]>([
	['members in another order', {a: 1, b: {c: [1, 2]}}, {b: {c: [1, 2]}, a: 1}, true],
	['items in another order', [1, 2], [2, 1], false],
	['a member more', {a: 1}, {a: 1, b: null}, false],
	['a member less', {a: 1, b: null}, {a: 1}, false],
	['another member', {a: null}, {b: null}, false],
	['a member that every object inherits', {toString: null}, {a: null}, false],
	['an item more', [1], [1, 1], false],
	['a number and its text', 1, '1', false],
	['nothing and null', undefined, null, false],
	['null and an empty object', null, {}, false],
	['an empty list and an empty object', [], {}, false],
	['whole numbers beyond 2^53 that differ by one', 9007199254740993n, 9007199254740992n, false],
	['whole numbers beyond 2^53 that are the same', {a: 9007199254740993n}, {a: 9007199254740993n}, true],
])('values with %s are told apart or not, and so are their hashes', ([, left, right, expected]) => {
	expect([isEqual(left, right), isEqual(right, left)]).toEqual([expected, expected]);
	if (left !== undefined) {
		expect(hashOf({left}) === hashOf({left: right ?? null})).toBe(expected);
	}
});
