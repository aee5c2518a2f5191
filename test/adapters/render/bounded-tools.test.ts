import {gzipSync} from 'node:zlib';
import {expect} from 'vitest';
import {packTgz} from '../../support/tar.ts';
import {toolTest} from '../../support/tool-test.ts';
import {measureTurns} from './support/turns.ts';
import {render} from './support/with-tool.ts';

const longestTurnMs = 200;
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const template = (text: string) => ({
	'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
	'web/templates/a.yaml': text,
});

toolTest("templates find no file but the chart's own, and nothing of the environment", async ({tools}) => {
	const files = template(
		`${configMap}data:\n  a: {{ .Files.Get "/etc/passwd" | quote }}\n  b: {{ .Files.Get "../../etc/passwd" | quote }}\n  c: {{ (.Files.Glob "/etc/*").AsConfig | quote }}\n  d: {{ .Files.Lines "/proc/self/environ" | quote }}\n`,
	);
	const {manifests, problems} = await render(files, {folder: 'web', program: tools.helm4});
	expect(problems).toEqual([]);
	expect(manifests[0]?.body.data).toEqual({a: '', b: '', c: '{}', d: '[]'});
	const asking = await render(template('a: {{ env "PATH" }}'), {folder: 'web', program: tools.helm4});
	expect(asking.problems[0]?.message).toContain('function "env" not defined');
});

toolTest('a variable without a value in a file of variables is not taken from the environment', async ({tools}) => {
	const files = {
		'web/kustomization.yaml': 'configMapGenerator: [{name: a, envs: [a.env]}]',
		'web/a.env': 'PATH\nHOME\n',
	};
	const {manifests} = await render(files, {folder: 'web', program: tools.kustomize});
	expect(manifests[0]?.body.data).toEqual({PATH: '', HOME: ''});
});

toolTest('a document that no cluster takes is refused, and the others are kept', async ({tools}) => {
	const files = template(
		`${configMap}---\n${configMap.replace('name: a', 'name: b')}data: {x: {{ repeat 4000000 "x" }}}\n`,
	);
	const turns = measureTurns();
	const {manifests, problems} = await render(files, {folder: 'web', program: tools.helm4});
	expect(turns.longest()).toBeLessThan(longestTurnMs);
	expect(manifests.map(({id}) => id.name)).toEqual(['a']);
	expect(problems.map(({where, message}) => `${where} ${message}`)).toEqual([
		'web/templates/a.yaml line 9 of what it renders to: the document has more than 3 MB, which no cluster takes',
	]);
});

toolTest('much output gives others their turn', async ({tools}) => {
	const files = template(
		`{{ range until 900 }}---\n${configMap.replace('name: a', 'name: a{{ . }}')}data: {x: {{ repeat 9000 "x" }}}\n{{ end }}`,
	);
	const turns = measureTurns();
	const {manifests, problems} = await render(files, {folder: 'web', program: tools.helm4});
	expect(turns.longest()).toBeLessThan(longestTurnMs);
	expect([manifests.length, problems]).toEqual([900, []]);
});

toolTest('the schema of a packed chart is not followed', async ({tools}) => {
	const packed = packTgz({
		'db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
		'db/values.schema.json': '{"$ref": "file:///etc/hostname"}',
		'db/templates/a.yaml': configMap.replace('name: a', 'name: db'),
	});
	const files = {...template(configMap), 'web/charts/db-1.0.0.tgz': packed};
	const {manifests, problems, remarks} = await render(files, {folder: 'web', program: tools.helm4});
	expect([manifests.map(({id}) => id.name).toSorted(), problems]).toEqual([['a', 'db'], []]);
	expect(remarks).toEqual([expect.stringContaining('web/charts/db-1.0.0.tgz may bring a schema')]);
});

toolTest.for<[string, Buffer, string]>([
	['unpacks to too much', gzipSync(Buffer.alloc(65 * 1024 * 1024)), 'it unpacks to more than 64 MB'],
	['is none', Buffer.from('no archive'), 'this is no chart that can be unpacked'],
])('a packed chart that %s is refused', async ([, content, message], {tools}) => {
	const files = {...template(configMap), 'web/charts/db-1.0.0.tgz': content};
	const {manifests, problems} = await render(files, {folder: 'web', program: tools.helm4});
	expect([manifests, problems]).toEqual([[], [{scope: 'source', where: 'web/charts/db-1.0.0.tgz', message}]]);
});
