import {afterEach, expect, test, vi} from 'vitest';
import {BusyError, UnreachableError} from '../../source/model/operator-error.ts';
import {application, approve, configMap, run, setUp} from './support/harness.ts';

const all = {automated: true, prune: true, selfHeal: true};

test('a cluster that goes away is called stale, why, since when and what is tried next; then it is caught up with', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	const {engine} = start();
	const {heard, shown} = run(engine);
	await heard(({kind}) => kind === 'finished');
	const stale = heard(({kind}) => kind === 'stale');
	fake.isDown(true);
	expect((await stale).message).toBe(
		"cluster test can't be watched: connection refused; what is shown is stale; tried again within 30 s",
	);
	const lost = 'stale: connection refused; since 1970-01-01T00:00:00Z; tried again within 30 s';
	await shown(({message, sync, isStale}) => message === lost && sync === 'Synced' && isStale);
	const back = heard(({kind}) => kind === 'reconnected');
	fake.isDown(false);
	await back;
	await shown(({message}) => message === '');
	const healed = heard(({kind}) => kind === 'created');
	fake.drop('/ConfigMap/shop/a');
	await healed;
});

test('of a cluster that is lost for another reason than before the new one is told, and still since when', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	const {engine, events} = start();
	const {heard, shown} = run(engine);
	await heard(({kind}) => kind === 'finished');
	fake.isDown(true);
	const told = heard(({kind, message}) => kind === 'stale' && message.includes('unknown authority'));
	fake.isDown(true, {reason: 'unknown authority', since: 3_600_000});
	await told;
	await shown(({message}) => message.startsWith('stale: unknown authority; since 1970-01-01T00:00:00Z;'));
	expect(events.filter(({kind, app}) => kind === 'stale' && app === '')).toHaveLength(2);
});

test('who asks again while a cluster is away learns nothing new of since when', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	const {engine} = start();
	const {heard, shown} = run(engine);
	await heard(({kind}) => kind === 'finished');
	fake.cluster.lacks = () => Promise.reject(new UnreachableError('connection refused'));
	fake.isDown(true, {reason: 'connection refused', since: 3_600_000});
	const outage = {context: 'test', since: '1970-01-01T01:00:00Z'};
	const {message} = await shown(row => row.outage !== undefined);
	const refused = heard(({kind, message: text}) => kind === 'stale' && text.startsWith('connection refused; tried'));
	engine.refresh('web');
	await refused;
	expect(await shown(() => true)).toMatchObject({message, outage});
});

test.for([
	['that does not answer', new UnreachableError('no route'), 5],
	['that asks for patience', new BusyError('come back later', 40), 40],
] as const)(
	'an application whose cluster was never reached says so, since when and when it is tried again: %s',
	async ([, error, seconds]) => {
		const {git, fake, start} = setUp([application({policy: all})]);
		git.commit({web: [configMap('a')]});
		fake.cluster.identity = () => Promise.reject(error);
		const {engine} = start();
		const {heard, shown} = run(engine);
		expect((await heard(({kind}) => kind === 'stale')).message).toBe(`${error.message}; tried again in ${seconds} s`);
		const {message, outage} = await shown(({sync}) => sync === 'Unknown');
		const times = /^(.*); since (\S+T\S+Z); tried again at (\S+) UTC$/.exec(message);
		expect(times?.[1]).toBe(error.message);
		expect(outage).toEqual(error instanceof UnreachableError ? {context: 'test', since: times?.[2]} : undefined);
		const [since, next] = [times?.[2] ?? '', `${times?.[2]?.slice(0, 11)}${times?.[3]}Z`].map(time => Date.parse(time));
		expect(Math.abs((next ?? 0) - (since ?? 0) - seconds * 1000) % 86_400_000).toBeLessThanOrEqual(1000);
	},
);

test('a write that the cluster does not take now is tried again when the cluster says', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	fake.beforeApply(() => {
		throw new BusyError('come back later', 40);
	});
	const {engine} = start();
	const {heard} = run(engine);
	expect((await heard(({kind}) => kind === 'retry')).message).toMatch(
		/ConfigMap shop\/a is tried again in 40 s: .*come back/,
	);
	await heard(({kind}) => kind === 'unchanged');
	expect(fake.writes).toEqual([]);
});

test('a commit that was fetched and not compared yet, because the cluster hangs, is not called unchanged', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'})]});
	await approve(start().engine);
	const {apply} = fake.cluster;
	let isHanging = false;
	fake.cluster.apply = (kind, body, options, signal) =>
		isHanging
			? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
			: apply(kind, body, options, signal);
	const {engine, events} = start();
	const {heard} = run(engine, {isReadOnly: true});
	await heard(({kind}) => kind === 'unchanged');
	isHanging = true;
	const revision = git.commit({web: [configMap('a', {x: '2'})]});
	const told = heard(({kind, message}) => kind === 'stale' && message.includes('not compared'));
	expect((await told).message).toBe('last known: Synced, Healthy; commit 2222222 is not compared yet');
	const fetched = events.findIndex(event => event.kind === 'fetched' && event.revision === revision);
	expect(events.slice(fetched).filter(({kind}) => kind === 'unchanged')).toEqual([]);
});

test('while newer commits can not be had, nobody is told that nothing is new, but what is known and why no more', async () => {
	const {git, start, unreachable} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	const {engine, events} = start();
	const {heard} = run(engine, {isReadOnly: true});
	await heard(({kind}) => kind === 'unchanged');
	git.fail(unreachable);
	const told = await heard(({kind, standing}) => kind === 'stale' && standing !== undefined);
	expect(told.message).toBe(
		`last known: Synced, Healthy; stale, commit 1111111 stays in force: ${unreachable.message}`,
	);
	const failed = events.findIndex(({kind, message}) => kind === 'problem' && message.includes('in force'));
	expect(events.slice(failed).filter(({kind}) => kind === 'unchanged')).toEqual([]);
});

afterEach(() => {
	vi.useRealTimers();
});

test('what drifts is healed at once, though the clock was set back by an hour since the last time', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	const {heard} = run(start().engine);
	await heard(({kind}) => kind === 'finished');
	for (const setBack of [0, 3_600_000]) {
		vi.useFakeTimers({toFake: ['Date']});
		vi.setSystemTime(Date.now() - setBack);
		const healed = heard(({kind}) => kind === 'healed');
		fake.drop('/ConfigMap/shop/a');
		await healed;
	}
});
