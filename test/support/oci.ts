import {createHash} from 'node:crypto';
import {ask, type RegistryAccess} from './registry.ts';

export type OciBlob = {
	readonly mediaType: string;
	readonly data: Buffer;
	readonly annotations?: Readonly<Record<string, string>>;
};

/** What a registry keeps under a tag: a config, layers, and a manifest that names them by their digests. */
export type OciArtifact = {
	readonly repository: string;
	readonly tag: string;
	readonly artifactType?: string;
	readonly config: OciBlob;
	readonly layers: readonly OciBlob[];
	readonly annotations?: Readonly<Record<string, string>>;
};

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

/** Resolves the digest of the manifest: `sha256:…`. */
export async function pushArtifact(registry: RegistryAccess, artifact: OciArtifact): Promise<string> {
	const {repository, tag, config, layers, ...rest} = artifact;
	for (const blob of [config, ...layers]) {
		await pushBlob(registry, repository, blob.data);
	}

	const manifest = Buffer.from(
		JSON.stringify({
			schemaVersion: 2,
			mediaType: manifestType,
			config: descriptorOf(config),
			layers: layers.map(descriptorOf),
			...rest,
		}),
	);
	await expectStatus(201, registry, `/v2/${repository}/manifests/${tag}`, {
		method: 'PUT',
		headers: {'content-type': manifestType},
		body: manifest,
	});
	return digestOf(manifest);
}

/** An index of several manifests, under a tag. Resolves its digest. */
export async function pushIndex(
	registry: RegistryAccess,
	{
		repository,
		tag,
		manifests,
	}: {readonly repository: string; readonly tag: string; readonly manifests: readonly object[]},
): Promise<string> {
	const index = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: indexType, manifests}));
	await expectStatus(201, registry, `/v2/${repository}/manifests/${tag}`, {
		method: 'PUT',
		headers: {'content-type': indexType},
		body: index,
	});
	return digestOf(index);
}

/** The bytes of a manifest by its tag or digest. */
export async function pullManifest(registry: RegistryAccess, repository: string, reference: string): Promise<Buffer> {
	const headers = {accept: manifestType};
	return (await expectStatus(200, registry, `/v2/${repository}/manifests/${reference}`, {headers})).body;
}

export async function pullBlob(registry: RegistryAccess, repository: string, digest: string): Promise<Buffer> {
	return (await expectStatus(200, registry, `/v2/${repository}/blobs/${digest}`)).body;
}

export function digestOf(data: Buffer): string {
	return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

function descriptorOf({mediaType, data, annotations}: OciBlob) {
	return {mediaType, digest: digestOf(data), size: data.length, ...(annotations && {annotations})};
}

async function pushBlob(registry: RegistryAccess, repository: string, data: Buffer): Promise<void> {
	const begun = await expectStatus(202, registry, `/v2/${repository}/blobs/uploads/`, {method: 'POST'});
	const location = new URL(String(begun.headers.location), registry.url);
	location.searchParams.set('digest', digestOf(data));
	await expectStatus(201, registry, location.href, {
		method: 'PUT',
		headers: {'content-type': 'application/octet-stream'},
		body: data,
	});
}

async function expectStatus(expected: number, ...[registry, path, options]: Parameters<typeof ask>) {
	const answer = await ask(registry, path, options);
	if (answer.status !== expected) {
		throw new Error(`${options?.method ?? 'GET'} ${path}: ${answer.status} ${answer.body.toString()}`);
	}

	return answer;
}
