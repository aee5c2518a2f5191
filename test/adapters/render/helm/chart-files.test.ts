import {expect, test} from 'vitest';
import {ChartFinder} from '../../../../source/adapters/render/helm/chart-files.ts';
import {FetchedCharts} from '../../../../source/adapters/render/helm/fetched-charts.ts';
import {commitOf, type Files, forever} from '../support/files.ts';

const chart = (name: string, needed: readonly string[] = []) =>
	`apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndependencies:\n${needed
		.map((repository, index) => `- {name: ${name}${index}, version: 1.0.0, repository: '${repository}'}\n`)
		.join('')}`;
const numbers = (length: number) => Array.from({length}, (_, index) => index);

async function find(files: Files) {
	const {tree, read} = commitOf(files);
	const finder = new ChartFinder(new FetchedCharts(async () => ({problem: 'nothing is fetched'}), read), forever);
	await finder.find(tree, 'web');
	return {
		files: finder.files.size,
		problems: finder.problems.map(({where, message}) => `${where}: ${message}`),
	};
}

test.for([
	['v1', 'requirements.yaml', 'old'],
	['v2', 'requirements.yaml', 'old'],
	['v1', 'Chart.yaml', 'web0'],
	['v2', 'Chart.yaml', 'web0'],
] as const)('A chart of %s that lists what it needs in %s needs that', async ([version, place, needed]) => {
	const listed = {'web/requirements.yaml': 'dependencies: [{name: old}]'};
	const found = await find({
		'web/Chart.yaml': chart('web', ['']).replace('v2', version),
		...(place === 'requirements.yaml' && listed),
	});
	expect(found.problems).toEqual([
		expect.stringContaining(`web/${place}: the chart's dependency "${needed}" is not in charts/`),
	]);
});

test.for([
	['itself', 'file://.', chart('base')],
	['one that needs it', 'file://../base', chart('base', ['file://../web/'])],
] as const)('A chart that needs %s is told', async ([, repository, base]) => {
	const found = await find({'web/Chart.yaml': chart('web', [repository]), 'base/Chart.yaml': base});
	expect(found.problems).toEqual([expect.stringContaining(', which is the chart itself, or one that needs it')]);
});

test.for([
	['s3://', 's3://charts.example/x'],
	['file://', 'file://charts.example/x'],
	['s3:', 'charts.example/x'],
	['', 'charts.example/x'],
] as const)('Of an address at %s it is told without its user and password: %s', async ([scheme, shown]) => {
	const repository = `${scheme}ada:hunter2@charts.example/x`;
	const {problems} = await find({'web/Chart.yaml': chart('web', [repository])});
	expect(problems).toEqual([expect.stringContaining(shown)]);
	expect(problems.join()).not.toMatch(/ada|hunter2/);
});

test('Charts that need each other in ever more ways end at the hundredth', async () => {
	const names = [...'abcdefg'];
	const below = names.map((name, index): [string, string] => [
		`${name}/Chart.yaml`,
		chart(
			name,
			numbers(names[index + 1] === undefined ? 0 : 10).map(() => `file://../${names[index + 1]}`),
		),
	]);
	const found = await find({'web/Chart.yaml': chart('web', ['file://../a']), ...Object.fromEntries(below)});
	expect(found.files).toBeLessThan(110);
	expect(found.problems).toContainEqual(
		expect.stringContaining('is one of more than 100 that lie elsewhere in the repository: commit charts/'),
	);
	expect(found.problems.length).toBeLessThanOrEqual(200);
});

test('A chart has no more than 20,000 files, with all that it needs', async () => {
	const many = numbers(3000).map((index): [string, string] => [`base/files/${index}`, '']);
	const needed = numbers(8).map(() => 'file://../base');
	const found = await find({
		'web/Chart.yaml': chart('web', needed),
		'base/Chart.yaml': chart('base'),
		...Object.fromEntries(many),
	});
	expect(found.files).toBeLessThanOrEqual(20_000);
	expect(found.problems[0]).toBe(
		'web/charts/web6/Chart.yaml: more than 20000 files are read for the chart, with those that it needs',
	);
});

test('A chart names no more than 1,000 dependencies', async () => {
	const found = await find({
		'web/Chart.yaml': chart(
			'web',
			numbers(1001).map(() => 'https://host'),
		),
	});
	expect(found.problems).toEqual([
		'web/Chart.yaml: the chart and those that it needs have more than 1000 dependencies',
	]);
});
