import {items, type JsonObject, text} from '../model/json.ts';
import {kindKeyOf, type Live} from '../model/resource.ts';

/** Picks those pods that a workload's present template asked for: others say nothing about it. */
export type PickPods = (live: Live, owned: readonly Live[]) => readonly Live[];

const revision = 'deployment.kubernetes.io/revision';
const templateGeneration = 'deprecated.daemonset.template.generation';

export function pickPods(_live: Live, owned: readonly Live[]): readonly Live[] {
	return owned.filter(({id}) => kindKeyOf(id) === '/Pod');
}

export function pickPodsOfDeployment(live: Live, owned: readonly Live[]): readonly Live[] {
	const current = annotation(live.body, revision);
	const replicaSets = owned.filter(
		({id, body}) => kindKeyOf(id) === 'apps/ReplicaSet' && annotation(body, revision) === current,
	);
	const uids = new Set(replicaSets.map(({uid}) => uid));
	return pickPods(live, owned).filter(({body}) =>
		items(body, 'metadata', 'ownerReferences').some(reference => uids.has(text(reference, 'uid'))),
	);
}

export function pickPodsOfStatefulSet(live: Live, owned: readonly Live[]): readonly Live[] {
	const current = text(live.body, 'status', 'updateRevision');
	return pickPods(live, owned).filter(({body}) => label(body, 'controller-revision-hash') === current);
}

export function pickPodsOfDaemonSet(live: Live, owned: readonly Live[]): readonly Live[] {
	const current = annotation(live.body, templateGeneration);
	return pickPods(live, owned).filter(({body}) => {
		const generation = label(body, 'pod-template-generation');
		return current === '' || generation === '' || generation === current;
	});
}

function annotation(body: JsonObject, key: string): string {
	return text(body, 'metadata', 'annotations', key);
}

function label(body: JsonObject, key: string): string {
	return text(body, 'metadata', 'labels', key);
}
