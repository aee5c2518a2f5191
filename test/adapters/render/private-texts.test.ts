import {expect, test} from 'vitest';
import {textsOfSecrets} from '../../../source/adapters/render/quotes/private-texts.ts';
import type {Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {measureTurns} from './support/turns.ts';
import {jsonnetWith, render} from './support/with-tool.ts';

const longestTurnMs = 3000;
const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {pw: plain-thing}\n';
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\n';
const file = (path: string, text: string) => ({path, content: Buffer.from(text)});
const plain = `${secret}---\n${map}`;
const patched = `patches: [{target: {name: s}, patch: '[{"op":"replace","path":"/stringData/pw","value":"hunter2secret"}]'}]\n`;
const replacement = (source: string, target: string) =>
	`replacements: [{source: {${source}}, targets: [{${target}}]}]\n`;

toolTest.for([
	[
		'can take no part of',
		replacement(
			'kind: Secret, fieldPath: stringData.pw, options: {delimiter: "@", index: 1}',
			'select: {kind: ConfigMap}, fieldPaths: [data.a]',
		),
		'options.index 1 is out of bounds for value (withheld)',
	],
	[
		'can put nothing into',
		replacement(
			'kind: ConfigMap, fieldPath: data.a',
			'select: {kind: Secret}, fieldPaths: [stringData.pw.a], options: {create: true}',
		),
		'node contents: (withheld)',
	],
] as const)('Kustomize quotes nothing of what a replacement %s', async ([, replacements, says], {tools}) => {
	const files = {'web/kustomization.yaml': `resources: [s.yaml]\n${patched}${replacements}`, 'web/s.yaml': plain};
	const {problems, messages} = await render(files, {folder: 'web', program: tools.kustomize});
	expect(JSON.stringify([problems, messages])).not.toContain('hunter2');
	expect(problems.map(({message}) => message).join()).toContain(says);
});

test.for([
	['{name: s}', true],
	['{kind: "", labelSelector: a=b}', true],
	['{kind: Secret}', true],
	['{kind: Secret|ConfigMap}', true],
	['{kind: S.*}', true],
	['{kind: "(?i)secret"}', true],
	['{kind: Deployment}', false],
	['{kind: Deployment|ConfigMap}', false],
] as const)('a patch of %s may be of a Secret: %s', ([target, expected]) => {
	const operations = [{op: 'add', path: '/stringData/pw', from: '/stringData/other', value: 'hunter2secret'}];
	const merge = {apiVersion: 'v1', kind: 'Any', metadata: {name: 'shown'}, stringData: {pw: 'hunter2merged'}};
	const patches = [`{path: p.json, target: ${target}}`, `{patch: '${JSON.stringify(merge)}', target: ${target}}`];
	const texts = textsOfSecrets([
		file('s.yaml', secret),
		file('web/kustomization.yaml', `patches: [${patches.join()}]`),
		file('web/p.json', JSON.stringify(operations, undefined, 1)),
	]);
	expect([texts.includes('hunter2secret'), texts.includes('hunter2merged')]).toEqual([expected, expected]);
	expect(texts.filter(text => /^(?:\/stringData.*|add|shown|Any)$/.test(text))).toEqual([]);
});

test.for([
	['a tag', 'pw: !!int hunter2secret'],
	['a tag and an anchor', 'pw: &pw !!int "hunter2secret"'],
	['a tag in braces', 'all: {user: a, pw: !!int hunter2secret}'],
	['quotes in braces', 'all: {user: a, pw: "hunter2secret", b: !!int c}'],
] as const)('in a Secret that is no YAML a value with %s is known by itself', ([, line]) => {
	const texts = textsOfSecrets([file('s.yaml', `kind: Secret\nstringData:\n  ${line}\n`)]);
	expect(texts).toContain('hunter2secret');
});

const lines = (amount: number) => Array.from({length: amount}, (_, index) => `line-${index}\n`).join('');

test.for([
	['a Secret of a generator', {'kustomization.yaml': 'secretGenerator: [{files: [a]}]', a: lines(150_000)}],
	['what can not be parsed', {'s.yaml': `kind: Secret\n  x: :\n${lines(150_000)}`}],
	['a Secret', {'s.yaml': `kind: Secret\ndata:\n  a: |\n${lines(150_000).replaceAll(/^/gm, '    ')}`}],
] as const)('%s may have any number of lines', ([, files]) => {
	const texts = textsOfSecrets(Object.entries(files).map(([path, text]) => file(path, text)));
	expect(texts).toContain('line-149999');
});

test('a file is read once, however many patches and generators name it', () => {
	const patches = `patches:\n${'- {path: p.yaml, target: {kind: Secret}}\n'.repeat(1000)}`;
	const generators = `secretGenerator:\n${'- {files: [p.yaml]}\n'.repeat(1000)}`;
	const turns = measureTurns();
	const texts = textsOfSecrets([
		file('kustomization.yaml', patches + generators),
		file('p.yaml', `data: {${lines(5000).replaceAll('\n', ': hunter2, ')}}`),
	]);
	expect(texts).toContain('hunter2');
	expect(turns.longest()).toBeLessThan(longestTurnMs);
});

const made = "{apiVersion: 'v1', kind: 'Secret', metadata: {name: 's'}, stringData: {'p-w': ";

toolTest.for<[string, Files, string]>([
	[
		'an assertion tells',
		{'web/a.jsonnet': `local pw = 'hunter2-long';\n${made}pw}, assert std.length(pw) > 50 : 'too short: ' + pw}`},
		'too short: ***',
	],
	[
		'is no number, in a file that names no Secret',
		{'web/a.jsonnet': `${made}std.parseInt((import 'b.libsonnet').pw)}}`, 'web/b.libsonnet': "{pw: @'hunter2''s'}"},
		'*** is not a base 10 integer',
	],
	[
		'is imported as a text',
		{'web/a.jsonnet': `${made}std.parseInt(importstr 'b.txt')}}`, 'web/b.txt': 'hunter2-long\n'},
		'*** is not a base 10 integer',
	],
	[
		'stands in a block, in a file that names no Secret',
		{
			'web/a.jsonnet': `${made}error 'a wrong text: ' + import 'b.libsonnet'}}`,
			'web/b.libsonnet': '|||\n  hunter2-long\n|||\n',
		},
		'a wrong text: ***',
	],
])('Jsonnet quotes nothing of a literal for a Secret that %s', async ([, files, says], {tools}) => {
	const options = {folder: 'web', program: tools.jsonnet, tool: jsonnetWith({})};
	const {problems, messages} = await render(files, options);
	expect(JSON.stringify([problems, messages])).not.toContain('hunter2');
	expect(problems[0]?.where).toContain('web/a.jsonnet');
	expect(problems[0]?.message).toContain(says);
});

toolTest('Jsonnet quotes what has nothing to do with Secrets', async ({tools}) => {
	const files = {'web/a.jsonnet': "std.parseInt('a-number')"};
	const {problems} = await render(files, {folder: 'web', program: tools.jsonnet, tool: jsonnetWith({})});
	expect(problems[0]?.message).toContain('a-number is not a base 10 integer');
});

toolTest('Jsonnet quotes no line of a variable', async ({tools}) => {
	const variable = {name: 'pem', value: 'BEGIN\nhunter2-long\nEND', code: false};
	const made = await render(
		{'web/a.jsonnet': 'error "bad line " + std.split(std.extVar("pem"), "\\n")[1]'},
		{folder: 'web', program: tools.jsonnet, tool: jsonnetWith({extVars: [variable]})},
	);
	expect(JSON.stringify([made.problems, made.messages])).not.toContain('hunter2');
	expect(made.problems[0]?.message).toContain('bad line ***');
});
