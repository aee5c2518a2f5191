import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Credentials, noCredentials} from '../../../source/adapters/credentials/credential.ts';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {OperatorError} from '../../../source/model/operator-error.ts';
import type {Commit} from '../../../source/model/sources.ts';
import {chartRepository, smallChart} from '../../support/chart-repository.ts';
import {packChart} from '../../support/charts.ts';
import {digestOf} from '../../support/oci.ts';
import {startWebServer} from '../../support/web-server.ts';
import {forever, temporaryFolder} from '../git/support/repositories.ts';

function open(url: string, {cacheFolder = temporaryFolder(), chart = 'web', credentials = noCredentials} = {}) {
	const sources = createSources({cacheFolder, credentials});
	const place = {repository: url, chart};
	const resolve = async (...revisions: readonly string[]) => await sources.resolve(place, revisions, forever);
	return {
		cacheFolder,
		place,
		sources,
		resolve,
		async commit(revision: string): Promise<Commit> {
			const answer = (await resolve(revision)).get(revision);
			if (answer === undefined || answer instanceof Error) {
				throw answer ?? new Error('no answer');
			}

			return answer;
		},
		async refusal(revision: string): Promise<string> {
			const answer = await resolve(revision).then(
				answers => answers.get(revision),
				error => error,
			);
			return answer instanceof OperatorError ? `${answer.message}. ${answer.advice}` : `${answer}`;
		},
		[Symbol.asyncDispose]: () => sources.close(),
	};
}

const versions = ['1.2.3', '1.10.0', '2.0.0-rc.1'].map(version => ({name: 'web', version}));

test('A version is told like a commit: with the digest of its archive, its description, its author and its time', async () => {
	await using server = await startWebServer(chartRepository(versions));
	await using chart = open(server.url);
	expect(await chart.commit('1.2.3')).toEqual({
		id: `1.2.3@${digestOf(packChart('web', smallChart('web', '1.2.3')))}`,
		subject: 'web 1.2.3: The chart web',
		author: 'Ada Lovelace',
		time: '2026-02-03T04:05:06.789Z',
	});
	expect(server.asked.map(({path}) => path)).toEqual(['/index.yaml', '/web-1.2.3.tgz']);
});

test.for([
	['^1', '1.10.0'],
	['HEAD', '1.10.0'],
	['>=1.0.0-0', '2.0.0-rc.1'],
])('The revision %s is the version %s', async ([revision = '', version]) => {
	await using server = await startWebServer(chartRepository(versions));
	await using chart = open(`${server.url}/`);
	expect((await chart.commit(revision)).id.split('@')[0]).toBe(version);
});

test('What has not changed is sent once, to all charts of the repository, and after a restart', async () => {
	await using server = await startWebServer(chartRepository([...versions, {name: 'cache', version: '0.1.0'}]));
	const web = open(server.url);
	const {cacheFolder} = web;
	await web.commit('^1');
	await web.sources.resolve({repository: server.url, chart: 'cache'}, ['*'], forever);
	await web.commit('^1');
	await web.sources.close();
	await using again = open(server.url, {cacheFolder});
	await again.commit('^1');
	expect(server.asked.map(({path, status}) => `${path} ${status}`)).toEqual([
		'/index.yaml 200',
		'/web-1.10.0.tgz 200',
		'/cache-0.1.0.tgz 200',
		'/index.yaml 304',
		'/index.yaml 304',
	]);
});

test('A version that comes is found, and one that was published again is another revision', async () => {
	await using server = await startWebServer(chartRepository(versions.slice(0, 1)));
	await using chart = open(server.url);
	const first = await chart.commit('*');
	const changed = {...smallChart('web', '1.2.3'), 'values.yaml': 'color: red\n'};
	for (const [path, page] of Object.entries(chartRepository([{name: 'web', version: '1.2.3', files: changed}]))) {
		server.pages.set(path, page);
	}

	const second = await chart.commit('*');
	expect([first.id, second.id].map(id => id.split('@')[0])).toEqual(['1.2.3', '1.2.3']);
	expect(second.id).not.toBe(first.id);
	expect(await chart.sources.descends(chart.place, second.id, first.id)).toBe(false);
	expect(await chart.sources.has(chart.place, first.id)).toBe(true);
});

test('A digest pins: what is here is asked of nobody, and anything else is refused', async () => {
	await using server = await startWebServer(chartRepository(versions));
	await using chart = open(server.url);
	const {id} = await chart.commit('1.2.3');
	const [, digest = ''] = id.split('@');
	const before = server.asked.length;
	for (const pinned of [id, digest]) {
		expect(await chart.commit(pinned)).toMatchObject({subject: 'web 1.2.3: The chart web'});
	}

	expect(server.asked.length).toBe(before);
	const other = `sha256:${'0'.repeat(64)}`;
	expect(await chart.refusal(`1.2.3@${other}`)).toMatch(
		/web-1\.2\.3\.tgz .* has the digest \w{12}…, and 000000000000… is asked for.* published again .* or the digest was copied wrongly/,
	);
	expect(await chart.refusal(other)).toContain(`has no version "${other}"`);
});

test.for([
	[
		'3.x',
		/has no version "3\.x" of the chart web. Name one of those that it has: 2\.0\.0-rc\.1, 1\.10\.0, 1\.2\.3 and 2 older ones$/,
	],
	['main', /has no version "main"/],
] as const)('The version %s, which is not there, is told with those that are', async ([revision, expected]) => {
	await using server = await startWebServer(
		chartRepository([...versions, ...['0.1.0', '0.2.0'].map(version => ({name: 'web', version}))]),
	);
	await using chart = open(server.url);
	expect(await chart.refusal(revision)).toMatch(expected);
});

test('A chart that is not there is told, and so is a repository', async () => {
	await using server = await startWebServer(chartRepository(versions));
	await using other = open(server.url, {chart: 'wep'});
	expect(await other.refusal('*')).toContain(`${server.url}/ has no chart "wep"`);
	await using nowhere = open(`${server.url}/elsewhere`);
	await expect(nowhere.resolve('*')).rejects.toThrow(`${server.url}/elsewhere/index.yaml is not there`);
});

test.for([
	[
		'has another digest than the index says',
		{entry: {digest: '1'.repeat(64)}},
		/is not the archive whose digest stands/,
	],
	['is no archive', {archive: Buffer.from('<html>')}, /web-1\.2\.3\.tgz of .* is refused: it is no whole gzip/],
	['ends too early', {archive: packChart('web', smallChart('web', '1.2.3')).subarray(0, 200)}, /no whole gzip/],
	['has no Chart.yaml', {files: {'values.yaml': ''}}, /is refused: it has no Chart\.yaml/],
	['has a broken Chart.yaml', {files: {'Chart.yaml': 'a: 1\nb: ['}}, /is refused: Chart\.yaml:2/],
	['is elsewhere by http', {entry: {urls: ['http://charts.example/x.tgz']}}, /plain http is only used on this machine/],
	['is a file', {entry: {urls: ['file:///etc/passwd']}}, /nothing is fetched by file:/],
	['is nowhere', {entry: {urls: []}}, /address of web-1\.2\.3\.tgz .* is refused: it is none/],
] as const)('An archive that %s is refused', async ([, chart, expected]) => {
	await using server = await startWebServer(chartRepository([{name: 'web', version: '1.2.3', ...chart}]));
	await using opened = open(server.url);
	expect(await opened.refusal('*')).toMatch(expected);
});

test('An archive whose digest the index does not tell is fetched once', async () => {
	await using server = await startWebServer(
		chartRepository([{name: 'web', version: '1.0.0', entry: {digest: undefined}}]),
	);
	await using chart = open(server.url);
	expect((await chart.commit('*')).id).toBe((await chart.commit('*')).id);
	expect(server.asked.filter(({path}) => path.endsWith('.tgz'))).toHaveLength(1);
});

test('A copy that was damaged is noticed and fetched anew, of an archive and of the index', async () => {
	await using server = await startWebServer(chartRepository(versions));
	const chart = open(server.url);
	const {id} = await chart.commit('1.2.3');
	await chart.sources.close();
	const {cacheFolder} = chart;
	const [index = ''] = await readdir(join(cacheFolder, 'indexes'));
	for (const folder of [join(cacheFolder, 'archives', 'blobs'), join(cacheFolder, 'indexes', index)]) {
		for (const name of await readdir(folder)) {
			if (!name.endsWith('.json')) {
				await writeFile(join(folder, name), 'entries: of somebody else');
			}
		}
	}

	await using again = open(server.url, {cacheFolder});
	expect((await again.commit('1.2.3')).id).toBe(id);
});

test('Credentials are for the repository, and for no other origin that its index names', async () => {
	const archive = packChart('web', smallChart('web', '2.0.0'));
	await using elsewhere = await startWebServer({'/web-2.0.0.tgz': archive});
	const there = {name: 'web', version: '2.0.0', archive, entry: {urls: [`${elsewhere.url}/web-2.0.0.tgz`]}};
	await using server = await startWebServer(chartRepository([{name: 'web', version: '1.0.0'}, there]));
	const credentials: Credentials = {
		of: async () => ({origin: 'a test', username: 'ada', password: 'secret'}),
		renew: () => undefined,
	};
	await using chart = open(server.url, {credentials});
	await chart.commit('1.0.0');
	await chart.commit('2.0.0');
	const basic = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
	expect(server.asked.map(({authorization}) => authorization)).toEqual([basic, basic, basic]);
	expect(elsewhere.asked.map(({authorization}) => authorization)).toEqual([undefined]);
});

test('Credentials that are refused are told, and read anew the next time', async () => {
	await using server = await startWebServer({'/index.yaml': (_, response) => void response.writeHead(401).end()});
	const renewed: string[] = [];
	const credentials: Credentials = {
		of: async () => ({origin: 'a test', token: 'old'}),
		renew: ({token = ''}) => renewed.push(token),
	};
	await using chart = open(server.url, {credentials});
	expect(await chart.refusal('*')).toContain(
		'index.yaml refuses this user (HTTP 401). Give credentials that may read it',
	);
	expect(server.asked[0]?.authorization).toBe('Bearer old');
	expect(renewed).toEqual(['old']);
});

test('What is deployed stays, and is there without the repository', async () => {
	await using server = await startWebServer(chartRepository(versions));
	const chart = open(server.url);
	const {id} = await chart.commit('1.2.3');
	await chart.sources.keep(chart.place, id, 'deployed/web');
	await chart.sources.close();
	const {cacheFolder} = chart;
	expect(
		await readFile(
			join(cacheFolder, 'archives', 'kept', (await readdir(join(cacheFolder, 'archives', 'kept')))[0] ?? ''),
			'utf8',
		),
	).toBe(`${id.split('@')[1]}\n`);
	server.pages.clear();
	await using again = open(server.url, {cacheFolder});
	await expect(again.resolve('1.2.3')).rejects.toThrow('is not there');
	expect(await again.sources.has(again.place, id)).toBe(true);
	expect(await again.sources.has(again.place, `1.2.3@sha256:${'0'.repeat(64)}`)).toBe(false);
});
