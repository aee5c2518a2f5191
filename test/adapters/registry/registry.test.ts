import {expect} from 'vitest';
import type {Credential, Credentials} from '../../../source/adapters/credentials/credential.ts';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {folderSource} from '../../../source/model/application.ts';
import {smallChart} from '../../support/chart-repository.ts';
import {packChart} from '../../support/charts.ts';
import {type OciArtifact, pushArtifact} from '../../support/oci.ts';
import {type Registry, startRegistry} from '../../support/registry.ts';
import {packTgz} from '../../support/tar.ts';
import {toolTest} from '../../support/tool-test.ts';
import {forever, temporaryFolder} from '../git/support/repositories.ts';

const timeout = 30_000;

/** As `helm push` makes it. */
function chartArtifact(repository: string, version: string): OciArtifact {
	const name = repository.slice(repository.lastIndexOf('/') + 1);
	const config = JSON.stringify({name, version, apiVersion: 'v2'});
	return {
		repository,
		tag: version.replaceAll('+', '_'),
		config: {mediaType: 'application/vnd.cncf.helm.config.v1+json', data: Buffer.from(config)},
		layers: [
			{
				mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
				data: packChart(name, smallChart(name, version)),
			},
		],
		annotations: {'org.opencontainers.image.created': '2026-03-04T05:06:07Z'},
	};
}

/** As `flux push artifact` makes it. */
function fluxArtifact(tag: string, color: string): OciArtifact {
	return {
		repository: 'manifests/shop',
		tag,
		config: {mediaType: 'application/vnd.cncf.flux.config.v1+json', data: Buffer.from('{}')},
		layers: [
			{
				mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip',
				data: packTgz({
					'apps/shop/config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata: {color: ${color}}\n`,
				}),
			},
		],
		annotations: {
			'org.opencontainers.image.created': '2026-03-04T05:06:07Z',
			'org.opencontainers.image.source': 'https://git.example/shop',
			'org.opencontainers.image.revision': 'main@sha1:abcdef',
		},
	};
}

function credentialsOf({host, user, ca}: Registry, wrong: Partial<Credential> = {}): Credentials {
	const credential: Credential = {
		origin: 'a test',
		...(user && {username: user.name, password: user.password}),
		...(ca !== undefined && {ca}),
		...wrong,
	};
	return {of: async url => (url.startsWith(`oci://${host}/`) ? credential : undefined), renew: () => undefined};
}

function open(
	repository: string,
	{chart = '', ...options}: {chart?: string; credentials?: Credentials; cacheFolder?: string},
) {
	const place = {repository, chart};
	const sources = createSources({cacheFolder: temporaryFolder(), ...options});
	return {
		place,
		sources,
		async commit(revision: string) {
			const answer = (await sources.resolve(place, [revision], forever)).get(revision);
			if (answer === undefined || answer instanceof Error) {
				throw answer ?? new Error('no answer');
			}

			return answer;
		},
		[Symbol.asyncDispose]: () => sources.close(),
	};
}

const ways = [
	['plain', {}],
	['with TLS and a user', {hasTls: true, hasUser: true}],
] as const;

toolTest.for(ways)('A chart is read from a registry, %s', {timeout}, async ([, options], {tools}) => {
	await using registry = await startRegistry({program: tools.registry, ...options});
	for (const version of ['1.2.3', '1.10.0', '2.0.0-rc.1', '1.9.0+build.5']) {
		await pushArtifact(registry, chartArtifact('charts/web', version));
	}

	const digest = await pushArtifact(registry, chartArtifact('charts/web', '1.2.3'));
	const credentials = credentialsOf(registry);
	await using chart = open(`${registry.host}/charts`, {chart: 'web', credentials});
	expect(await chart.commit('1.2.3')).toEqual({
		id: `1.2.3@${digest}`,
		subject: 'web 1.2.3: The chart web',
		author: 'Ada Lovelace',
		time: '2026-03-04T05:06:07.000Z',
	});
	for (const [revision, version] of [
		['^1', '1.10.0'],
		['HEAD', '1.10.0'],
		['~1.9', '1.9.0+build.5'],
		['1.9.0+build.5', '1.9.0+build.5'],
		['>=2.0.0-0', '2.0.0-rc.1'],
	] as const) {
		expect((await chart.commit(revision)).id.split('@')[0]).toBe(version);
	}

	await expect(chart.commit('3.x')).rejects.toThrow(`oci://${registry.host}/charts/web has no "3.x"`);
});

toolTest('An artifact of Flux is read by its tag, and renders what is in it', {timeout}, async ({tools}) => {
	await using registry = await startRegistry({program: tools.registry});
	const digest = await pushArtifact(registry, fluxArtifact('latest', 'green'));
	const repository = `oci://${registry.host}/manifests/shop`;
	const cacheFolder = temporaryFolder();
	const artifact = open(repository, {cacheFolder});
	const commit = await artifact.commit('HEAD');
	expect(commit).toEqual({
		id: `latest@${digest}`,
		subject: 'shop latest: main@sha1:abcdef',
		author: 'https://git.example/shop',
		time: '2026-03-04T05:06:07.000Z',
	});
	const source = folderSource({repository, revision: 'HEAD', path: 'apps/shop', tool: {kind: 'detected'}});
	const request = {
		app: 'shop',
		project: '',
		namespace: '',
		source,
		references: new Map(),
		capabilities: async () => ({kubeVersion: '', apiVersions: []}),
	};
	const rendered = await artifact.sources.render({...request, commit: commit.id}, forever);
	expect(rendered.manifests.map(({id, origin}) => [id.name, origin])).toEqual([
		['shop', {file: 'apps/shop/config.yaml', line: 1}],
	]);

	const moved = await pushArtifact(registry, fluxArtifact('latest', 'red'));
	expect((await artifact.commit('HEAD')).id).toBe(`latest@${moved}`);
	for (const pinned of [digest, `latest@${digest}`]) {
		expect((await artifact.commit(pinned)).id).toMatch(new RegExp(`@${digest}$`));
	}

	await artifact.sources.close();
	await registry.stop();
	await using offline = open(repository, {cacheFolder});
	expect((await offline.commit(commit.id)).id).toBe(commit.id);
	expect(await offline.sources.has(offline.place, commit.id)).toBe(true);
	await expect(offline.commit('latest')).rejects.toThrow('connection refused');
});

toolTest('A wrong password is told, and the authority that has to be known', {timeout}, async ({tools}) => {
	await using registry = await startRegistry({program: tools.registry, hasTls: true, hasUser: true});
	await pushArtifact(registry, chartArtifact('charts/web', '1.2.3'));
	const repository = `oci://${registry.host}/charts/web`;
	await using wrong = open(repository, {credentials: credentialsOf(registry, {password: 'hunter2'})});
	await expect(wrong.commit('1.2.3')).rejects.toThrow('refuses this user (HTTP 401)');
	await using unknown = open(repository, {});
	await expect(unknown.commit('1.2.3')).rejects.toThrow("can't be trusted: its certificate is signed by an unknown");
});
