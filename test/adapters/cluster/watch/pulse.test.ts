import {expect, test} from 'vitest';
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
