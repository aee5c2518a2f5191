import {test} from 'vitest';
import {type Cluster, startCluster} from '../start-cluster.ts';
import {configMap, text} from '../support/manifests.ts';
import {controlPlane} from '../support/shared-cluster.ts';
import {until} from '../support/until.ts';
import {endure} from './endure.ts';
import type {Stage} from './stage.ts';
import type {Fault} from './table.ts';

async function commitMeanwhile({trial, declared}: Stage<Cluster>): Promise<void> {
	await trial.declare({'all.yaml': text(...declared, configMap('meanwhile'))});
}

const whatCameMeanwhile = {
	isRepeated: true,
	adds: ['patch configmaps/meanwhile'],
	async holds({trial}: Stage<Cluster>) {
		// The row was well before that commit was compared, and may still be.
		await until('what came meanwhile is made', async () =>
			(await trial.namespace.kubectl(['get', 'configmaps', '--output=name'])).includes('configmap/meanwhile'),
		);
	},
} as const;

// Half a minute each, in which nobody has anything to do: at the same time, each on a control plane of its own.
const faults: readonly Fault<Cluster>[] = [
	{
		fault: 'the API server is frozen',
		when: 'while all is watched',
		strike: ({place}) => place.freeze('kube-apiserver'),
		told: /does not answer: no answer in time/,
		heal: ({place}) => place.thaw('kube-apiserver'),
	},
	{
		fault: 'etcd is frozen',
		when: 'while Git moves on',
		async strike(stage) {
			await stage.place.freeze('etcd');
			await commitMeanwhile(stage);
		},
		told: /does not answer: no answer in time|HTTP 50\d/,
		heal: ({place}) => place.thaw('etcd'),
		...whatCameMeanwhile,
	},
	{
		fault: 'etcd is killed and started again',
		when: 'while Git moves on',
		async strike(stage) {
			await stage.place.killStore();
			await commitMeanwhile(stage);
			await stage.engine.line(/"kind":"(?:failed|stale)"/, 120_000);
		},
		heal: ({place}) => place.startStore(),
		...whatCameMeanwhile,
	},
];

test.concurrent.for(faults)('$fault $when', async fault => {
	await using cluster = await startCluster({programs: controlPlane().programs});
	await endure(fault, cluster);
});
