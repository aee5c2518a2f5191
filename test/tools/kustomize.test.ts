import path from 'node:path';
import {expect} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {overlayFiles} from '../support/overlays.ts';
import {runProgram} from '../support/program.ts';
import {createTemporaryFolder} from '../support/temporary-folder.ts';
import {toolTest} from '../support/tool-test.ts';

toolTest('kustomize builds an overlay with a component, patches and generators', {timeout: 60_000}, async ({tools}) => {
	await using files = await createTemporaryFolder(overlayFiles());
	const {code, stdout, stderr} = await runProgram(
		tools.kustomize,
		['build', path.join(files.folder, 'overlays/production')],
		{env: {HOME: files.folder}},
	);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const objects = parseAllDocuments(stdout).map(document => document.toJS());
	expect(objects).toHaveLength(52);
	const named = (pattern: RegExp) => objects.find(({metadata}) => pattern.test(metadata.name));

	const settings = named(/^shop-settings-north-[a-z0-9]{10}$/);
	expect(settings.data).toEqual({mode: 'fast', 'app.properties': 'colour=green\n'});
	expect(named(/^shop-object-01-north$/)).toMatchObject({
		metadata: {
			namespace: 'production',
			annotations: {owner: 'team-shop'},
			labels: {app: 'shop', environment: 'production'},
		},
		spec: {
			replicas: 3,
			selector: {matchLabels: {app: 'shop'}},
			template: {
				spec: {
					containers: [
						{
							image: 'mirror.example.test/web:4.5.6',
							envFrom: [{configMapRef: {name: settings.metadata.name}}],
							resources: {limits: {memory: '64Mi'}},
						},
					],
				},
			},
		},
	});
	expect(named(/object-02/).metadata.annotations).toEqual({owner: 'team-shop', scrape: 'true'});
	expect(named(/object-03/).data).toEqual({number: 'patched'});
	expect(named(/^shop-token-north-/)).toMatchObject({kind: 'Secret', metadata: {labels: {generated: 'true'}}});
});
