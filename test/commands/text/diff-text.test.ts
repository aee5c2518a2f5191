import {expect, test} from 'vitest';
import {diffText} from '../../../source/commands/text/diff-text.ts';
import type {Change} from '../../../source/model/change.ts';
import {createPaint} from '../../../source/text/paint.ts';
import {creation, deletion, update} from '../support/samples.ts';

const plain = createPaint(false);

test.for<[string, Change, readonly string[]]>([
	[
		'an update',
		update,
		[
			'update Deployment shop/web',
			'--- live/Deployment shop/web',
			'+++ wanted/Deployment shop/web',
			'@@ -1,4 +1,4 @@',
			' apiVersion: apps/v1',
			' kind: Deployment',
			' spec:',
			'-  replicas: 5',
			'+  replicas: 3',
		],
	],
	[
		'a creation',
		creation,
		[
			'create Namespace shop',
			'--- /dev/null',
			'+++ wanted/Namespace shop',
			'@@ -0,0 +1,4 @@',
			'+apiVersion: v1',
			'+kind: Namespace',
			'+metadata:',
			'+  name: shop',
		],
	],
	[
		'a deletion',
		deletion,
		[
			'delete Service shop/web',
			'--- live/Service shop/web',
			'+++ /dev/null',
			'@@ -1,4 +0,0 @@',
			'-apiVersion: v1',
			'-kind: Service',
			'-metadata:',
			'-  name: web',
		],
	],
])('%s is a unified diff under the name of its object', ([, change, expected]) => {
	expect(diffText(change, plain).split('\n')).toEqual([...expected, '']);
});

test('keys in another order are no difference', () => {
	const change: Change = {...update, before: {a: 1, b: 2}, after: {b: 2, a: 1}};
	expect(diffText(change, plain)).not.toContain('@@');
});

test('lines are coloured by what they do, and the hunk and the files too', () => {
	const colored = diffText(update, createPaint(true)).split('\n');
	expect(colored.find(line => line.includes('replicas: 5'))).toBe('\u001b[31m-  replicas: 5\u001b[0m');
	expect(colored.find(line => line.includes('replicas: 3'))).toBe('\u001b[32m+  replicas: 3\u001b[0m');
});

test('texts that take too long to compare are shown as a replacement of the whole', () => {
	const lines = (seed: number) => ({
		data: Array.from({length: 20_000}, (_, index) => String((index * seed) % 65_537)),
	});
	const text = diffText({...update, before: lines(7919), after: lines(104_729)}, plain);
	expect(text).toContain('@@ -1,20001 +1,20001 @@');
});

test('hostile text is escaped', () => {
	const change: Change = {...update, id: {...update.id, name: 'a\u001b[2J'}, after: {text: 'x\u009bb\ny\u001b\n'}};
	expect(diffText(change, plain).replaceAll(/[\n -~]/g, '')).toBe('');
});
