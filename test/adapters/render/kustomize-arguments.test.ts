import {expect} from 'vitest';
import {toolTest} from '../../support/tool-test.ts';
import {createOutside} from './support/outside.ts';
import {kustomizeWith, render} from './support/with-tool.ts';

toolTest.for<[string, (folder: string) => Parameters<typeof kustomizeWith>[0]]>([
	['namespace', () => ({namespace: '--enable-helm'})],
	['namePrefix', folder => ({namePrefix: `--output=${folder}/x`})],
	['images', folder => ({images: [`--output=${folder}/x:1`]})],
	['labels', folder => ({labels: {'--output': `${folder}/x`}})],
	['version', () => ({version: '--enable-helm'})],
])('%s of a kustomization is no option of Kustomize', async ([, make], {tools}) => {
	await using place = await createOutside();
	const files = {
		'--output/kustomization.yaml': 'resources: [a.yaml]\n',
		'--output/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
	};
	const tool = kustomizeWith(make(place.folder));
	const {manifests, problems} = await render(files, {folder: '--output', program: tools.kustomize, tool});
	expect(manifests.length + problems.length).toBe(1);
	expect(await place.isUntouched()).toBe(true);
});
