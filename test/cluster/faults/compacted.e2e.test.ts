import {expect, test} from 'vitest';
import type {Cluster} from '../start-cluster.ts';
import {endure} from './endure.ts';
import {ownCluster} from './own-cluster.ts';
import {type FaultyProxy, startProxy} from './proxy.ts';
import type {Fault} from './table.ts';

const cluster = ownCluster();

type Proxied = Cluster & {readonly proxy: FaultyProxy};

test('versions are compacted away while the watches are cut: all is listed anew, and what drifted meanwhile is healed', async () => {
	await using proxy = await startProxy(cluster());
	const fault: Fault<Proxied> = {
		fault: '',
		when: '',
		async strike({place, trial}) {
			const rule = place.proxy.add({path: /watch=1/, trick: {kind: 'cut before'}});
			place.proxy.cut();
			await rule.struck();
			for (const value of ['2', '3', '4']) {
				await trial.namespace.kubectl(['patch', 'configmap', 'a', `--patch={"data": {"key": "${value}"}}`]);
			}

			await place.compactStore();
			// What the server still knew of older versions goes with it.
			await place.killServer();
			await place.startServer();
			const before = place.proxy.asked.length;
			rule.end();
			await expect.poll(() => place.proxy.asked.slice(before).some(isListOfConfigMaps), {timeout: 60_000}).toBe(true);
		},
		isRepeated: true,
		async holds({trial}) {
			const value = await trial.namespace.kubectl(['get', 'configmap', 'a', '--output=jsonpath={.data.key}']);
			expect(value).toBe('1');
		},
	};
	await endure(fault, {...cluster(), kubeconfig: proxy.kubeconfig, proxy});
});

function isListOfConfigMaps({method, path}: FaultyProxy['asked'][number]): boolean {
	return method === 'GET' && path.startsWith('/api/v1/configmaps?') && !path.includes('watch=1');
}
