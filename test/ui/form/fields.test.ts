import {expect, test} from 'vitest';
import {
	draftOf,
	fileOf,
	mistakeOf,
	nextContext,
	noFlags,
	noTexts,
	type TextField,
} from '../../../source/ui/form/fields.ts';
import {sampleHello} from '../support/samples.ts';

test.for<{readonly field: TextField; readonly text: string; readonly mistake: string | undefined}>([
	{field: 'name', text: 'shop-2', mistake: undefined},
	{field: 'name', text: '', mistake: 'is needed'},
	{field: 'name', text: 'web', mistake: 'is taken'},
	{field: 'name', text: 'Shop', mistake: 'lower-case letters, digits and -, 63 at most'},
	{field: 'name', text: 'a'.repeat(64), mistake: 'lower-case letters, digits and -, 63 at most'},
	{field: 'repository', text: ' ', mistake: 'is needed'},
	{field: 'repository', text: 'https://example.com/a.git', mistake: undefined},
	{field: 'path', text: 'apps/shop', mistake: undefined},
	{field: 'path', text: '../shop', mistake: 'is a folder within the repository'},
	{field: 'path', text: '/shop', mistake: 'is a folder within the repository'},
	{field: 'namespace', text: '', mistake: undefined},
	{field: 'namespace', text: 'a b', mistake: 'lower-case letters, digits and -, 63 at most'},
	{field: 'file', text: 'shop.txt', mistake: 'has to end in .yaml'},
	{field: 'file', text: 'apps/shop.yml', mistake: undefined},
	{field: 'project', text: 'anything', mistake: undefined},
])('$field "$text": $mistake', ({field, text, mistake}) => {
	expect(mistakeOf(field, {...noTexts, [field]: text}, ['web'])).toBe(mistake);
});

function helloOf(...origins: readonly string[]) {
	const [listed] = sampleHello().applications;
	return sampleHello({applications: listed ? origins.map(origin => ({...listed, origin})) : []});
}

test.for([
	{
		title: 'beside the first manifest',
		origins: ['flags', 'deploy/apps.yaml:1', 'other/b.yaml:3'],
		file: 'deploy/shop.yaml',
	},
	{title: 'in the working folder where that is there', origins: ['apps.yaml:1'], file: 'shop.yaml'},
	{title: 'in the working folder where nothing came from a file', origins: ['flags'], file: 'shop.yaml'},
])('without a name of its own the file goes $title', ({origins, file}) => {
	expect(fileOf({...noTexts, name: 'shop'}, helloOf(...origins))).toBe(file);
});

test('a file that was typed is taken as it is, and without any name there is none', () => {
	expect(fileOf({...noTexts, name: 'shop', file: ' x.yaml '}, helloOf('deploy/a.yaml:1'))).toBe('x.yaml');
	expect(fileOf(noTexts, helloOf('deploy/a.yaml:1'))).toBe('');
});

test('the contexts are offered one after another, from any text', () => {
	expect([nextContext('', ['a', 'b']), nextContext('a', ['a', 'b']), nextContext('b', ['a', 'b'])]).toEqual([
		'a',
		'b',
		'a',
	]);
	expect(nextContext('typed', [])).toBe('typed');
});

test('a draft holds all that was filled in', () => {
	expect(draftOf({...noTexts, name: 'shop', file: 'x.yaml'}, {...noFlags, recurse: true, prune: true})).toEqual({
		name: 'shop',
		project: '',
		repository: '',
		revision: '',
		path: '',
		cluster: '',
		namespace: '',
		recurse: true,
		policy: {automated: false, prune: true, selfHeal: false, createNamespace: true},
	});
});
