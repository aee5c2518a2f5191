import {expect, test} from 'vitest';
import {unrepeatableIn} from '../../../../source/adapters/render/helm/unrepeatable.ts';
import {measureTurns} from '../support/turns.ts';

const longestTurnMs = 500;
const noPace = async () => undefined;

/** What is told of templates, as `file:line call`; of all but helpers something was printed. */
async function told(files: Readonly<Record<string, string>>, printed = Object.keys(files)) {
	const templates = Object.entries(files).map(([name, text]) => ({path: `web/templates/${name}`, content: text}));
	const rendered = printed.filter(name => !name.startsWith('_')).map(name => `web/templates/${name}`);
	const remarks = await unrepeatableIn(templates, new Set(rendered), noPace);
	return remarks.map(remark => remark.replace('web/templates/', '').replace(/ uses (\w+),.*| (looks) .*/, ' $1$2'));
}

test.for<[string, string, string[]]>([
	[
		'each call, with its line',
		'a: {{ now }}\n\nb: {{ randAlpha 5 }}\nc: {{ uuidv4 }}',
		['1 now', '3 randAlpha', '4 uuidv4'],
	],
	['a call in an action of several lines', 'a: {{ dict\n  "x"\n  (now)\n}}', ['3 now']],
	['a call behind a trimmed mark and in a pipe', 'a: {{- now | quote -}}', ['1 now']],
	['a call in a block', '{{ if .Values.a }}\n{{ range until 3 }}{{ randInt 1 2 }}{{ end }}{{ end }}', ['2 randInt']],
	['encryption', 'a: {{ encryptAES "k" "v" }}', ['1 encryptAES']],
	['an age', 'a: {{ ago .Values.time }}', ['1 ago']],
	['a lookup', 'a: {{ lookup "v1" "Secret" "" "x" }}', ['1 looks']],
	['no fields of that name', 'a: {{ .Values.now }} {{ $.Values.uuidv4 }} {{ (.Values).now }}', []],
	['no variables of that name', '{{ $now := 1 }}{{ $now }}', []],
	['no texts with that word', 'a: {{ "now" }} {{ `now\nago` }} {{ "a \\" now" }} {{ \'n\' }} now', []],
	['no comments', '{{/* now }} */}}{{- /* {{ now }} */ -}}', []],
	['nothing behind what is never closed', 'a: {{ "now\nb: {{ now }}', []],
])('Of a template is told: %s', async ([, text, calls]) => {
	expect(await told({'a.yaml': text})).toEqual(calls.map(call => `a.yaml:${call}`));
});

const helpers = `{{ define "id" }}{{ include "deep" . }}{{ end }}
{{ define "deep" }}{{ if true }}{{ randAlphaNum 8 }}{{ end }}{{ end }}
{{ define "unused" }}{{ now }}{{ end }}
`;

test.for<[string, string, string[]]>([
	['what helpers call that are put in', '{{ include "id" . }}', ['_h.tpl:2 randAlphaNum']],
	['those of the older way', '{{ template "unused" }}', ['_h.tpl:3 now']],
	['no others', '{{ include "other" . }}', []],
	['all where only Helm knows which', '{{ include (printf "%s" "x") . }}', ['_h.tpl:2 randAlphaNum', '_h.tpl:3 now']],
	['a block in its place', '{{ block "here" . }}{{ now }}{{ end }}', ['a.yaml:1 now']],
])('Of helpers is told: %s', async ([, text, calls]) => {
	expect(await told({'_h.tpl': helpers, 'a.yaml': text})).toEqual(calls);
});

test('Templates of which nothing was printed are not told of', async () => {
	expect(await told({'off.yaml': '{{ now }}', 'on.yaml': '{{ now }}'}, ['on.yaml'])).toEqual(['on.yaml:1 now']);
});

test('Of many calls 20 are told, and how many there are', async () => {
	const remarks = await told({'a.yaml': '{{ now }}\n'.repeat(1000)});
	expect(remarks).toHaveLength(21);
	expect(remarks.at(-1)).toBe('and 980 more lines like these');
});

test.for([
	['openings', '{{'.repeat(600_000)],
	['openings of strings', `{{ ${'"\\'.repeat(600_000)}`],
	['actions', '{{ a }}'.repeat(170_000)],
	['comments', '{{/*'.repeat(300_000)],
	['includes of one that is defined often', '{{ define "a" }}{{ include "a" . }}{{ end }}'.repeat(25_000)],
] as const)('A megabyte of %s in one line is read in one go', async ([, text]) => {
	const turns = measureTurns();
	await told({'a.yaml': `${text}{{ include "a" . }}`});
	expect(turns.longest()).toBeLessThan(longestTurnMs);
});
