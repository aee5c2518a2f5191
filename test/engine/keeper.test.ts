import {expect, test} from 'vitest';
import {createKeeper} from '../../source/engine/keeper.ts';
import {UnwritableStateError} from '../../source/model/operator-error.ts';
import {setUp} from './support/harness.ts';

test('a state that can not be written is told once, and as solved only when something was written', () => {
	const {store} = setUp().start();
	const heard: string[] = [];
	let isFull = true;
	const keeper = createKeeper(
		{
			...store,
			record: () => false,
			setIdentity() {
				if (isFull) {
					throw new UnwritableStateError('no room');
				}
			},
		},
		{onLost: () => heard.push('lost'), onKept: () => heard.push('kept'), onDamage: () => heard.push('damage')},
	);
	const noteAll = () => {
		keeper.setIdentity('prod', 'uid');
		keeper.record({time: '', kind: 'compared', app: 'web', message: ''});
		keeper.unlock('prod', 'web');
		keeper.addKindsInUse('prod', []);
	};
	noteAll();
	noteAll();
	expect(heard).toEqual(['lost']);
	isFull = false;
	noteAll();
	expect(heard).toEqual(['lost', 'kept']);
});
