import {test} from 'vitest';
import {type Cluster, startCluster} from '../start-cluster.ts';
import {configMap, text} from '../support/manifests.ts';
import {controlPlane} from '../support/shared-cluster.ts';
import {endure} from './endure.ts';
import type {Fault} from './table.ts';

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
		async strike({place, trial, declared}) {
			await place.freeze('etcd');
			await trial.declare({'all.yaml': text(...declared, configMap('meanwhile'))});
		},
		told: /does not answer: no answer in time|HTTP 50\d/,
		heal: ({place}) => place.thaw('etcd'),
		adds: ['patch configmaps/meanwhile'],
		isRepeated: true,
	},
];

test.concurrent.for(faults)('$fault $when', async fault => {
	await using cluster = await startCluster({programs: controlPlane().programs});
	await endure(fault, cluster);
});
