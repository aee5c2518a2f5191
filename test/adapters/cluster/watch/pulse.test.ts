import {afterEach, expect, test, vi} from 'vitest';
import {createContinuity} from '../../../../source/adapters/cluster/rest/continuity.ts';
import {usualTiming} from '../../../../source/adapters/cluster/rest/timing.ts';
import {createPulse} from '../../../../source/adapters/cluster/watch/pulse.ts';
import {clusterAt, configMaps, type Handler, item, list, never, refuse, reply, startApi} from '../fakes/api.ts';
import {stays} from '../fakes/watching.ts';

/** Answers as it does, and liveness with `alive`. */
const breathing =
	(alive: Handler): Handler =>
	(asked, response) => {
		const usual = asked.query.has('watch') ? stays() : reply(200, list([item('a')]));
		(asked.path === '/livez' ? alive : usual)(asked, response);
	};

test('a cluster that is frozen is told, though its connections are still there', async () => {
	const api = await startApi(breathing(() => undefined));
	const cluster = await clusterAt(api.url, {}, {silence: 10, probe: 20});
	const seen: unknown[] = [];
	for await (const event of cluster.watch(configMaps, {}, never)) {
		seen.push(event.kind);
		if (event.kind === 'stale') {
			expect(event.reason).toBe(`cluster test at ${api.url} does not answer: no answer in time`);
		}

		if (event.kind === 'fresh') {
			break;
		}
	}

	expect(seen).toEqual(['listed', 'stale', 'fresh']);
});

test.for<[string, Handler]>([
	['well', reply(200, 'ok')],
	['not well', reply(500, '[-]etcd failed')],
	['not who is asked', refuse(401, 'Unauthorized')],
])(
	'a silent cluster that says that it is %s is there: one question for all its watches, and none after them',
	async ([, alive]) => {
		const api = await startApi(breathing(alive));
		const cluster = await clusterAt(api.url, {}, {silence: 10});
		const ending = new AbortController();
		const seen: string[] = [];
		const follows = [1, 2].map(async () => {
			for await (const event of cluster.watch(configMaps, {}, ending.signal)) {
				seen.push(event.kind);
			}
		});
		const probes = () => api.asked.filter(({path}) => path === '/livez').length;
		await expect.poll(probes).toBeGreaterThan(3);
		expect(seen).toEqual(['listed', 'listed']);
		expect(api.asked.filter(({query}) => query.has('watch'))).toHaveLength(2);
		ending.abort();
		await Promise.all(follows);
		const isSilent = async () => {
			const before = probes();
			for (let requests = 0; requests < 15; requests++) {
				await cluster.list(configMaps, {}, never);
			}

			return probes() === before;
		};
		// One may have been on its way.
		await isSilent();
		expect(await isSilent()).toBe(true);
	},
);

/** Answers nothing while it is told to. */
async function freezable() {
	let isFrozen = false;
	const api = await startApi(breathing((asked, response) => isFrozen || reply(200, 'ok')(asked, response)));
	return {
		api,
		freeze(value: boolean) {
			isFrozen = value;
		},
	};
}

test('a cluster of which nothing is watched is asked too, and told to be gone and to be back', async () => {
	const {api, freeze} = await freezable();
	const cluster = await clusterAt(api.url, {}, {silence: 10, justNow: 0, probe: 20});
	freeze(true);
	const seen: unknown[] = [];
	for await (const event of cluster.presence(never)) {
		seen.push(event);
		freeze(false);
		if (event.kind === 'fresh') {
			break;
		}
	}

	const reason = `cluster test at ${api.url} does not answer: no answer in time`;
	expect(seen).toEqual([{kind: 'stale', reason, since: expect.any(Number), within: 4}, {kind: 'fresh'}]);
	const probes = () => api.asked.filter(({path}) => path === '/livez').length;
	const before = probes();
	await cluster.list(configMaps, {}, never);
	expect(probes()).toBe(before);
});

test('who wants to know whether a cluster is there asks nothing that it has just answered, and once for all', async () => {
	const {api, freeze} = await freezable();
	const probes = () => api.asked.filter(({path}) => path === '/livez').length;
	const cluster = await clusterAt(api.url, {}, {justNow: 600_000, probe: 20});
	await Promise.all([cluster.confirm(never), cluster.confirm(never)]);
	expect(probes()).toBe(1);
	await cluster.confirm(never);
	expect(probes()).toBe(1);
	const another = await clusterAt(api.url, {}, {justNow: 600_000, probe: 20});
	await another.list(configMaps, {}, never);
	freeze(true);
	await another.confirm(never);
	expect(probes()).toBe(1);
	const silent = await clusterAt(api.url, {}, {justNow: 0, probe: 20});
	await silent.list(configMaps, {}, never);
	await expect(silent.confirm(never)).rejects.toThrow('does not answer: no answer in time');
	expect(probes()).toBe(2);
});

afterEach(() => {
	vi.useRealTimers();
});

test('a silence is counted from the last that was heard', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
	const continuity = createContinuity();
	const probe = vi.fn(async () => undefined);
	const place = {context: 'test', server: 'https://test'};
	const leave = createPulse({place, probe, continuity}, usualTiming).join(() => undefined);
	await vi.advanceTimersByTimeAsync(1000);
	continuity.heard();
	await vi.advanceTimersByTimeAsync(14_900);
	expect(probe).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(200);
	expect(probe).toHaveBeenCalledTimes(1);
	leave();
});
