import type {JsonObject} from '../../../source/model/json.ts';
import type {Live} from '../../../source/model/resource.ts';
import {application, approve, configMap, deployment, setUp} from './harness.ts';

export const owned = (kind: string, name: string, owner: Live, more: JsonObject = {}): JsonObject => ({
	apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
	kind,
	metadata: {
		name,
		namespace: 'shop',
		creationTimestamp: '2026-01-01T00:00:00Z',
		ownerReferences: [{kind: owner.id.kind, name: owner.id.name, uid: owner.uid}],
	},
	...more,
});

/** An application in sync, with a Deployment that has an old ReplicaSet, a new one and a pod. */
export async function deployed() {
	const set = setUp([application()]);
	set.git.commit({web: [deployment('d', 1), configMap('c')]});
	const {engine} = set.start();
	await approve(engine);
	const owner = set.fake.find('apps/Deployment/shop/d');
	if (!owner) {
		throw new Error('the Deployment is not there');
	}

	set.fake.create(owned('ReplicaSet', 'd-0', owner, {spec: {replicas: 0}}));
	const replicaSet = set.fake.create(owned('ReplicaSet', 'd-1', owner, {spec: {replicas: 1}}));
	const containers = [{name: 'web'}, {name: 'side'}];
	set.fake.create(owned('Pod', 'd-1-a', replicaSet, {spec: {containers}, status: {phase: 'Pending'}}));
	return {...set, engine, replicaSet};
}
