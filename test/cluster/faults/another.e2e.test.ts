import {expect, test} from 'vitest';
import type {Cluster} from '../start-cluster.ts';
import {endure} from './endure.ts';
import {ownCluster} from './own-cluster.ts';
import type {Fault} from './table.ts';

const cluster = ownCluster();

const fault: Fault<Cluster> = {
	fault: 'the cluster is another one',
	when: 'when it is back, with the same address, authority and users',
	async strike({place, trial}) {
		await place.becomeAnother();
		// Nothing but its being another one keeps trueup from making everything anew there.
		await place.kubectl(['create', 'namespace', trial.name]);
	},
	told: /now shows another cluster \(uid \S+\) than before \(uid \S+\).*--confirm-cluster/,
	async heal({place, trial}) {
		const {stdout} = await place.kubectl([
			'get',
			'configmaps,secrets,deployments',
			`--namespace=${trial.name}`,
			'-o=name',
		]);
		expect(
			stdout
				.trim()
				.split('\n')
				.filter(name => name !== 'configmap/kube-root-ca.crt'),
		).toEqual([]);
		await place.becomeItself();
	},
};

test(`${fault.fault} ${fault.when}`, async () => {
	await endure(fault, cluster());
});
