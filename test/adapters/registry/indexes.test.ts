import {expect, test} from 'vitest';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {smallChart} from '../../support/chart-repository.ts';
import {packChart} from '../../support/charts.ts';
import {digestOf, pullManifest, pushArtifact, pushIndex} from '../../support/oci.ts';
import {startRegistry} from '../../support/registry.ts';
import {packTgz} from '../../support/tar.ts';
import {toolTest} from '../../support/tool-test.ts';
import {type Page, startWebServer} from '../../support/web-server.ts';
import {forever, temporaryFolder} from '../git/support/repositories.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const [fluxType, chartType] = ['application/vnd.cncf.flux.config.v1+json', 'application/vnd.cncf.helm.config.v1+json'];
const linux = (architecture: string) => ({platform: {os: 'linux', architecture}});

type Stored = {readonly layer: Buffer; readonly manifest: Buffer};

function stored(layer: Buffer, mediaType: string): Stored {
	const config = {mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(Buffer.from('{}')), size: 2};
	const layers = [{mediaType, digest: digestOf(layer), size: layer.length}];
	return {layer, manifest: Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: manifestType, config, layers}))};
}

const files = stored(packTgz({'shop.yaml': 'kind: ConfigMap\n'}), 'application/vnd.cncf.flux.content.v1.tar+gzip');
const others = stored(packTgz({'other.yaml': 'kind: ConfigMap\n'}), 'application/vnd.oci.image.layer.v1.tar+gzip');
const chart = stored(
	packChart('shop', smallChart('shop', '1.0.0')),
	'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
);

const entry = ({manifest}: Stored, more: object = {}) => ({
	mediaType: manifestType,
	digest: digestOf(manifest),
	size: manifest.length,
	...more,
});

const indexOf = (manifests: readonly object[], more: object = {}) =>
	Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: indexType, manifests, ...more}));

function told(content: Buffer): Page {
	return (_, response) =>
		void response.writeHead(200, {'content-type': indexType, 'docker-content-digest': digestOf(content)}).end(content);
}

function pagesOf(index: Buffer): Record<string, Page> {
	const all = [files, others, chart];
	return Object.fromEntries([
		['/v2/shop/manifests/1.0.0', told(index)],
		[`/v2/shop/manifests/${digestOf(index)}`, told(index)],
		...all.map(({manifest}): [string, Page] => [`/v2/shop/manifests/${digestOf(manifest)}`, told(manifest)]),
		...all.map(({layer}): [string, Page] => [`/v2/shop/blobs/${digestOf(layer)}`, layer]),
	]);
}

/** The files of the revision, or why there are none. */
async function read(repository: string, chartName = '', revision = '1.0.0', cacheFolder = temporaryFolder()) {
	const sources = createSources({cacheFolder});
	const place = {repository, chart: chartName};
	try {
		const commit = (await sources.resolve(place, [revision], forever)).get(revision);
		return commit === undefined || commit instanceof Error ? commit?.message : `${commit.id} ${commit.subject}`;
	} finally {
		await sources.close();
	}
}

const attestation = {
	...linux('amd64'),
	platform: {os: 'unknown', architecture: 'unknown'},
	annotations: {'vnd.docker.reference.type': 'attestation-manifest'},
};
const signature = {artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json'};

test.for<[string, readonly object[]]>([
	['is the only one', [entry(files)]],
	['is the only one, for a platform', [entry(files, linux('amd64'))]],
	['stands beside an attestation', [entry(others, attestation), entry(files, linux('amd64'))]],
	['stands beside a signature', [entry(others, signature), entry(files)]],
	['is the only one for no platform', [entry(others, linux('amd64')), entry(files)]],
	['is of the kind that is wanted', [entry(others), entry(files, {artifactType: fluxType})]],
	['is the same for each platform', [entry(files, linux('amd64')), entry(files, linux('arm64'))]],
	['stands beside an index', [{mediaType: indexType, digest: digestOf(others.manifest), size: 1}, entry(files)]],
	['stands beside what is none', [{mediaType: manifestType, digest: 'sha256:../x', size: 1}, entry(files)]],
])('Of an index the manifest is taken that %s', async ([, manifests]) => {
	const index = indexOf(manifests);
	await using server = await startWebServer(pagesOf(index));
	expect(await read(`oci://${server.host}/shop`)).toBe(`1.0.0@${digestOf(index)} shop 1.0.0`);
	expect(server.asked.map(({path}) => path)).toContain(`/v2/shop/blobs/${digestOf(files.layer)}`);
	expect(server.asked.map(({path}) => path)).not.toContain(`/v2/shop/blobs/${digestOf(others.layer)}`);
});

test('Of an index with a chart and files, the chart is taken where one is wanted', async () => {
	const index = indexOf([entry(files, {artifactType: fluxType}), entry(chart, {artifactType: chartType})]);
	await using server = await startWebServer(pagesOf(index));
	expect(await read(server.host, 'shop')).toBe(`1.0.0@${digestOf(index)} shop 1.0.0: The chart shop`);
	expect(await read(`oci://${server.host}/shop`)).toContain(
		`it does not say which of them is meant (${fluxType}, ${digestOf(files.manifest)}; ${chartType}, ${digestOf(chart.manifest)})`,
	);
});

test.for<[string, readonly object[], string]>([
	[
		'several platforms',
		[entry(files, linux('amd64')), entry(others, linux('arm64'))],
		`it does not say which of them is meant (${manifestType} for linux/amd64, ${digestOf(files.manifest)}; ${manifestType} for linux/arm64, ${digestOf(others.manifest)})`,
	],
	[
		'signatures alone',
		[entry(files, signature)],
		`none of them has files (${signature.artifactType}, ${digestOf(files.manifest)})`,
	],
	['nothing', [], 'none of them has files'],
	[
		'many',
		Array.from({length: 8}, (_, index) => ({...entry(files), digest: digestOf(Buffer.from([index]))})),
		'; and 3 more)',
	],
	['more than anybody has', Array.from({length: 1001}, () => entry(files)), 'it is an index of 1001 manifests'],
])('An index of %s is refused, and what is in it is told', async ([, manifests, expected]) => {
	await using server = await startWebServer(pagesOf(indexOf(manifests)));
	const answer = await read(`oci://${server.host}/shop`);
	expect(answer).toContain(`oci://${server.host}/shop:1.0.0 is refused: it is an index of `);
	expect(answer).toContain(expected);
});

test('What an index names is refused with another digest, as an index again, and where it is not there', async () => {
	const inner = indexOf([entry(files)]);
	const index = indexOf([{...entry(files), digest: digestOf(inner)}]);
	const page = `/v2/shop/manifests/${digestOf(inner)}`;
	await using server = await startWebServer({...pagesOf(index), [page]: told(inner)});
	const repository = `oci://${server.host}/shop`;
	expect(await read(repository)).toContain('is refused: it is an index of indexes');
	server.pages.set(page, files.manifest);
	expect(await read(repository)).toContain(
		`gives a manifest that is not the one of the digest ${digestOf(inner).slice(0, 19)}`,
	);
	server.pages.delete(page);
	expect(await read(repository)).toContain(`has no "1.0.0@${digestOf(index)}"`);
});

const timeout = 30_000;

toolTest(
	'An index in a registry is pinned by its own digest, and read again without it',
	{timeout},
	async ({tools}) => {
		await using registry = await startRegistry({program: tools.registry});
		const repository = 'manifests/shop';
		const config = {mediaType: fluxType, data: Buffer.from('{}')};
		const layers = [{mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip', data: files.layer}];
		const digest = await pushArtifact(registry, {repository, tag: 'one', config, layers});
		const size = (await pullManifest(registry, repository, digest)).length;
		const manifests = [{mediaType: manifestType, digest, size, artifactType: fluxType}];
		const index = await pushIndex(registry, {repository, tag: '1.0.0', manifests});
		const address = `oci://${registry.host}/${repository}`;
		const cacheFolder = temporaryFolder();
		expect(await read(address, '', '1.0.0', cacheFolder)).toBe(`1.0.0@${index} shop 1.0.0`);
		await registry.stop();
		expect(await read(address, '', `1.0.0@${index}`, cacheFolder)).toBe(`1.0.0@${index} shop 1.0.0`);
		const sources = createSources({cacheFolder});
		expect(await sources.has({repository: address, chart: ''}, `1.0.0@${index}`)).toBe(true);
		await sources.close();
	},
);
