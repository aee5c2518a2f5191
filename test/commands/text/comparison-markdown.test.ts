import {expect, test} from 'vitest';
import {comparisonMarkdown} from '../../../source/commands/text/comparison-markdown.ts';
import type {Alteration, Altered, Comparison} from '../../../source/model/comparison.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {comparison} from '../support/samples.ts';

const more = 'trueup diff --revision feature -f apps';

const added = (name: string, data: JsonObject): Alteration => ({
	op: 'create',
	id: {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name},
	wave: 0,
	fields: [],
	after: {apiVersion: 'v1', kind: 'ConfigMap', data},
	risks: [],
});

const altered = (app: string, changes: readonly Alteration[]): Altered => ({
	...{app, changes, problems: [], remarks: []},
	from: '1'.repeat(40),
	to: '2'.repeat(40),
});

const of = (applications: readonly Altered[], rest: Partial<Comparison> = {}): Comparison => ({
	...{revision: 'feature', applications, same: 0, problems: [], remarks: []},
	...rest,
});

test('what it comes to is first, then problems, a table, and each object folded', () => {
	expect(comparisonMarkdown(comparison, more).split('\n')).toEqual([
		'**trueup** 1 of 3 applications differs at <code>feature</code>: 1 object added, 1 changed, 1 removed',
		'',
		'Problems:',
		'',
		'- <code>web: apps/web/broken.yaml:3: not YAML</code>',
		'',
		'| application | added | changed | removed | problems | commits |',
		'|---|---|---|---|---|---|',
		'| <code>web</code> | 1 | 1 | 1 | 1 | <code>1a2b3c4…3f2a91b</code> |',
		'',
		'<details><summary>changed <code>web: Deployment shop/web</code> (restarts its pods)</summary>',
		'',
		'```diff',
		'@@ -1,4 +1,4 @@',
		' apiVersion: apps/v1',
		' kind: Deployment',
		' spec:',
		'-  replicas: 5',
		'+  replicas: 3',
		'```',
		'',
		'</details>',
		'',
		'<details><summary>added <code>web: Namespace shop</code></summary>',
		'',
		'```diff',
		'@@ -0,0 +1,4 @@',
		'+apiVersion: v1',
		'+kind: Namespace',
		'+metadata:',
		'+  name: shop',
		'```',
		'',
		'</details>',
		'',
		'<details><summary>removed <code>web: Service shop/web</code></summary>',
		'',
		'```diff',
		'@@ -1,4 +0,0 @@',
		'-apiVersion: v1',
		'-kind: Service',
		'-metadata:',
		'-  name: web',
		'```',
		'',
		'</details>',
		'',
		'',
	]);
});

const hostile =
	'www.x.test WWW.y :smile: mailto:a@b $a$ ~~c~~ _d_ &#64; @everyone `x` | <img src=x> </code></summary> **b** [a](http://x) #1 \\| \u202e\u001b[2J\n\n@team';

test('names, messages and risks are never markup, a link or a mention', () => {
	const problem = {scope: 'file', where: hostile, message: hostile} as const;
	const text = comparisonMarkdown(
		of([{...altered(hostile, [added(hostile, {})]), problems: [problem], remarks: [hostile]}], {
			revision: hostile,
			problems: [problem],
			remarks: [hostile],
		}),
		hostile,
	);
	const outside = text.replaceAll(/<code>[^<]*<\/code>/g, 'CODE');
	expect(outside).not.toMatch(/@every|@team|img|http|[[\p{Cc}\p{Cf}]--\n]/v);
	expect(outside.split('\n').filter(line => line.startsWith('|'))).toEqual([
		'| application | added | changed | removed | problems | commits |',
		'|---|---|---|---|---|---|',
		'| CODE | 1 |  |  | 1 | CODE |',
	]);
	for (const [, inside = ''] of text.matchAll(/<code>(.*?)<\/code>/gs)) {
		expect(inside.replaceAll(/&#\d+;/g, '')).toMatch(/^[\p{L}\p{N} .,:;/()'"+=!?…-]*$/u);
		expect(inside).not.toMatch(/www\.|:\/|:[a-z]/i);
	}
});

test('no value ends the block that it stands in', () => {
	const data = {a: 'x\n```\n@everyone\n`````\n</details>\n~~~\n\u001b[2J\u202e'};
	const text = comparisonMarkdown(of([altered('web', [added('a', data)])]), more);
	const [, block = '', fence] = /\n(`{6,})diff\n(.*?)\n\1\n\n<\/details>\n/s.exec(text)?.slice(0, 3) ?? [];
	expect(block).toBe('``````');
	expect(fence).toContain('@everyone');
	expect(text.replace(fence ?? '', '')).not.toContain('@');
	expect(text).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v);
});

test('whatever there is, a comment has room for it, and what is left out is counted', () => {
	const large = {text: 'word '.repeat(10_000), lines: 'line\n'.repeat(5000)};
	const problem = {scope: 'file', where: '@'.repeat(5000), message: '|'.repeat(5000)} as const;
	const many = Array.from({length: 500}, (_, index) => ({
		...altered(`application-${index}`, [added('a', large), added('b', {x: 'y'.repeat(500)})]),
		problems: [problem],
	}));
	const remarks = Array.from({length: 1000}, () => '`'.repeat(5000));
	const text = comparisonMarkdown(of(many, {remarks, revision: '`'.repeat(250)}), more);
	expect(text.length).toBeLessThanOrEqual(65_536);
	const [, left = ''] = /^(\d+) more, for which there is no room here: <code>trueup diff /m.exec(text) ?? [];
	const shown = [...text.matchAll(/<details>/g)].length;
	expect([shown > 1, shown + Number(left)]).toEqual([true, 1000]);
	expect(text).toMatch(/^- and \d+ more$/m);
	expect(text).toMatch(/^\| and \d+ more \|$/m);
	expect(text.split('</details>').length).toBe(shown + 1);
});

test('a large object is cut within its block', () => {
	const data = Object.fromEntries(Array.from({length: 3000}, (_, index) => [`key-${index}`, 'value']));
	const text = comparisonMarkdown(of([altered('web', [added('a', data)])]), more);
	expect(text.length).toBeLessThan(10_000);
	expect(text).toMatch(/\n… \d+ more lines\n```\n/);
});
