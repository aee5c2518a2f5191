import {expect, test} from 'vitest';
import {configMap, render, summarize} from './support/files.ts';

const [a, b] = [configMap('a'), configMap('b')];
const map = (name: string, line: number) => `/v1 ConfigMap /${name} f.yaml:${line}`;

test.for<[string, string, string[]]>([
	['one document', a, [map('a', 1)]],
	['two documents', `${a}---\n${b}`, [map('a', 1), map('b', 5)]],
	['a mark at the start', `---\n${a}`, [map('a', 2)]],
	['comments and empty lines first', `# x\n\n---\n# y\n\n${a}`, [map('a', 6)]],
	['marks with comments and spaces', `--- # one\n${a}---  \n${b}`, [map('a', 2), map('b', 6)]],
	[
		'content on the mark',
		`--- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n${b}`,
		[map('a', 1), map('b', 3)],
	],
	['an end mark', `${a}...\n---\n${b}`, [map('a', 1), map('b', 6)]],
	['an end mark without another start', `${a}...\n${b}`, [map('a', 1), map('b', 5)]],
	['a directive', `%YAML 1.1\n---\n${a}`, [map('a', 3)]],
	['a directive in the middle', `${a}...\n%YAML 1.1\n---\n${b}`, [map('a', 1), map('b', 7)]],
	['Windows line ends', `${a}---\n${b}`.replaceAll('\n', '\r\n'), [map('a', 1), map('b', 5)]],
	['a byte order mark', `\uFEFF${a}`, [map('a', 1)]],
	['empty and null documents', `---\n---\nnull\n---\n~\n---\n${a}---\n# nothing\n`, [map('a', 7)]],
	['a mark within a block', `${a}data:\n  x: |\n    ---\n    y\n---\n${b}`, [map('a', 1), map('b', 9)]],
	['a word that begins like a mark', `${a}data: {x: "\n  ---y"}\n`, [map('a', 1)]],
	['a line separator before dashes', `${a}data: {x: "\u2028---"}\n`, [map('a', 1)]],
	['no end of line at the end', a.trimEnd(), [map('a', 1)]],
	['nothing', '', []],
	['only comments', '# x\n', []],
	['a skip mark', `# +argocd:skip-file-rendering\n${a}`, []],
])('a file with %s is read', async ([, text, manifests]) => {
	expect(await summarize({'f.yaml': text})).toEqual({manifests, problems: []});
});

test.for<[string, string, string]>([
	['a duplicate key', `${a}spec:\n  replicas: 1\n  replicas: 2\n`, '6: duplicate key "replicas" (column 3)'],
	['a duplicate quoted key', `${a}spec: {"a b": 1, 'a b': 2}\n`, '4: duplicate key "a b" (column 19)'],
	['a tab', `${a}spec:\n\tx: 1\n`, '5: tab characters must not be used in indentation (column 1)'],
	['bad indentation', `${a}spec:\n  x: 1\n    y: 2\n`, '6: bad indentation of a mapping entry (column 6)'],
	['a null key', `${a}spec: {null: 1}\n`, '4: a key that is null or a collection (column 8)'],
	['a dangerous key', `${a}spec: {__proto__: 1}\n`, '4: the key __proto__ (column 8)'],
	['infinity', `${a}spec: .inf\n`, '1: .inf and .nan are no numbers to Kubernetes: quote them if they are text'],
	['nesting without end', `${a}spec: ${'['.repeat(200)}\n`, '4: nested deeper than 100 levels (column 106)'],
	['too many aliases', `${a}spec: [&a x${', *a'.repeat(101)}]\n`, '4: more than 100 aliases (column 415)'],
	['an alias within itself', `${a}spec: &a [*a]\n`, '4: an alias within its own anchor (column 12)'],
	[
		'a control character',
		`${a}spec: "\u0001"\n`,
		'4: a control character: write it as an escape in double quotes (column 8)',
	],
	['a null character', `${a}spec: "\0"\n`, '4: a control character: write it as an escape in double quotes (column 8)'],
])('%s is told with its place, and hides no other document', async ([, text, problem]) => {
	expect(await summarize({'f.yaml': `${text}---\n${b}`})).toEqual({
		manifests: [map('b', text.split('\n').length + 1)],
		problems: [`file f.yaml:${problem}`],
	});
});

test.for([
	['an alias', 'password: *hunter2'],
	['a tag', 'password: !hunter2'],
	['a tag of another kind', 'password: !<hunter2'],
	['a handle', 'password: !hunter2!x'],
	['an int', 'password: !!int hunter2'],
	['a float', 'password: !!float hunter2'],
	['a reserved character', 'password: @hunter2'],
	['an open quote', 'password: "hunter2'],
	['an unknown escape', 'password: "hunter2\\q"'],
	['an indented line', 'password: x\n    hunter2: y: z'],
	['flow without end', 'password: [hunter2'],
	['a comma', 'password: {hunter2,,}'],
	['a directive', '...\n%hunter2 x\n%TAG hunter2\nx: y'],
	['a label that is a number', 'metadata: {labels: {hunter3: 12345}}'],
	['a value twice', 'hunter3: hunter2\nhunter3: hunter2'],
])('%s that can not be read never shows a value', async ([, text]) => {
	const {problems} = await summarize({'f.yaml': `apiVersion: v1\nkind: Secret\nstringData:\n  ${text}\n`});
	expect(problems).not.toEqual([]);
	expect(problems.join('\n')).not.toMatch(/hunter2|12345/);
});

test('aliases that would expand without end are told in no time', async () => {
	const levels = Array.from({length: 40}, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`);
	const start = performance.now();
	const {problems} = await summarize({'f.yaml': `${a}data:\n  a0: &a0 [x]\n  ${levels.join('  ')}`});
	expect(problems).toEqual(['file f.yaml:1: its aliases make more than 3 MB of it']);
	expect(performance.now() - start).toBeLessThan(500);
});

test('aliases that make little of each document, and much of all, are told', async () => {
	const text = (index: number) =>
		`${a.replace('name: a', `name: a${index}`)}data:\n  a: &a "${'x'.repeat(30_000)}"\n  b: [${'*a,'.repeat(90)}]\n`;
	const documents = Array.from({length: 40}, (_, index) => text(index)).join('---\n');
	const {manifests, problems} = await summarize({'f.yaml': documents});
	expect(manifests).toHaveLength(24);
	expect(problems).toHaveLength(16);
	expect(problems[0]).toMatch(/^file f.yaml:\d+: with it, aliases make more than 64 MB of what is declared/);
});

test('aliases and merges of sensible size are followed', async () => {
	const text = `${a}data: &d {x: "1"}\nmore: {<<: *d, z: "2"}\nagain: *d\n`;
	const {manifests} = await render({'f.yaml': text});
	expect(manifests[0]?.body).toMatchObject({data: {x: '1'}, more: {x: '1', z: '2'}, again: {x: '1'}});
});

test('whole numbers beyond 2^53 stay exact', async () => {
	const {manifests} = await render({'f.yaml': `${a}spec: {id: 9007199254740993}\n`});
	expect(manifests[0]?.body.spec).toEqual({id: 9007199254740993n});
});

test.for<[string, string]>([
	['spaces', '{\n  "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}\n}'],
	['tabs', '{\n\t"apiVersion": "v1",\n\t"kind": "ConfigMap",\n\t"metadata": {\n\t\t"name": "a"\n\t}\n}\n'],
])('JSON with %s is read', async ([, text]) => {
	expect(await summarize({'f.json': text})).toEqual({manifests: ['/v1 ConfigMap /a f.json:1'], problems: []});
});

test('a duplicate key in JSON is told', async () => {
	const text = '{"apiVersion": "v1", "kind": "X", "metadata": {"name": "a",\n"name": "b"}}';
	expect((await summarize({'f.json': text})).problems).toEqual(['file f.json:2: duplicate key "name" (column 2)']);
});

test('a file of more documents than anybody writes is told', async () => {
	const {problems} = await summarize({'f.yaml': 'x: 1\n---\n'.repeat(10_001)});
	expect(problems).toEqual(['file f.yaml:1: the file holds more than 10000 documents: split it']);
});

test('hundreds of problems are cut, with their number', async () => {
	const {problems} = await summarize({'f.yaml': 'x: 1\n---\n'.repeat(100)});
	expect(problems).toHaveLength(201);
	expect(problems.at(-1)).toBe('file f.yaml:133: and 100 more problems in this and later files');
});

test('a file of many megabytes is read, and a document of more than 3 MB in it is refused by itself', async () => {
	const large = (name: string, megabytes: number) =>
		`${configMap(name)}data: {x: ${'x'.repeat(megabytes * 1024 * 1024)}}\n`;
	const text = [large('a', 2), large('b', 4), large('c', 2)].join('---\n');
	const {manifests, problems} = await summarize({'f.yaml': text});
	expect(manifests.map(line => line.split(' ')[2])).toEqual(['/a', '/c']);
	expect(problems).toEqual(['file f.yaml:6: the document has more than 3 MB, which no cluster takes']);
});
