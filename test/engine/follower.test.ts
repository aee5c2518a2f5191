import {expect, test} from 'vitest';
import {systemClock as clock} from '../../source/adapters/clock.ts';
import {AppState} from '../../source/engine/app-state.ts';
import {Follower} from '../../source/engine/follower.ts';
import {LiveCache} from '../../source/engine/live.ts';
import {Owned} from '../../source/engine/owned.ts';
import {Rights} from '../../source/engine/rights.ts';
import {keyOf, type Live} from '../../source/model/resource.ts';
import {createFakeCluster} from './support/fake-cluster.ts';
import {kinds} from './support/fake-objects.ts';
import {application, never} from './support/harness.ts';

const live = (name: string, resourceVersion: string): Live => ({
	id: {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name},
	uid: name,
	resourceVersion,
	body: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, labels: {'trueup.dev/app': 'web'}}},
	managers: [],
});

/** Follows a cluster; an operation of the application has written `mine` as version 5. */
async function follow({isRunning}: {readonly isRunning: boolean}) {
	const {cluster, create} = createFakeCluster();
	const rights = new Rights(cluster, clock);
	const cache = new LiveCache({cluster, clock, rights, ended: new AbortController().signal});
	const looks: string[] = [];
	const moved: string[] = [];
	const state = new AppState(application(), () => undefined);
	const written = new Map([[keyOf(live('mine', '').id), '5']]);
	if (isRunning) {
		state.running = {
			plan: {
				...{app: 'web', cluster: '', revision: '', digest: '', rendered: '', kind: 'ready', prune: false},
				...{changes: [], leftovers: [], problems: [], notes: [], reasons: []},
			},
			due: new Set([keyOf(live('mine', '').id), keyOf(live('other', '').id)]),
			written,
			stop: new AbortController(),
			ended: Promise.resolve(),
			approvedBy: '',
			progress: '',
		};
	}

	const following = new Follower({
		states: new Map([['web', state]]),
		report: () => undefined,
		// Each look that waits is waited for no time.
		clock: {...clock, sleep: async () => undefined},
		signal: never,
		add: name => looks.push(name),
		onMoved: app => moved.push(app),
		onLost: () => undefined,
	});
	const owned = new Owned({cluster, clock, rights, kinds});
	const {signal} = new AbortController();
	await following.follow(
		{
			...{context: 'test', cluster, identity: 'test', rights, live: cache, owned},
			kinds: () => kinds,
			refreshKinds: async () => undefined,
			lookUp: async () => undefined,
			kindsInUse: () => [],
			noteInUse: () => undefined,
			isStill: async () => true,
			ended: new AbortController().signal,
		},
		signal,
	);
	return {cache, looks, moved, written, state, owned, create};
}

test.for([
	['what it wrote itself is what it wanted', live('mine', '5'), 0],
	['what somebody changed after it is looked at', live('mine', '6'), 1],
	['what it has not written is looked at', live('other', '5'), 1],
] as const)('while an operation runs, %s', async ([, now, expected]) => {
	const {cache, looks, moved} = await follow({isRunning: true});
	cache.put(now);
	await Promise.resolve();
	expect(looks).toHaveLength(expected);
	// Whoever looks at the objects sees them move.
	expect(moved).toEqual(['web']);
});

test('while an operation runs, what moves together is looked at once', async () => {
	const {cache, looks} = await follow({isRunning: true});
	cache.put(live('mine', '6'));
	cache.put(live('other', '1'));
	await Promise.resolve();
	expect(looks).toEqual(['web']);
	cache.put(live('other', '2'));
	await Promise.resolve();
	expect(looks).toEqual(['web', 'web']);
});

test('what a running operation has written is looked at when all of it is written', async () => {
	const {cache, looks, written} = await follow({isRunning: true});
	cache.put(live('mine', '5'));
	written.set(keyOf(live('other', '').id), '7');
	cache.put(live('other', '7'));
	await Promise.resolve();
	expect(looks).toEqual(['web']);
});

test('what moved before the end of an operation is left to the look that its end asks for', async () => {
	const {cache, looks, state} = await follow({isRunning: true});
	cache.put(live('mine', '6'));
	state.running = undefined;
	await Promise.resolve();
	expect(looks).toEqual([]);
});

test('with no operation, each object that moves is looked at, and once for one version', async () => {
	const {cache, looks} = await follow({isRunning: false});
	cache.put(live('mine', '5'));
	cache.put(live('mine', '5'));
	cache.put(live('mine', '4'));
	expect(looks).toHaveLength(1);
	cache.put({...live('mine', '5'), uid: 'made anew'});
	cache.put({...live('mine', '6'), uid: 'made anew'});
	expect(looks).toHaveLength(3);
});

test('what a workload made leads to a look at what it hangs on alone', async () => {
	const {looks, state, owned, create} = await follow({isRunning: false});
	const workload = (name: string) => ({apiVersion: 'apps/v1', kind: 'Deployment', name, uid: name});
	const id = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};
	state.doubts = new Set(['test shop']);
	state.unwell = new Set([keyOf(id)]);
	await owned.of({...live('web', '1'), id}, never);
	looks.length = 0;
	for (const owner of ['other', 'web']) {
		const told = new Promise(resolve => owned.onChange(resolve));
		const metadata = {name: `${owner}-1`, namespace: 'shop', ownerReferences: [workload(owner)]};
		create({apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata});
		await told;
		expect(looks).toEqual(owner === 'web' ? ['web'] : []);
	}
});
