import {expect, test} from 'vitest';
import type {Credential, Credentials} from '../../../source/adapters/credentials/credential.ts';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {chartRepository, smallChart} from '../../support/chart-repository.ts';
import {packChart} from '../../support/charts.ts';
import {digestOf} from '../../support/oci.ts';
import {packTar, packTgz} from '../../support/tar.ts';
import {type Page, startWebServer} from '../../support/web-server.ts';
import {forever, temporaryFolder} from '../git/support/repositories.ts';

const fluxLayer = 'application/vnd.cncf.flux.content.v1.tar+gzip';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const files = packTgz({'shop.yaml': 'kind: ConfigMap\n'});

function descriptor(data: Buffer, mediaType = fluxLayer) {
	return {mediaType, digest: digestOf(data), size: data.length};
}

function manifestOf(fields: Readonly<Record<string, unknown>> = {}): Buffer {
	const config = descriptor(Buffer.from('{}'), 'application/vnd.cncf.flux.config.v1+json');
	return Buffer.from(
		JSON.stringify({schemaVersion: 2, mediaType: manifestType, config, layers: [descriptor(files)], ...fields}),
	);
}

/** As a registry answers, with what it says of the content. */
function told(content: Buffer, digest = digestOf(content)): Page {
	return (_, response) =>
		void response.writeHead(200, {'content-type': manifestType, 'docker-content-digest': digest}).end(content);
}

function pagesOf(manifest: Buffer, layer: Page = files): Record<string, Page> {
	return {
		'/v2/shop/manifests/1.0.0': told(manifest),
		[`/v2/shop/manifests/${digestOf(manifest)}`]: told(manifest),
		[`/v2/shop/blobs/${digestOf(files)}`]: layer,
	};
}

/** What the revision of `shop` in the registry is, or why it is none. */
async function resolve(
	host: string,
	{revision = '1.0.0', chart = '', credential = undefined as Credential | undefined} = {},
) {
	const credentials: Credentials = {
		of: async url => (url.startsWith(`oci://${host}/`) ? credential : undefined),
		renew: () => undefined,
	};
	const sources = createSources({cacheFolder: temporaryFolder(), credentials});
	try {
		const repository = chart === '' ? `oci://${host}/shop` : host;
		const answer = (await sources.resolve({repository, chart}, [revision], forever)).get(revision);
		return answer instanceof Error ? answer.message : `${answer?.id.split('@')[0]} ${answer?.subject}`;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		await sources.close();
	}
}

test('An artifact is read, and a chart under its name', async () => {
	const chart = packChart('shop', smallChart('shop', '1.0.0'));
	const layers = [descriptor(chart, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')];
	const manifest = manifestOf({layers});
	await using server = await startWebServer(pagesOf(manifestOf()));
	expect(await resolve(server.host)).toBe('1.0.0 shop 1.0.0');
	expect(await resolve(server.host, {chart: 'shop'})).toBe(`oci://${server.host}/shop:1.0.0 is no chart`);
	await using charts = await startWebServer({...pagesOf(manifest), [`/v2/shop/blobs/${digestOf(chart)}`]: chart});
	expect(await resolve(charts.host, {chart: 'shop'})).toBe('1.0.0 shop 1.0.0: The chart shop');
	expect(await resolve(charts.host)).toBe('1.0.0 shop 1.0.0: The chart shop');
	const tar = packTar([{path: 'shop.yaml', content: 'kind: ConfigMap\n'}]);
	const plain = manifestOf({layers: [descriptor(tar, 'application/vnd.oci.image.layer.v1.tar')]});
	await using tars = await startWebServer({...pagesOf(plain), [`/v2/shop/blobs/${digestOf(tar)}`]: tar});
	expect(await resolve(tars.host)).toBe('1.0.0 shop 1.0.0');
});

test.for([
	['10,000 layers', {layers: Array(10_000).fill(descriptor(files))}, 'it has 10000 layers'],
	[
		'two layers with files',
		{layers: [descriptor(files), descriptor(files)]},
		'2 of its layers hold files, as those of an image to be run do',
	],
	[
		'a layer of another type',
		{layers: [descriptor(files, 'application/octet-stream')]},
		'none of its layers is an archive (they are application/octet-stream)',
	],
	['no layer', {layers: []}, 'none of its layers is an archive'],
	[
		'a digest that is none',
		{layers: [{...descriptor(files), digest: 'sha256:../../x'}]},
		'none of its layers is an archive',
	],
	[
		'a layer that is too large',
		{layers: [{...descriptor(files), size: 99_000_000}]},
		'its layer has 95 MB, more than 64',
	],
	['nothing', {layers: undefined}, 'its manifest is none that is understood'],
] as const)('An artifact with %s is refused', async ([, fields, expected]) => {
	await using server = await startWebServer(pagesOf(manifestOf(fields)));
	expect(await resolve(server.host)).toBe(`oci://${server.host}/shop:1.0.0 is refused: ${expected}`);
});

test('What has another digest than was promised is refused: the manifest of a tag, of a digest, and a layer', async () => {
	const manifest = manifestOf();
	const other = Buffer.from(manifest.toString().replace('2', '3'));
	const pages = pagesOf(manifest);
	const digest = digestOf(manifest);
	await using server = await startWebServer({...pages, [`/v2/shop/manifests/${digest}`]: told(other)});
	const wrong = `oci://${server.host}/shop gives a manifest that is not the one of the digest ${digest.slice(0, 19)}…`;
	expect(await resolve(server.host)).toBe(wrong);
	expect(await resolve(server.host, {revision: digest})).toBe(wrong);
	await using layers = await startWebServer(pagesOf(manifest, Buffer.from('other')));
	expect(await resolve(layers.host)).toContain('gives a layer that is not the one of the digest');
	await using endless = await startWebServer(pagesOf(manifest, Buffer.alloc(files.length + 1)));
	expect(await resolve(endless.host)).toContain('bytes that it was to have');
});

test('A layer is fetched where the registry sends to, without what shows who asks', async () => {
	await using storage = await startWebServer({'/layer': files});
	const manifest = manifestOf();
	const redirect: Page = (_, response) => void response.writeHead(307, {location: `${storage.url}/layer?sig=x`}).end();
	const pages = pagesOf(manifest, redirect);
	const guarded = Object.entries(pages).map(([path, page]): [string, Page] => [
		path,
		(request, response) => {
			if (request.headers.authorization === undefined) {
				response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end();
			} else if (typeof page === 'function') {
				page(request, response);
			}
		},
	]);
	await using server = await startWebServer(Object.fromEntries(guarded));
	const credential = {origin: 'a test', username: 'ada', password: 'secret'};
	expect(await resolve(server.host, {credential})).toBe('1.0.0 shop 1.0.0');
	expect(storage.asked).toEqual([{method: 'GET', path: '/layer?sig=x', authorization: undefined, status: 200}]);
	expect(await resolve(server.host)).toBe(`http://${server.host}/v2/shop/manifests/1.0.0 refuses this user (HTTP 401)`);
});

/** A registry that wants a token of somebody else. */
function tokenRegistry(realm: string): Record<string, Page> {
	const challenge = `Bearer realm="${realm}",service="of a test",scope="repository:other:pull,push"`;
	return Object.fromEntries(
		Object.entries(pagesOf(manifestOf())).map(([path, page]) => [
			path,
			(request, response) => {
				if (request.headers.authorization !== 'Bearer good') {
					response.writeHead(401, {'www-authenticate': challenge}).end();
				} else if (typeof page === 'function') {
					page(request, response);
				} else {
					response.end(page);
				}
			},
		]),
	);
}

test('A token is asked of whom the registry names, for reading alone, and sent to the registry alone', async () => {
	await using tokens = await startWebServer({'/token': JSON.stringify({token: 'good', expires_in: 300})});
	await using server = await startWebServer(tokenRegistry(`${tokens.url}/token`));
	const credential = {origin: 'a test', username: 'ada', password: 'secret'};
	expect(await resolve(server.host, {credential})).toBe('1.0.0 shop 1.0.0');
	expect(tokens.asked).toEqual([
		{
			method: 'GET',
			path: '/token?service=of+a+test&scope=repository%3Ashop%3Apull',
			authorization: `Basic ${Buffer.from('ada:secret').toString('base64')}`,
			status: 200,
		},
	]);
	expect(server.asked.map(({authorization}) => authorization)).not.toContain(tokens.asked[0]?.authorization);
});

test.for([
	['http://tokens.example/x', 'wants a token from http://tokens.example/x, which is refused: it has to be https'],
	['file:///etc/passwd', 'wants a token from file:///etc/passwd, which is refused'],
	['nonsense', 'wants a token from an address that is none'],
])('No token is asked of %s', async ([realm = '', expected]) => {
	await using server = await startWebServer(tokenRegistry(realm));
	expect(await resolve(server.host)).toContain(expected);
});

test.for([
	['nothing', '{}'],
	['no JSON', '<html>'],
	['one that would be two headers', JSON.stringify({token: 'a\r\nx: y'})],
])('A token that is %s is refused', async ([, answer = '']) => {
	await using tokens = await startWebServer({'/token': answer});
	await using server = await startWebServer(tokenRegistry(`${tokens.url}/token`));
	expect(await resolve(server.host)).toBe(`${tokens.url}/token gives no token that can be used`);
});

test('All pages of tags are read, never beyond the repository', async () => {
	const page =
		(tags: readonly string[], link: string): Page =>
		(_, response) =>
			void response.writeHead(200, {link: `<${link}>; rel="next"`}).end(JSON.stringify({name: 'shop', tags}));
	await using server = await startWebServer({
		...pagesOf(manifestOf()),
		'/v2/shop/tags/list?n=1000': page(['0.9.0', 'latest'], '/v2/shop/tags/list?n=1000&last=latest'),
		'/v2/shop/tags/list?n=1000&last=latest': page(['1.0.0'], 'http://elsewhere.example/v2/_catalog?n=2'),
		'/v2/shop/tags/list?n=2': JSON.stringify({tags: []}),
	});
	expect(await resolve(server.host, {revision: '>=0.1'})).toBe('1.0.0 shop 1.0.0');
	expect(await resolve(server.host, {revision: '2.x'})).toBe(`oci://${server.host}/shop has no "2.x"`);
});

test('An index of charts may name them in a registry, where their digests are those of the index', async () => {
	const archive = packChart('shop', smallChart('shop', '1.0.0+b'));
	const layers = [descriptor(archive, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')];
	await using server = await startWebServer({
		'/v2/shop/manifests/1.0.0_b': told(manifestOf({layers})),
		[`/v2/shop/blobs/${digestOf(archive)}`]: archive,
	});
	const publish = async (archived: Buffer) => {
		const entry = {urls: [`oci://${server.host}/shop:1.0.0+b`]};
		const pages = chartRepository([{name: 'shop', version: '1.0.0+b', archive: archived, entry}]);
		server.pages.set('/index.yaml', pages['/index.yaml'] ?? '');
		const sources = createSources({cacheFolder: temporaryFolder()});
		const answers = await sources.resolve({repository: server.url, chart: 'shop'}, ['*'], forever);
		await sources.close();
		const answer = answers.get('*');
		return answer instanceof Error ? answer.message : answer?.id;
	};
	expect(await publish(archive)).toBe(`1.0.0+b@${digestOf(archive)}`);
	expect(await publish(files)).toContain('is not the archive whose digest stands in the index');
});

test('A registry that never ends its list of tags is given up', async () => {
	const tags = Array.from({length: 1000}, (_, index) => `0.0.${index}`);
	const page: Page = (_, response) =>
		void response.writeHead(200, {link: '</v2/shop/tags/list?n=1000>; rel="next"'}).end(JSON.stringify({tags}));
	await using server = await startWebServer({'/v2/shop/tags/list': page});
	expect(await resolve(server.host, {revision: '>=1'})).toBe(`oci://${server.host}/shop has more than 100000 tags`);
});
