import {readFile} from 'node:fs/promises';
import {gzipSync} from 'node:zlib';
import {expect} from 'vitest';
import {toolTest} from '../../support/tool-test.ts';
import {configMap, type Files} from './support/files.ts';
import {canary, createOutside, show} from './support/outside.ts';
import {helmWith, render} from './support/with-tool.ts';

const chart = (schema: string | Buffer, more: Files = {}): Files => ({
	'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
	'web/values.yaml': 'a: text\n',
	'web/templates/a.yaml': configMap('a'),
	'web/values.schema.json': schema,
	...more,
});
const refers = (reference: string) => `the schema refers to ${reference}, which is outside of it`;

const hostile: readonly (readonly [schema: string, problem: string])[] = [
	['{"$ref": "etc/passwd"}', refers('etc/passwd')],
	['{"$ref": "outside.json"}', refers('outside.json')],
	['{"$ref": ".#/a"}', refers('.#/a')],
	['{"$ref": "?#/a"}', refers('?#/a')],
	['{"$ref": "values.schema.json#/a"}', refers('values.schema.json#/a')],
	['{"properties": {"a": {"$dynamicRef": "etc/passwd"}}}', refers('etc/passwd')],
	['{"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveRef": "etc/passwd"}', refers('etc/passwd')],
	['{"$schema": "http://127.0.0.1:1/schema"}', refers('http://127.0.0.1:1/schema')],
	['{"$schema": "http://json-schema.org/draft-05/schema#"}', refers('http://json-schema.org/draft-05/schema#')],
	['{"$schema": "http://json-schema.org/draft-07/schema#x"}', refers('http://json-schema.org/draft-07/schema#x')],
	['{"properties": {"a": {"$schema": "file:///etc/passwd"}}}', refers('file:///etc/passwd')],
	['{"$id": "file:///etc/", "$ref": "#/a"}', refers('file:///etc/')],
	['{"$id": "http://127.0.0.1:1/x?", "$ref": "#/a"}', refers('http://127.0.0.1:1/x?')],
	['{"$id": "http://127.0.0.1:1/x#y", "$ref": "#/a"}', refers('http://127.0.0.1:1/x#y')],
	['{"id": "../etc/", "$schema": "http://json-schema.org/draft-04/schema#"}', refers('../etc/')],
	['{"const": {"$ref": "etc/passwd"}, "$ref": "#/const"}', refers('etc/passwd')],
	['{"enum": [[{"$ref": "etc/passwd"}]]}', refers('etc/passwd')],
	['{"\\u0024ref": "etc\\u002fpasswd"}', refers('etc/passwd')],
	['{"<<": {"$ref": "etc/passwd"}, "$ref": "#/<<"}', refers('etc/passwd')],
	['{"$ref": "#/a", "$ref": "etc/passwd"}', 'the schema can\'t be read: duplicate key "$ref"'],
	['{"properties": {}} # a comment', refers('what is no JSON')],
	['\uFEFF\uFEFF{}', 'the schema '],
	[`{"$ref": "etc/passwd", "title": "${'x'.repeat(3 * 1024 * 1024)}"}`, 'the schema has more than the 3 MB'],
];

toolTest.for(hostile.map(([schema, problem]) => [schema.slice(0, 100), schema, problem] as const))(
	'the schema %s is refused',
	async ([, schema, problem], {tools}) => {
		const {manifests, problems} = await render(chart(schema), {folder: 'web', program: tools.helm4});
		expect([manifests, problems.map(({where, message}) => `${where}: ${message}`)]).toEqual([
			[],
			[expect.stringContaining(`web/values.schema.json: ${problem}`)],
		]);
	},
);

toolTest.for<[string, string]>([
	['of a subchart', 'web/charts/sub/values.schema.json'],
	['of a dependency in the repository', 'web/charts/near/values.schema.json'],
])('the schema %s is refused too', async ([, where], {tools}) => {
	const nested = (folder: string, name: string) => ({
		[`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
		[`${folder}/values.schema.json`]: '{"$ref": "etc/passwd"}',
	});
	const files = where.includes('near')
		? chart('{}', {
				...nested('near', 'near'),
				'web/Chart.yaml':
					'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: near, version: 1.0.0, repository: "file://../near"}]\n',
			})
		: chart('{}', nested('web/charts/sub', 'sub'));
	const {problems} = await render(files, {folder: 'web', program: tools.helm4});
	expect(problems.map(problem => `${problem.where}: ${problem.message}`)).toEqual([
		expect.stringContaining(`${where}: ${refers('etc/passwd')}`),
	]);
});

const validated = (schema: object) => JSON.stringify({...schema, properties: {a: {type: 'integer'}}});

toolTest.for<[string, string | Buffer]>([
	['that refers to its own parts', '{"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}}'],
	['of draft 4', validated({$schema: 'http://json-schema.org/draft-04/schema#', id: 'http://team.example/web.json'})],
	['of draft 7', validated({$schema: 'https://json-schema.org/draft-07/schema', $id: 'https://team.example/v1.2/web'})],
	['of draft 2020-12', validated({$schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'urn:team:web'})],
	['of the newest draft', validated({$schema: 'http://json-schema.org/schema#', $id: 'values.schema.json'})],
	['that begins with a mark', `\uFEFF${validated({})}`],
	[
		'with a name of its own and references',
		'{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "http://127.0.0.1:1/x.json", "$defs": {"n": {"$id": "#n", "type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/n"}}}',
	],
	['with properties of such names', '{"properties": {"id": {"type": "string"}, "$ref": {}, "a": {"type": "integer"}}}'],
])('a schema %s is what Helm checks values by', async ([, schema], {tools}) => {
	for (const program of [tools.helm3, tools.helm4]) {
		const {problems} = await render(chart(schema), {folder: 'web', program});
		expect(problems.map(({message}) => message)).toEqual([expect.stringMatching(/got string, want integer|integer/)]);
	}
});

toolTest('the schema of a packed chart is not followed', async ({tools}) => {
	await using outside = await createOutside();
	const packed = gzipSync(
		Buffer.concat([
			tarFile('sub/Chart.yaml', 'apiVersion: v2\nname: sub\nversion: 1.0.0\n'),
			tarFile('sub/values.schema.json', JSON.stringify({$ref: outside.secret.slice(1)})),
			Buffer.alloc(1024),
		]),
	);
	expect(await readFile(outside.secret, 'utf8')).toContain(canary);
	const rendered = await render(chart('{}', {'web/charts/sub-1.0.0.tgz': packed}), {
		folder: 'web',
		program: tools.helm4,
		tool: helmWith({}),
	});
	expect(rendered.problems).toEqual([]);
	expect(rendered.remarks).toEqual([
		expect.stringContaining("web/charts/sub-1.0.0.tgz may bring a schema, which can't be looked into"),
	]);
	expect(show(rendered)).not.toContain(canary);
});

/** One file of an archive. */
function tarFile(name: string, text: string): Buffer {
	const header = Buffer.alloc(512);
	header.write(name);
	header.write('0000644\0', 100);
	header.write(`${Buffer.byteLength(text).toString(8).padStart(11, '0')}\0`, 124);
	header.write('        0', 148);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
	body.write(text);
	return Buffer.concat([header, body]);
}
