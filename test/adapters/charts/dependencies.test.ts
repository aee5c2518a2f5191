import {readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import {parseAllDocuments, stringify} from 'yaml';
import {type Credentials, noCredentials} from '../../../source/adapters/credentials/credential.ts';
import {noSettings} from '../../../source/adapters/render/tools/settings.ts';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {folderSource, type Source} from '../../../source/model/application.ts';
import {chartRepository, smallChart} from '../../support/chart-repository.ts';
import {packChart} from '../../support/charts.ts';
import {pushArtifact} from '../../support/oci.ts';
import {runProgram} from '../../support/program.ts';
import {startRegistry} from '../../support/registry.ts';
import {createTemporaryFolder, type Files, under} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {startWebServer} from '../../support/web-server.ts';
import {createRepository, forever, temporaryFolder} from '../git/support/repositories.ts';

const timeout = 60_000;

type Dependency = {
	readonly name: string;
	readonly version: string;
	readonly repository: string;
	readonly alias?: string;
};

function parentChart(dependencies: readonly Dependency[], files: Files = {}): Files {
	return {
		'Chart.yaml': stringify({apiVersion: 'v2', name: 'shop', version: '3.0.0', dependencies}),
		'values.yaml': 'db: {color: blue}\n',
		'templates/own.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n',
		...files,
	};
}

/** For all that is on this machine, which nobody but a person may name. */
const named: Credentials = {
	of: async url => (url.includes('//127.0.0.1:') ? {origin: 'a test'} : undefined),
	renew: () => undefined,
};

function open(helm: string, {cacheFolder = temporaryFolder(), credentials = named} = {}) {
	const settings = {...noSettings, tools: {helm: {path: helm, versions: {}}}};
	const sources = createSources({cacheFolder, settings, credentials});
	const render = async (source: Source) => {
		const answer = (await sources.resolve(source, [source.revision], forever)).get(source.revision);
		if (answer === undefined || answer instanceof Error) {
			throw answer ?? new Error('no answer');
		}

		const capabilities = async () => ({kubeVersion: 'v1.36.3', apiVersions: []});
		const request = {
			app: 'rel',
			project: '',
			namespace: 'prod',
			references: new Map(),
			source,
			commit: answer.id,
			capabilities,
		};
		return await sources.render(request, forever);
	};
	return {cacheFolder, sources, render, [Symbol.asyncDispose]: () => sources.close()};
}

/** The chart of a commit. */
function committed(files: Files): Source {
	const repository = createRepository();
	repository.commit(under('shop', files));
	return folderSource({repository: repository.path, revision: 'main', path: 'shop', tool: {kind: 'detected'}});
}

async function told(rendering: ReturnType<ReturnType<typeof open>['render']>) {
	const {manifests, problems, remarks} = await rendering;
	return {
		manifests: manifests.map(({id, origin}) => `${id.name} ${origin.file}`).toSorted(),
		problems: problems.map(({where, message}) => `${where}: ${message}`),
		remarks,
	};
}

const published = ['0.1.0', '0.1.5', '0.2.0'].map(version => ({name: 'db', version}));

toolTest.for(['helm3', 'helm4'] as const)(
	'What Helm locks and builds is fetched and rendered alike, by %s',
	{timeout},
	async (version, {tools}) => {
		await using server = await startWebServer(chartRepository([...published, {name: 'cache', version: '1.0.0'}]));
		const dependencies = [
			{name: 'db', version: '~0.1.0', repository: server.url},
			{name: 'db', version: '>0.1 <1', repository: server.url, alias: 'other', tags: ['x'], condition: 'other.enabled'},
			{
				name: 'cache',
				version: '1.0.0',
				repository: server.url,
				'import-values': ['data', {parent: 'a', child: 'b'}],
			},
		];
		await using files = await createTemporaryFolder(under('shop', parentChart(dependencies)));
		const helm = async (...args: readonly string[]) => {
			const done = await runProgram(tools[version], args, {env: {HOME: files.folder}});
			expect(done.code, done.stderr).toBe(0);
			return done.stdout;
		};
		await helm('dependency', 'update', `${files.folder}/shop`);
		const output = await helm('template', 'rel', `${files.folder}/shop`, '--namespace=prod');
		const lock = await readFile(`${files.folder}/shop/Chart.lock`, 'utf8');
		await using opened = open(tools[version]);
		const source = committed(parentChart(dependencies, {'Chart.lock': lock}));
		const {manifests, problems, remarks} = await opened.render(source);
		const expected = parseAllDocuments(output).map(document => document.toJS());
		expect({problems, remarks}).toEqual({problems: [], remarks: []});
		expect(manifests.map(({body}) => body)).toEqual(expect.arrayContaining(expected));
		expect(manifests).toHaveLength(expected.length);
		expect(manifests.map(({origin}) => origin.file)).toContain('shop/charts/cache/templates/config.yaml');
	},
);

toolTest(
	'A dependency in a registry is fetched, and a chart that has one in its archive',
	{timeout},
	async ({tools}) => {
		await using registry = await startRegistry({program: tools.registry});
		const config = {mediaType: 'application/vnd.cncf.helm.config.v1+json', data: Buffer.from('{}')};
		const mediaType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
		const layers = [{mediaType, data: packChart('db', smallChart('db', '0.1.0'))}];
		await pushArtifact(registry, {repository: 'charts/db', tag: '0.1.0', config, layers});
		const dependencies = [{name: 'db', version: '0.1.0', repository: `oci://${registry.host}/charts`}];
		await using server = await startWebServer(
			chartRepository([{name: 'shop', version: '3.0.0', files: parentChart(dependencies)}]),
		);
		await using opened = open(tools.helm4);
		const expected = {manifests: ['own', 'rel-db'], problems: [], remarks: []};
		const ofGit = await told(opened.render(committed(parentChart(dependencies))));
		expect(ofGit).toEqual({
			...expected,
			manifests: ['own shop/templates/own.yaml', 'rel-db shop/charts/db/templates/config.yaml'],
		});
		const chart = {
			...folderSource({repository: server.url, revision: '*', path: '.', tool: {kind: 'detected'}}),
			chart: 'shop',
		};
		const ofChart = await told(opened.render(chart));
		expect(ofChart).toEqual({
			...expected,
			manifests: ['own templates/own.yaml', 'rel-db charts/db/templates/config.yaml'],
		});
	},
);

toolTest('What is not locked is the newest of today, which a remark tells', {timeout}, async ({tools}) => {
	await using server = await startWebServer(chartRepository(published));
	await using opened = open(tools.helm4);
	const source = committed(parentChart([{name: 'db', version: '^0.1', repository: server.url}]));
	expect(await told(opened.render(source))).toEqual({
		manifests: ['own shop/templates/own.yaml', 'rel-db shop/charts/db/templates/config.yaml'],
		problems: [],
		remarks: [
			'shop/Chart.yaml: db is not locked, and ^0.1 is 0.1.5 today: run `helm dependency update` and commit Chart.lock',
		],
	});
});

toolTest('What was fetched once is rendered again without its repository', {timeout}, async ({tools}) => {
	await using server = await startWebServer(chartRepository(published));
	const known = committed(parentChart([{name: 'db', version: '0.1.0', repository: server.url}]));
	const first = open(tools.helm4);
	expect((await told(first.render(known))).problems).toEqual([]);
	await first.sources.close();
	server.pages.clear();
	const asked = server.asked.length;
	await using again = open(tools.helm4, {cacheFolder: first.cacheFolder});
	expect((await told(again.render(known))).manifests).toHaveLength(2);
	expect(server.asked).toHaveLength(asked);
	await using without = open(tools.helm4);
	expect((await told(without.render(known))).problems[0]).toMatch(
		/^shop\/Chart\.yaml: the chart's dependency "db" can't be fetched: .*\/index\.yaml is not there, or/,
	);
});

const stale = stringify({dependencies: [], digest: `sha256:${'0'.repeat(64)}`, generated: '2026-01-01T00:00:00Z'});

toolTest.for([
	['its lock is out of date', {}, {'Chart.lock': stale}, 'is not in charts/, and Chart.lock is out of date'],
	['it names no repository', {repository: ''}, {}, 'is not in charts/, and names no repository: give the address'],
	['it names one by an alias', {repository: '@stable'}, {}, 'names "@stable": give the address of its repository'],
	['its repository is elsewhere by http', {repository: 'http://charts.example'}, {}, 'plain http is only used on this'],
	[
		'its repository has a password',
		{repository: 'https://ada:hunter2@charts.example/x'},
		{},
		'https://charts.example/x: it',
	],
	['its registry has a password', {repository: 'oci://ada:hunter2@charts.example/x'}, {}, 'oci://charts.example/x: it'],
	['it has no version', {version: ''}, {}, 'has no version that is one: ""'],
	['no version of it is let in', {version: '9.x'}, {}, 'has no version "9.x" of the chart db. Name one of those'],
	['it is not there', {name: 'nothing'}, {}, 'has no chart "nothing"'],
	['its name leads out', {name: '../db'}, {}, 'is no name of a chart'],
] as const)('A dependency is a problem where %s', {timeout}, async ([, fields, files, expected], {tools}) => {
	await using server = await startWebServer(chartRepository(published));
	await using opened = open(tools.helm4);
	const dependency = {name: 'db', version: '0.1.0', repository: server.url, ...fields};
	const {manifests, problems} = await told(opened.render(committed(parentChart([dependency], files))));
	expect(manifests).toEqual([]);
	expect(problems).toEqual([expect.stringContaining(expected)]);
	expect(problems[0]).toMatch(/^shop\/Chart\.yaml: the chart's dependency "/);
	expect(problems[0]).not.toContain('hunter2');
});

toolTest('A chart that needs itself, through another, comes to an end', {timeout}, async ({tools}) => {
	await using server = await startWebServer();
	const needing = (name: string, other: string) => ({
		name,
		version: '1.0.0',
		files: {
			'Chart.yaml': stringify({
				...{apiVersion: 'v2', name, version: '1.0.0'},
				dependencies: [{name: other, version: '1.0.0', repository: server.url}],
			}),
		},
	});
	for (const [path, page] of Object.entries(chartRepository([needing('a', 'b'), needing('b', 'a')]))) {
		server.pages.set(path, page);
	}

	await using opened = open(tools.helm4);
	const source = committed(parentChart([{name: 'a', version: '1.0.0', repository: server.url}]));
	expect((await told(opened.render(source))).problems[0]).toContain('is reached through more than 8 charts');
});

toolTest('What a commit alone names on this machine is not asked', {timeout}, async ({tools}) => {
	const db = {name: 'db', version: '0.1.0'};
	await using server = await startWebServer(chartRepository([db]));
	await using opened = open(tools.helm4, {credentials: noCredentials});
	const needing = (repository: string) => told(opened.render(committed(parentChart([{...db, repository}]))));
	const refusal =
		/is refused: (?:127\.0\.0\.1|::1) is this machine, .*\. If it is to be read, give it an entry under `credentials`/;
	for (const repository of [
		server.url,
		server.url.replace('127.0.0.1', 'localhost'),
		`oci://${server.host}/charts`,
		'https://169.254.169.254/latest',
	]) {
		const {manifests, problems} = await needing(repository);
		expect(manifests).toEqual([]);
		expect(problems[0]).toMatch(repository.includes('169') ? /is refused: 169\.254\.169\.254 is/ : refusal);
	}

	expect(server.asked).toEqual([]);
});
