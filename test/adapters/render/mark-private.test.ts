import {expect, test} from 'vitest';
import {markPrivate} from '../../../source/adapters/render/mark-private.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import type {Manifest} from '../../../source/model/resource.ts';

const manifest = (rest: JsonObject, kind = 'ConfigMap'): Manifest => ({
	id: {group: '', version: 'v1', kind, namespace: '', name: 'hidden'},
	origin: {file: 'a.yaml', line: 1},
	body: {apiVersion: 'v1', kind, metadata: {name: 'hidden', labels: {a: 'hidden'}}, ...rest},
});

const isSecret = (leaf: string) => leaf.includes('hidden');

test('fields that hold a secret are named, but for what the object is found by', () => {
	const data = {a: 'hidden', b: 'open', list: [{c: 'open'}, {c: 'x hidden'}], number: 5};
	expect(markPrivate(manifest({data}), isSecret).privateFields).toEqual(['.data.a', '.data.list.[].c']);
	expect(markPrivate(manifest({data: {number: 5}}), leaf => leaf === '5').privateFields).toEqual(['.data.number']);
});

test('nothing is named where there is nothing, and of a Secret only what would be shown', () => {
	const open = manifest({data: {b: 'open'}});
	expect(markPrivate(open, isSecret)).toBe(open);
	for (const kind of ['Secret', 'secret']) {
		const secret = manifest({data: {a: 'hidden'}}, kind);
		expect(markPrivate(secret, isSecret)).toBe(secret);
		const metadata = {name: 'hidden', annotations: {a: 'hidden'}};
		expect(markPrivate(manifest({data: {a: 'hidden'}, metadata}, kind), isSecret).privateFields).toEqual([
			'.metadata.annotations.a',
		]);
	}
});

test('so many that the annotation would have no room for them are named by the part that they are in', () => {
	const data = Object.fromEntries(Array.from({length: 300}, (_, index) => [`key-${index}`, 'hidden']));
	const annotations = {'example.test/a': 'hidden'};
	const marked = markPrivate(manifest({data, metadata: {name: 'hidden', annotations}}), isSecret);
	expect(marked.privateFields).toEqual(['.data', '.metadata.annotations']);
});
