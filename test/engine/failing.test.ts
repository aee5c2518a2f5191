import {expect, test} from 'vitest';
import {OperatorError} from '../../source/model/operator-error.ts';
import {application, configMap, deployment, never, setUp} from './support/harness.ts';

const policy = {automated: true, prune: true, selfHeal: true};

test('a loop that fails ends all that goes on beside it, operations first, and then says why', async () => {
	const {git, fake, start} = setUp([
		application({policy}),
		application({name: 'api', path: 'api', repository: '/other', policy}),
	]);
	git.commit({web: [configMap('a')], api: [deployment('d', 1)]});
	fake.letReady(false);
	const {engine, events, store, ports} = start();
	const signals: AbortSignal[] = [];
	const {sleep} = ports.clock;
	ports.clock.sleep = (milliseconds, signal) => {
		signals.push(signal);
		return sleep(milliseconds, signal);
	};
	const isWaiting = new Promise<void>(resolve => {
		engine.subscribe(({kind}) => kind === 'waiting' && resolve());
	});
	const ended = engine.run({isReadOnly: false, intervalMs: 20, onRow: () => undefined}, never);
	await isWaiting;
	store.unfinished = () => {
		throw new OperatorError('the disk reports an error');
	};
	await expect(ended).rejects.toThrow('the disk reports an error');
	expect(signals.filter(({aborted}) => !aborted)).toEqual([]);
	expect(events.findLast(({app}) => app === 'api')).toMatchObject({kind: 'finished', result: 'interrupted'});
	expect(store.history('api')).toMatchObject([{result: 'interrupted'}]);
});
