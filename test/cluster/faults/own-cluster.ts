import {afterAll, beforeAll} from 'vitest';
import {type Cluster, startCluster} from '../start-cluster.ts';
import {controlPlane} from '../support/shared-cluster.ts';

/** A control plane that the file's tests may hurt: started before the first, ended after the last. */
export function ownCluster(): () => Cluster {
	let cluster: Cluster | undefined;
	beforeAll(async () => {
		cluster = await startCluster({programs: controlPlane().programs});
	});
	afterAll(async () => {
		await cluster?.stop();
	});
	return () => {
		if (!cluster) {
			throw new Error('the cluster was not started yet');
		}

		return cluster;
	};
}
