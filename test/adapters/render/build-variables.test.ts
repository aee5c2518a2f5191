import {expect, test} from 'vitest';
import {buildVariables} from '../../../source/adapters/render/build-variables.ts';
import {commitOf, forever, requestOf, sourceOf} from './support/files.ts';

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const digest = `sha256:${'0f'.repeat(32)}`;

test.for([
	['a commit', '', commit, [commit, '1a2b3c4', '1a2b3c4d']],
	['the version of a chart', 'web', `12.3.4-rc.1@${digest}`, ['12.3.4-rc.1', '12.3.4-', '12.3.4-r']],
	['the digest of an artifact', '', `latest@${digest}`, [digest, 'sha256:', 'sha256:0']],
] as const)('the revision of the build is %s, cut as Argo CD cuts it', async ([, chart, id, expected]) => {
	const request = {...requestOf({...sourceOf('.'), chart}, commitOf({})), commit: id};
	const variables = await buildVariables(request, '', forever);
	const names = ['ARGOCD_APP_REVISION', 'ARGOCD_APP_REVISION_SHORT', 'ARGOCD_APP_REVISION_SHORT_8'];
	expect(names.map(name => variables[name])).toEqual(expected);
});
