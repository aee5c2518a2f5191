import {expect, test} from 'vitest';
import {application, approve, configMap, never, run, setUp} from './support/harness.ts';

test.for([
	['1.2.3', '1.2.3 was published again, and is not what was deployed before'],
	['1.3.0', 'it goes back: 1.3.0 was deployed before, and 1.2.3 is no newer version'],
] as const)('where %s of a chart was deployed, another 1.2.3 is told', async ([deployed, expected]) => {
	const {git, start} = setUp([application()]);
	git.commit({web: [configMap('a')]});
	const other = git.publish('1.2.3');
	git.commit({web: [configMap('a', {x: 'y'})]});
	git.publish(deployed);
	await approve(start().engine);
	git.point('main', other);
	const {engine, events} = start();
	expect((await engine.plan('web', {prune: false}, never)).notes).toEqual([expected]);
	expect(events).toContainEqual(expect.objectContaining({message: 'main is at 1.2.3 a commit (somebody)'}));
});

test('a version that is published again while the engine runs is told when it is fetched', async () => {
	const {git, start} = setUp([application()]);
	git.commit({web: [configMap('a')]});
	const first = git.publish('1.2.3');
	git.commit({web: [configMap('a', {x: 'y'})]});
	const other = git.publish('1.2.3');
	git.point('main', first);
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'fetched');
	git.point('main', other);
	const again = heard(({kind}) => kind === 'fetched');
	engine.refresh('web');
	expect((await again).message).toBe(
		'main is at 1.2.3 a commit (somebody), which was published again with other content',
	);
});
