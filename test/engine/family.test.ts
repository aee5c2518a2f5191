import {expect, test} from 'vitest';
import {Family} from '../../source/engine/family.ts';
import type {Live} from '../../source/model/resource.ts';

const object = (name: string, ...owners: readonly string[]): Live => ({
	id: {group: '', version: 'v1', kind: 'Pod', namespace: 'shop', name},
	uid: name,
	resourceVersion: '1',
	body: {metadata: {name, ownerReferences: owners.map(uid => ({uid}))}},
	managers: [],
});

function family(...all: readonly Live[]): Family {
	const made = new Family();
	for (const live of all) {
		made.set(live);
	}

	return made;
}

test.for([
	[
		'all that hangs on it, however far below',
		[object('a', 'root'), object('b', 'a'), object('c', 'other')],
		['a', 'b'],
	],
	['once what has two owners', [object('a', 'root'), object('b', 'root'), object('c', 'a', 'b')], ['a', 'b', 'c']],
	['once those that own each other', [object('a', 'root', 'b'), object('b', 'a')], ['a', 'b']],
	['not itself, though it says so', [object('root', 'a'), object('a', 'root')], ['a']],
] as const)('an object has %s', ([, all, expected]) => {
	expect(
		family(...all)
			.descendants('root')
			.map(({uid}) => uid),
	).toEqual(expected);
});
