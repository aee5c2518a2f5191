import {expect, test} from 'vitest';
import {textsOfSecrets} from '../../../../source/adapters/render/quotes/private-texts.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {measureTurns} from '../support/turns.ts';
import {helmWith, render} from '../support/with-tool.ts';

const textsOf = (whole: string) => textsOfSecrets([{path: 's.yaml', content: Buffer.from(whole)}]);
const head =
	'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Release.Name }}-auth\n  labels: {heritage: my-release}\n';
const template = `${head}{{- with .Values.labels }}\n  more: a-label\n{{- end }}\ntype: Opaque\nstringData:\n`;

test.for<[string, data: string, hidden: string[]]>([
	['nothing of an expression', 'token: {{ .Values.auth.token }}', []],
	['nothing of one in quotes', 'token: "{{ .Values.auth.token }}"', []],
	['what is written beside one', 'token: hunter2-{{ .Values.a }}-hunter3', ['hunter2-', '-hunter3']],
	['what is in quotes in one', 'token: {{ default "hunter2" .a | default `hunter3` }}', ['hunter2', 'hunter3']],
	['not what one says', 'token: {{ required "a token" .a }}{{ fail "no {{ token }}" }}', []],
	['not what template is included', 'token: {{ include "web.token" . }}', []],
	['what is no expression', 'token: hunter2\n  type: hunter3', ['hunter2', 'hunter3']],
	['what an expression that does not end begins', 'token: {{ "hunter2\n  b: hunter3 }}', ['hunter3 }}']],
])('Of a Secret that is a template it hides %s', ([, data, hidden]) => {
	const texts = textsOf(`${template}  ${data}\n`);
	expect(texts).toEqual(expect.arrayContaining(hidden));
	const open = texts.filter(text => text.length >= 4 && !/hunter|^stringData:$/.test(text));
	expect(open).toEqual([]);
});

test.for<[string, whole: string]>([
	['is wrongly indented', 'kind: Secret\nmetadata:\n  name: s\n stringData:\n  pw: hunter2\n'],
	['stands behind metadata', 'kind: Secret\nmetadata: {name: s}, stringData: {pw: hunter2\n'],
	['was applied last', `kind: Secret\nmetadata:\n  annotations:\n    last: '{"data":{"pw":"hunter2"}}'\n a: [\n`],
	['is called as what everybody sees', 'kind: Secret\nstringData:\n  kind: hunter2\n  a: [\n'],
	['stands behind a kind', 'kind: Secret, stringData: {pw: hunter2\n'],
	['stands below a type', 'kind: Secret\ntype: Opaque\n pw: hunter2\n a: [\n'],
	['is of one of a list', 'kind: List\nitems:\n- kind: Secret\n  stringData: {pw: hunter2}\n  a: [\n'],
	['is JSON', '{"kind": "Secret",\n"stringData": {"pw": "hunter2"\n}'],
])('What is no YAML hides what %s, and not its kind', ([, whole]) => {
	const texts = textsOf(whole);
	expect(texts.map(text => text.replaceAll('"', ''))).toContain('hunter2');
	expect(texts).not.toContain('Secret');
	expect(texts).not.toContain('Opaque');
});

test.for(['{{', '{{"', '{{"\\"', '{{`', '{{ fail ', '{{ "" }}', 'kind: Secret\n', 'metadata:\n ', '-', ' '])(
	'a megabyte of %j is gone through at once',
	piece => {
		const turns = measureTurns();
		textsOf(`kind: Secret\na: [${piece.repeat(1_000_000 / piece.length)}`);
		expect(turns.longest()).toBeLessThan(3000);
	},
);

const chart = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n'};

toolTest.for([
	['a: {{ .Values.auth.token }}', 'at <.Values.auth.token>: nil pointer'],
	['a: {{ include "web.mode" . }}', 'at <include "web.mode" .>'],
	[
		'a: {{ required "auth.existingSecret is required for my-release" .Values.a }}',
		'auth.existingSecret is required for my-release',
	],
	['a: {{ fail (printf "%s is wrong" (default "hunter2" .Values.a)) }}', '*** is wrong'],
] as const)('Helm says what is wrong with a Secret: %s', async ([data, says], {tools}) => {
	const files = {...chart, 'web/templates/secret.yaml': `${template}  ${data}\n`};
	const made = await render(files, {folder: 'web', program: tools.helm4, tool: helmWith({})});
	expect(made.problems.map(({message}) => message).join()).toContain(says);
	expect(JSON.stringify([made.problems, made.messages])).not.toContain('hunter2');
});
