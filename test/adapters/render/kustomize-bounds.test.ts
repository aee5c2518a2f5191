import {expect, test} from 'vitest';
import {prepareKustomize} from '../../../source/adapters/render/kustomize/prepare.ts';
import {plainKustomize} from '../../../source/model/application.ts';
import {commitOf, configMap, type Files} from './support/files.ts';

const numbers = (length: number) => Array.from({length}, (_, index) => index);
const options = {kind: 'kustomize', ...plainKustomize} as const;

/** What is prepared of a folder, and which of its entries were read for that. */
async function prepare(files: Files) {
	const {tree, read, reads} = commitOf(files);
	const prepared = await prepareKustomize({folder: 'web', options, tree, read});
	return {prepared, reads};
}

test('Of what is wrong in a kustomization no more than 200 are told', async () => {
	const resources = numbers(5000).map(index => `- ${index}.yaml\n`);
	const {prepared} = await prepare({'web/kustomization.yaml': `resources:\n${resources.join('')}`});
	expect('problems' in prepared && prepared.problems).toHaveLength(200);
});

test('A path of a million folders is nowhere, and not looked for in each of them', async () => {
	const path = 'a/'.repeat(1_000_000);
	const {prepared} = await prepare({'web/kustomization.yaml': `resources: [${path}]\n`});
	expect('problems' in prepared && prepared.problems).toHaveLength(1);
});

test('What is too large is not read before it is refused', async () => {
	const large = Buffer.alloc(17 * 1024 * 1024, 'a');
	const {reads} = await prepare({'web/kustomization.yaml': large, 'web/a.yaml': configMap('a')});
	expect(reads).toEqual([]);
});

test('Bases of more than 64 MB together are not read to their end', async () => {
	const padding = `# ${'a'.repeat(8 * 1024 * 1024)}\n`;
	const bases = numbers(20).map((index): [string, string] => [`b${index}/kustomization.yaml`, `#${index}\n${padding}`]);
	const resources = numbers(20).map(index => `- ../b${index}\n`);
	const kustomization = `resources:\n${resources.join('')}`;
	const {reads} = await prepare({'web/kustomization.yaml': kustomization, ...Object.fromEntries(bases)});
	expect(reads.length).toBeLessThan(10);
});
