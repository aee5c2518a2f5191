import {expect} from 'vitest';
import {toolTest} from '../../support/tool-test.ts';
import {configMap} from './support/files.ts';
import {render} from './support/with-tool.ts';

const annotating = (word: string) =>
	`apiVersion: builtin
kind: AnnotationsTransformer
metadata: {name: ${word}}
annotations: {word: ${word}}
fieldSpecs: [{path: metadata/annotations, create: true}]
`;

toolTest.for(['n', 'Y', 'yes', 'No', 'on', 'OFF', '"true"', 'true', '17'])(
	'in the configuration of a transformer %s is what Kustomize takes it for',
	async (word, {tools}) => {
		const inPlace = `transformers:\n- |-\n  ${annotating(word).replaceAll('\n', '\n  ')}\n`;
		for (const files of [
			{'web/kustomization.yaml': `resources: [a.yaml]\n${inPlace}`},
			{'web/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [t.yaml]\n', 'web/t.yaml': annotating(word)},
		]) {
			const placed = {...files, 'web/a.yaml': configMap('a')};
			const {manifests, problems} = await render(placed, {folder: 'web', program: tools.kustomize});
			expect([problems, manifests.map(({body}) => body.metadata)]).toEqual([
				[],
				[{name: 'a', annotations: {word: word.replaceAll('"', '')}}],
			]);
		}
	},
);
