import {expect, test} from 'vitest';
import {sourcesOf} from '../../../../source/adapters/render/helm/sources.ts';
import {templatePaths} from '../../../../source/adapters/render/helm/template-paths.ts';
import {measureTurns} from '../support/turns.ts';

const longestTurnMs = 1000;
const file = (path: string, content: string) => ({path, content: Buffer.from(content)});
const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
const files = [
	file('web/Chart.yaml', chart('shop', 'dependencies: [{name: db, alias: store}]\n')),
	file('web/charts/database/Chart.yaml', chart('db').replace('v2', 'v1')),
	file('web/charts/database/requirements.yaml', 'dependencies: [{name: cache, alias: memory}]\n'),
	file('web/charts/database/charts/fast/Chart.yaml', chart('cache')),
];

test.for([
	['a template', 'shop/templates/a.yaml', 'web/templates/a.yaml'],
	['that of a subchart', 'shop/charts/db/templates/a.yaml', 'web/charts/database/templates/a.yaml'],
	['that of an alias', 'shop/charts/store/charts/cache/t.yaml', 'web/charts/database/charts/fast/t.yaml'],
	['that of an alias of Helm 2', 'shop/charts/db/charts/memory/t.yaml', 'web/charts/database/charts/fast/t.yaml'],
	['that of a packed chart', 'shop/charts/packed/templates/a.yaml', 'web/charts/packed/templates/a.yaml'],
	['that of another chart', 'other/templates/a.yaml', undefined],
	['what lies in more than 8 charts', `shop${'/charts/db'.repeat(9)}/templates/a.yaml`, undefined],
	['what is longer than a path', `shop/templates/${'a'.repeat(3000)}.yaml`, undefined],
] as const)('Of the paths that Helm tells, %s is the file that it is, or none', ([, told, path]) => {
	expect(templatePaths('web', files)(told)).toBe(path);
});

test('An object comes from the template of the last comment over it, whatever ends the lines', () => {
	const output = '---\r\n# Source: shop/templates/a.yaml\r\na: 1\n---\n# Source: shop/templates/b.yaml\nb: 1\nc: 1\n';
	const attribute = sourcesOf('web')(output, files);
	const originAt = (line: number) => attribute({}, {file: 'web/Chart.yaml', line}).origin.file;
	expect([1, 2, 3, 4, 6, 7].map(originAt)).toEqual([
		'web/Chart.yaml',
		'web/templates/a.yaml',
		'web/templates/a.yaml',
		'web/templates/a.yaml',
		'web/templates/b.yaml',
		'web/templates/b.yaml',
	]);
});

test.for([
	['each of them another', (index: number) => `shop/charts/x${index}/charts/b/t.yaml`],
	['all of them one', () => 'shop/templates/a.yaml'],
] as const)('A chart that prints 300,000 comments, %s, costs no more than to read them', ([, told]) => {
	const more = Array.from({length: 2000}, (_, index) => file(`web/files/${index}`, ''));
	const comments = Array.from({length: 300_000}, (_, index) => `# Source: ${told(index)}\n`);
	const turns = measureTurns();
	const attribute = sourcesOf('web')(comments.join(''), [...files, ...more]);
	for (let line = 1; line <= 10_000; line++) {
		attribute({}, {file: 'web/Chart.yaml', line});
	}

	expect(turns.longest()).toBeLessThan(longestTurnMs);
});
