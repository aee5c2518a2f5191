import {expect, onTestFinished, test} from 'vitest';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {temporaryFolder} from '../git/support/repositories.ts';

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const version = `1.2.3@sha256:${'0f'.repeat(32)}`;

test.for([
	['a Git repository', {repository: '/srv/git/shop', chart: ''}],
	['a repository of charts', {repository: 'https://charts.example', chart: 'web'}],
	['a registry', {repository: 'oci://registry.example/shop', chart: ''}],
] as const)('what was deployed from a place of another kind is not in %s', async ([, place]) => {
	const sources = createSources({cacheFolder: temporaryFolder()});
	onTestFinished(() => sources.close());
	const found = [commit, version, '', 'main'].map(id => sources.has(place, id));
	expect(await Promise.all(found)).toEqual([false, false, false, false]);
});
