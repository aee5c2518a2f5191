import {expect, test} from 'vitest';
import {makeTemporaryFolder} from '../../source/adapters/temporary-folder.ts';
import {OperatorError} from '../../source/model/operator-error.ts';

test('where no temporary folder can be made it is told where, for what, and what to do', () => {
	const make = () => makeTemporaryFolder('the demo', 'trueup-demo-', '/nowhere/at/all');
	expect(make).toThrow(OperatorError);
	expect(make).toThrow(
		expect.objectContaining({
			message: 'no folder for the demo could be made in /nowhere/at/all: ENOENT: no such file or directory',
			advice: 'Set TMPDIR to a folder that is there, that you may write to, and that has room',
		}),
	);
});
