import {expect, test} from 'vitest';
import {lookAtBoundary} from '../../../source/adapters/doctor/look-at-boundary.ts';
import type {Isolation} from '../../../source/adapters/render/tools/enclose.ts';
import {OperatorError} from '../../../source/model/operator-error.ts';

test.for<[Isolation, string, string]>([
	[{kind: 'whole', unshare: '/bin/unshare', mount: '/bin/mount', hasProc: true}, '/bin/unshare whole', ''],
	[
		{kind: 'network', unshare: '/bin/unshare'},
		'/bin/unshare network alone',
		'without a network, but what renders sees',
	],
	[
		{kind: 'none'},
		' none',
		'a proxy that does not answer is all that keeps them from the network. Start trueup on Linux',
	],
])('of %j the lack is told', async ([isolation, shown, lack]) => {
	const found = await lookAtBoundary(async () => isolation);
	expect(`${found.path} ${found.kind}`).toBe(shown);
	expect(found.lack).toContain(lack);
});

test('where there is no folder to try it in, that is told', async () => {
	const found = await lookAtBoundary(() => Promise.reject(new OperatorError('no folder', {advice: ''})));
	expect(found).toMatchObject({
		path: '',
		kind: '',
		lack: 'it is not known what programs would be kept from: no folder',
	});
});
