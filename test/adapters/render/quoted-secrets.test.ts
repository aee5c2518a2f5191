import {expect, test} from 'vitest';
import {withoutQuotations} from '../../../source/adapters/render/quotes/quotations.ts';
import type {Tool} from '../../../source/model/application.ts';
import type {Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {helmWith, jsonnetWith, render} from './support/with-tool.ts';

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {pw: hunter2secret}\n';
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const patch = (body: string) => `patches:\n- target: {kind: Secret}\n  patch: |\n${body.replaceAll(/^/gm, '    ')}\n`;

type Case = {readonly files: Files; readonly tool?: Tool; readonly says: string};

const kustomizations: readonly (readonly [string, Case])[] = [
	[
		'a Secret that it can make no JSON of',
		{
			files: {'kustomization.yaml': 'resources: [s.yaml]\ncommonLabels: {n: "1"}', 's.yaml': secret},
			says: 'a key that is no text to Kustomize',
		},
	],
	[
		'options of a generator that it can make no JSON of',
		{
			files: {
				'kustomization.yaml':
					'secretGenerator:\n- name: z\n  literals: [pw=hunter2secret]\n  options: {labels: {n: "1"}}\n',
			},
			says: '',
		},
	],
	[
		'a patch that is no YAML',
		{
			files: {'kustomization.yaml': `resources: [s.yaml]\n${patch(secret.replace(/\}\n$/, ''))}`, 's.yaml': secret},
			says: 'unable to parse SM or JSON patch',
		},
	],
	[
		'a patch by operations that fails',
		{
			files: {
				'kustomization.yaml': `resources: [s.yaml]\n${patch('- {op: test, path: /stringData/pw, value: hunter2secret}\n- {op: remove, path: /stringData/gone}')}`,
				's.yaml': secret.replace('hunter2secret', 'another'),
			},
			says: '',
		},
	],
	[
		'a literal without a key',
		{
			files: {'kustomization.yaml': 'secretGenerator:\n- name: z\n  literals: [pw-hunter2secret]\n'},
			says: 'invalid literal source (withheld), expected key=value',
		},
	],
	[
		'a line of an env file that has no key',
		{
			files: {
				'kustomization.yaml': 'secretGenerator:\n- name: z\n  envs: [z.env]\n',
				'z.env': 'a=b\nhunter2secret pass=x\n',
			},
			says: '',
		},
	],
];

toolTest.for(kustomizations)('Kustomize quotes nothing of %s', async ([, {files, says}], {tools}) => {
	const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`web/${path}`, text]));
	const made = await render(placed, {folder: 'web', program: tools.kustomize});
	const shown = JSON.stringify([made.problems, made.messages]);
	expect(shown).not.toContain('hunter2');
	expect(made.problems.map(({message}) => message).join()).toContain(says);
});

const chart = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n'};
const schema = JSON.stringify({
	properties: {db: {properties: {password: {type: 'string', pattern: '^x+$', format: 'date'}, pin: {maximum: 5}}}},
});
const overwritten = {
	...chart,
	'web/templates/a.yaml': map,
	'web/values.yaml': 's: {db: {password: overwritten}, t: {a: text}}\nq: {z: 1}\n',
	'web/charts/s/Chart.yaml': 'apiVersion: v2\nname: s\nversion: 1.0.0\n',
	'web/charts/s/values.yaml': 'db: {password: {secret: hunter2secret}}\nt: text\n',
};

const charts: readonly (readonly [string, Case])[] = [
	[
		'a value that breaks its schema',
		{
			files: {...chart, 'web/values.schema.json': schema, 'web/values.yaml': 'db: {password: hunter2secret, pin: 9}\n'},
			says: "at '/db/password': the value does not match pattern '^x+$'",
		},
	],
	[
		'a parameter that breaks its schema',
		{
			files: {...chart, 'web/values.schema.json': schema},
			tool: helmWith({parameters: [{name: 'db.password', value: "hunter2's", forceString: true}]}),
			says: "at '/db/password': the value does not match pattern '^x+$'",
		},
	],
	[
		'a value that a template fails with',
		{
			files: {...chart, 'web/templates/a.yaml': '{{ fail (printf "bad password %s" .Values.db) }}'},
			tool: helmWith({values: 'db: hunter2secret'}),
			says: 'bad password ***',
		},
	],
	[
		'a Secret of the chart that is no YAML',
		{
			files: {...chart, 'web/templates/a.yaml': `${secret}  x: &a [b\n`},
			says: 'YAML parse error',
		},
	],
	['a table that is overwritten, of which it only warns', {files: overwritten, says: ''}],
	[
		'a value in place of a table, of which it only warns',
		{files: overwritten, tool: helmWith({values: 'q: hunter2secret'}), says: ''},
	],
];

toolTest.for(charts)('Helm quotes nothing of %s', async ([, {files, tool, says}], {tools}) => {
	for (const program of [tools.helm4, tools.helm3]) {
		const made = await render(files, {folder: 'web', program, tool: tool ?? helmWith({})});
		expect(JSON.stringify([made.problems, made.messages])).not.toContain('hunter2');
		if (program === tools.helm4) {
			expect(made.problems.map(({message}) => message).join()).toContain(says);
		}
	}
});

const escapable = {
	...chart,
	'web/values.yaml': `pw: 'p<ss&w>rd-hunter2'\npin: 4711471147110\npem: |\n  -----BEGIN KEY-----\n  MIIEvQIBADAN\n`,
};

toolTest.for([
	['{{ fail (toJson .Values.pw) }}', '"***"'],
	['{{ fail (toJson .Values | quote) }}', ''],
	['{{ fail (printf "got %v." .Values.pin) }}', 'got ***.'],
	['{{ fail (index (splitList "\\n" .Values.pem) 1 | printf "<%s>") }}', '<***>'],
] as const)('Helm quotes nothing of a value as Go prints it: %s', async ([template, says], {tools}) => {
	const files = {...escapable, 'web/templates/a.yaml': template};
	const made = await render(files, {folder: 'web', program: tools.helm4, tool: helmWith({})});
	const said = JSON.stringify([made.problems, made.messages]);
	expect(said).not.toMatch(/hunter2|u003css|4\.7114|MIIE/);
	expect(made.problems.map(({message}) => message).join()).toContain(says);
});

toolTest('Jsonnet quotes nothing of a variable', async ({tools}) => {
	const variable = {name: 'pw', value: 'hunter2secret', code: false};
	const made = await render(
		{'web/a.jsonnet': 'error "bad password " + std.extVar("pw")'},
		{folder: 'web', program: tools.jsonnet, tool: jsonnetWith({extVars: [variable]})},
	);
	expect(JSON.stringify([made.problems, made.messages])).not.toContain('hunter2');
	expect(made.problems[0]?.message).toContain('bad password ***');
});

test.for<[said: string, left: string]>([
	[
		'a map[string]interface {}{"pw":"hun}: ter2", "n":map[string]string{"a":"hunter2"}}: json: wrong',
		'a (withheld): json: wrong',
	],
	['of type map[interface {}]interface {}', 'of type map[interface {}]interface {}'],
	['c.db (map[pw:hun]ter2 a:b])\nlevel=INFO msg=kept', 'c.db ((withheld))\nlevel=INFO msg=kept'],
	['json {"pw":"hunter2"} is wrong', 'json (withheld) is wrong'],
	['json {"pw":"hunter2', 'json (withheld)'],
	['line 3: cannot unmarshal !!str `hunter2...` into int', 'line 3: cannot unmarshal !!str into int'],
	['yaml: cannot decode !!str `hun` as a `\nter2` as a !!float', 'yaml: cannot decode !!str as a !!float'],
	['yaml: cannot decode !!str `hunter2', 'yaml: cannot decode !!str as a '],
	["yaml: unknown anchor 'hunter2' referenced", 'yaml: unknown anchor referenced'],
	['strconv.Atoi: parsing "hun\\"ter2": invalid syntax', 'strconv.Atoi: parsing (withheld): invalid syntax'],
	["- at '/pin': maximum: got 4711, want 5", "- at '/pin': maximum: got (withheld), want 5"],
	["- at '/pin': multipleOf: got 456,789, want 7\nnext", "- at '/pin': multipleOf: got (withheld), want 7\nnext"],
	["- at '/pin': minimum: got 98,765.4321\nnext", "- at '/pin': minimum: got (withheld)\nnext"],
	['index 1 is out of bounds for value hun\nter2', 'index 1 is out of bounds for value (withheld)'],
	['wrong node kind: node contents:\nhunter2\n', 'wrong node kind: node contents: (withheld)'],
	["- at '/day': 'hunter2' is not valid date: parsing time", "- at '/day': the value is not valid date"],
	["accumulating resources from 'a.yaml': [x] kept", "accumulating resources from 'a.yaml': [x] kept"],
])('of %j what is quoted is cut', ([said, left]) => {
	expect(withoutQuotations(said)).toBe(left);
});

test('what strangers wrote is cut without taking long', () => {
	for (const piece of [
		'map[',
		'{"',
		' from [',
		'with config: `',
		"at '",
		'parsing "',
		'[]interface {}',
		'"',
		"' is not valid a: ",
		'multipleOf: got ',
		'node contents:',
		'cannot decode !!str `',
	]) {
		const hostile = piece.repeat(262_144 / piece.length);
		const started = performance.now();
		withoutQuotations(hostile);
		expect(performance.now() - started).toBeLessThan(5000);
	}
});
