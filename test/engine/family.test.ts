import {expect, test} from 'vitest';
import {Family} from '../../source/engine/family.ts';
import {keyOf, type Live} from '../../source/model/resource.ts';

const object = (name: string, ...owners: readonly string[]): Live => ({
	id: {group: '', version: 'v1', kind: 'Pod', namespace: 'shop', name},
	uid: name,
	resourceVersion: '1',
	body: {metadata: {name, ownerReferences: owners.map(uid => ({uid, apiVersion: 'v1', kind: 'Pod', name: uid}))}},
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

test.for([
	['all that it hangs on, what is not seen included', [object('b', 'a'), object('a', 'unseen')], ['a', 'unseen']],
	['all of its owners', [object('b', 'a', 'c'), object('c', 'd')], ['a', 'c', 'd']],
	['each once where they own each other', [object('b', 'a'), object('a', 'b')], ['a', 'b']],
	['nothing where it has no owner', [object('b')], []],
] as const)('of an object is told %s', ([, all, expected]) => {
	const [first] = all;
	expect([...family(...all).ancestors(first)]).toEqual(expected.map(name => keyOf({...first.id, name})));
});
