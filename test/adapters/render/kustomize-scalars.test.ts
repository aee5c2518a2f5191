import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'vitest';
import {parseDocument} from '../../../source/adapters/render/parse-document.ts';
import {toolTest} from '../../support/tool-test.ts';
import {configMap, type Files} from './support/files.ts';
import {render} from './support/with-tool.ts';

/** Each in the place of a value. */
const scalars = [
	...['on', 'yes', 'y', 'n', 'No', 'true', 'True', 'FALSE', '~', 'null', 'NULL', '', 'x', '"1"', "'yes'", '<<'],
	...['0', '-0', '+1', '017', '08', '0x10', '0X1F', '0o17', '0o-7', '0b11', '1_000', '9007199254740993'],
	...['9223372036854775808', '12345678901234567890', '18446744073709551616', '100000000000000000000000'],
	...[
		'.5',
		'5.',
		'1.0',
		'1.10',
		'1e3',
		'1E3',
		'1e7',
		'1e21',
		'1e400',
		'1_000.5',
		'3.14159265358979323846',
		'-1.5',
		'-.8',
		'+.0',
		'-_0',
	],
	...['2020-01-01', '2001-1-1', '2020-01-01T10:00:00Z', '2001-12-14T21:59:43.1-05:00', '2001-12-14 x'],
	...['2020-13-45', '2020-01-01 x', '12:30:45', '1.2.3.4', '-x', '0xzz', 'a#b'],
	...['!!str 1', '!!str yes', '!!binary aGk=', '!!int "5"', '!!int 0x10', '!!float 1', '!!timestamp 2020-01-01'],
	...['!!bool "true"', '!!null ""', '!foo bar', '! 12', '|\n    a\n    b\n', '>-\n    1\n    2', '"a\\nb"', '1\n    2'],
];

const annotating = (annotations: string) =>
	`apiVersion: builtin
kind: AnnotationsTransformer
metadata: {name: t}
annotations:
  ${annotations}
fieldSpecs: [{path: metadata/annotations, create: true}]
`;

/** What Kustomize makes of a folder by itself. */
function build(program: string, files: Files): unknown {
	const folder = mkdtempSync(path.join(tmpdir(), 'kustomize-'));
	try {
		for (const [name, content] of Object.entries(files)) {
			writeFileSync(path.join(folder, name), content);
		}

		const parsed = parseDocument(execFileSync(program, ['build', folder], {encoding: 'utf8', stdio: 'pipe'}));
		return 'value' in parsed ? parsed.value : parsed;
	} finally {
		rmSync(folder, {recursive: true});
	}
}

async function renderAsWell(program: string, files: Files) {
	const placed = Object.fromEntries(Object.entries(files).map(([name, content]) => [`web/${name}`, content]));
	const {manifests, problems} = await render(placed, {folder: 'web', program});
	return problems.length > 0 ? problems : manifests[0]?.body;
}

const inFile = (transformer: string): Files => ({
	'a.yaml': configMap('a'),
	'kustomization.yaml': 'resources: [a.yaml]\ntransformers: [t.yaml]\n',
	't.yaml': transformer,
});

const inPlace = (transformer: string): Files => ({
	'a.yaml': configMap('a'),
	'kustomization.yaml': `resources: [a.yaml]\ntransformers:\n- |-\n  ${transformer.replaceAll('\n', '\n  ')}\n`,
});

toolTest('the scalars of a transformer are what Kustomize takes them for', async ({tools: {kustomize}}) => {
	const all = annotating(scalars.map((scalar, index) => `v${index}: ${scalar}`).join('\n  '));
	for (const files of [inFile(all), inPlace(all)]) {
		expect(await renderAsWell(kustomize, files)).toEqual(build(kustomize, files));
	}
});

toolTest('keys, aliases and lists in brackets of a transformer are what Kustomize takes them for', async ({tools}) => {
	for (const transformer of [
		annotating('yes: a\n  1a: c\n  n: d\n  "x": e\n  1.2.3: f'),
		annotating('a: &a 0x10\n  b: *a\n  c: &c 2020-01-01\n  d: *c'),
		annotating('{a: 2020-01-01, b: 12345678901234567890, c: .5, "d": ~, e: "2001-12-14 21:59:43"}'),
	]) {
		expect(await renderAsWell(tools.kustomize, inFile(transformer))).toEqual(
			build(tools.kustomize, inFile(transformer)),
		);
	}
});

toolTest.for<[string, string]>([
	['1: a', 'a key that is no text to Kustomize, which fails at it: take another'],
	['0x10: a', 'a key that is no text to Kustomize, which fails at it: take another'],
	['true: a', 'a key that is no text to Kustomize, which fails at it: take another'],
	['2020-01-01: a', 'a key that is no text to Kustomize, which fails at it: take another'],
	['v: 2001-1-1t1:2:3Z', 'a date with a time is a moment or text to Kustomize: quote it (line 5)'],
	['v: 2001-12-14 21:59:43', 'a date with a time is a moment or text to Kustomize: quote it (line 5)'],
])('%s in the configuration of a transformer is refused', async ([annotations, message], {tools}) => {
	expect(await renderAsWell(tools.kustomize, inFile(annotating(annotations)))).toMatchObject([
		{where: expect.stringMatching(/^web\/t\.yaml/), message: expect.stringContaining(message)},
	]);
});

toolTest('the scalars of a kustomization are what Kustomize takes them for', async ({tools: {kustomize}}) => {
	const texts = ['2020-01-01', '~', '!!str 1', '12:30:45', '2001-12-14 21:59:43', '"yes"', '1.2.3', '0o8'];
	const files = {
		'a.yaml': configMap('a'),
		'kustomization.yaml': [
			'resources: [a.yaml]',
			'namePrefix: 2020-01-01',
			'commonAnnotations:',
			...texts.map((one, index) => `  v${index}: ${one}`),
			'labels: [{pairs: {a: b}, includeSelectors: on}]',
		].join('\n'),
	};
	expect(await renderAsWell(kustomize, files)).toEqual(build(kustomize, files));
});

const ofAnnotations = (key: string): Files => ({
	'a.yaml': configMap('a'),
	'kustomization.yaml': `resources: [a.yaml]\ncommonAnnotations:\n  ${key}: x\n`,
});

toolTest.for(['1.2.3', '12:30:45', '2020-01-01T10:00:00Z', '!!binary aGk=', '1e400', '='])(
	'%s as the key of an annotation is what Kustomize takes it for',
	async (key, {tools: {kustomize}}) => {
		const files = ofAnnotations(key);
		expect(await renderAsWell(kustomize, files)).toEqual(build(kustomize, files));
	},
);

toolTest.for(['true', 'n', '1', '"1"', '0x10', '.5', '2020-01-01'])(
	'%s as the key of an annotation, at which Kustomize fails, is told as such',
	async (key, {tools: {kustomize}}) => {
		expect(() => build(kustomize, ofAnnotations(key))).toThrow('json: unsupported type');
		expect(await renderAsWell(kustomize, ofAnnotations(key))).toMatchObject([
			{message: expect.stringMatching(/: a key that is no text to Kustomize \(as true, .*take another/)},
		]);
	},
);
