import {expect, test} from 'vitest';
import {shortRevision} from '../../source/model/revision.ts';

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const digest = `sha256:${'0f'.repeat(32)}`;

test.for([
	['a commit', commit, '1a2b3c4'],
	['a chart', `15.7.1+build@${digest}`, '15.7.1+build'],
	['an artifact', `latest@${digest}`, 'latest'],
	['several sources', `${commit},v2.0.0@${digest},${commit}`, '1a2b3c4,v2.0.0,1a2b3c4'],
	['nothing', '', ''],
] as const)('the revision of %s is shown short', ([, revision, short]) => {
	expect(shortRevision(revision)).toBe(short);
});
