import {expect, test} from 'vitest';
import {application, configMap, run, setUp} from './support/harness.ts';

const hour = 3_600_000;

/** An application of which the cluster refuses the one difference, looked at by who may write nothing. */
function refused() {
	const {git, fake, start} = setUp([application()]);
	git.commit({web: [configMap('a', {x: '1'})]});
	fake.create({...configMap('a', {x: '2'}), metadata: {name: 'a', namespace: 'shop'}});
	fake.refuse(() => 'denied by policy');
	return {fake, ...start()};
}

test('what a policy denied is compared again by and by, and the row says when: nothing tells that it is gone', async () => {
	const {fake, engine, ports} = refused();
	const {ticks, sleep} = ports.clock;
	ports.clock.ticks = () => ticks() * 100;
	ports.clock.sleep = (milliseconds, signal) => sleep(milliseconds / 100, signal);
	const {shown} = run(engine, {isReadOnly: true, intervalMs: hour});
	const {message} = await shown(({message: text}) => text.includes('denied by policy'));
	expect(message).toMatch(/denied by policy; asked again at \d\d:\d\d:\d\d UTC$/);
	fake.refuse(undefined);
	await shown(({sync, message: text}) => sync === 'OutOfSync' && !text.includes('denied'));
});

test('what a policy denied is compared again when a person asks', async () => {
	const {fake, engine} = refused();
	const {shown} = run(engine, {isReadOnly: true, intervalMs: hour});
	await shown(({message}) => message.includes('denied by policy'));
	expect(fake.cluster.calls()['dry-run']).toBe(1);
	fake.refuse(undefined);
	engine.refresh('web');
	await shown(({sync}) => sync === 'OutOfSync');
});

test('what a policy denied is compared again each time that the repositories are asked', async () => {
	const {fake, engine} = refused();
	const {shown} = run(engine, {isReadOnly: true});
	await shown(({message}) => message.includes('denied by policy'));
	fake.refuse(undefined);
	await shown(({sync}) => sync === 'OutOfSync');
});
