import {expect} from 'vitest';
import {digestOf, type OciArtifact, pullBlob, pullManifest, pushArtifact} from './oci.ts';
import {startRegistry} from './registry.ts';
import {packTgz} from './tar.ts';
import {toolTest} from './tool-test.ts';

const timeout = 60_000;

const artifact: OciArtifact = {
	repository: 'team/web',
	tag: '1.0.0',
	config: {mediaType: 'application/vnd.cncf.flux.config.v1+json', data: Buffer.from('{}')},
	layers: [
		{
			mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip',
			data: packTgz({'web.yaml': 'kind: ConfigMap\n'}),
			annotations: {'org.opencontainers.image.title': 'web.tgz'},
		},
	],
	annotations: {'org.opencontainers.image.revision': 'main@sha1:abc'},
};

toolTest.for([
	{title: 'to anybody', hasUser: false, hasTls: false},
	{title: 'by TLS, and to its user alone', hasUser: true, hasTls: true},
])('a registry gives $title what was pushed', {timeout}, async ({hasUser, hasTls}, {tools}) => {
	await using registry = await startRegistry({program: tools.registry, hasUser, hasTls});
	const digest = await pushArtifact(registry, artifact);
	const manifest = await pullManifest(registry, 'team/web', '1.0.0');
	expect(digestOf(manifest)).toBe(digest);
	expect(await pullManifest(registry, 'team/web', digest)).toEqual(manifest);

	const {layers, annotations} = JSON.parse(manifest.toString());
	expect(annotations).toEqual(artifact.annotations);
	const layer = artifact.layers[0];
	expect(layers).toEqual([
		{
			mediaType: layer?.mediaType,
			digest: digestOf(layer?.data ?? Buffer.of()),
			size: layer?.data.length,
			annotations: layer?.annotations,
		},
	]);
	expect(await pullBlob(registry, 'team/web', layers[0].digest)).toEqual(layer?.data);
	await expect(pullManifest(registry, 'team/web', '2.0.0')).rejects.toThrow('404');
});

toolTest('a registry with a user refuses others, and is not trusted without its CA', {timeout}, async ({tools}) => {
	await using registry = await startRegistry({program: tools.registry, hasUser: true, hasTls: true});
	await expect(pushArtifact({...registry, user: undefined}, artifact)).rejects.toThrow('401');
	const impostor = {name: 'ada', password: 'wrong'};
	await expect(pushArtifact({...registry, user: impostor}, artifact)).rejects.toThrow('401');
	await expect(pushArtifact({...registry, ca: undefined}, artifact)).rejects.toThrow(/certificate/);

	await registry.stop();
	await expect(pushArtifact(registry, artifact)).rejects.toThrow('ECONNREFUSED');
});
