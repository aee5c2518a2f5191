import type {Context} from '../context.ts';
import {createReconciler} from '../store/reconciler.ts';
import {claimChildren, lookAtOwners, lookWhenChanged, PodHand, podOf} from '../workload/children.ts';
import {untilAvailable} from '../workload/pod.ts';
import {replacing} from '../workload/template.ts';
import {type DaemonSet, daemonSets, type Machine} from './daemon-set.ts';
import {daemonSetStatus, planDaemonSet} from './daemon-set-plan.ts';
import {currentRevision, hashOfRevision, revisionLabel} from './revision.ts';

/** Keeps one pod of each DaemonSet on every node that it is for. */
export function startDaemonSets(context: Context): void {
	const {stores} = context;
	const hand = new PodHand(stores.pods, context.recorder('daemonset-controller'));

	async function reconcile(uid: string): Promise<number | undefined> {
		const set = stores.daemonSets.get(uid);
		if (set === undefined) {
			return undefined;
		}

		const owner = {...set, resource: daemonSets, hashLabel: revisionLabel};
		const pods = await claimChildren(owner, stores.pods);
		const used = new Set(pods.map(pod => pod.metadata.labels[revisionLabel]));
		const revision = await currentRevision(owner, stores.revisions, one => used.has(hashOfRevision(one)));
		const hash = hashOfRevision(revision);
		const now = context.now();
		const nodes = [...stores.nodes.all()];
		const {create, remove} = planDaemonSet({set, pods, nodes, hash, now});
		await hand.create(
			owner,
			create.map(node => podFor(set, node, hash)),
		);
		await hand.remove(owner, remove);

		const fresh = stores.daemonSets.get(uid);
		const status = fresh && daemonSetStatus({set: fresh, pods: stores.pods.ownedBy(uid), nodes, hash, now});
		if (fresh !== undefined && status !== undefined) {
			await stores.daemonSets.patch(fresh, {status: replacing(fresh.status, status)}, '/status');
		}

		return set.spec.minReadySeconds === 0 ? undefined : untilAvailable(pods, set.spec.minReadySeconds, now);
	}

	const queue = createReconciler(reconcile, {
		...context,
		what: 'daemon set',
		nameOf: uid => stores.daemonSets.nameOf(uid),
	});
	lookWhenChanged(queue, stores.daemonSets, stores.pods);
	lookAtOwners(queue, stores.daemonSets, stores.revisions);
	stores.nodes.onChange(({before, after}) => {
		if (before === undefined || after === undefined) {
			for (const {metadata} of stores.daemonSets.all()) {
				queue.add(metadata.uid);
			}
		}
	});
}

/** Bound to its node by affinity, as the real controller leaves it to the scheduler. */
function podFor(set: DaemonSet, {metadata: {name}}: Machine, hash: string): object {
	// Only a server that counts the template's generations apart has it.
	const generation = set.metadata.annotations['deprecated.daemonset.template.generation'];
	const pod = podOf({...set, resource: daemonSets}, set.spec.template, {
		[revisionLabel]: hash,
		...(generation !== undefined && {'pod-template-generation': generation}),
	});
	const term = {matchFields: [{key: 'metadata.name', operator: 'In', values: [name]}]};
	const nodeAffinity = {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [term]}};
	const own = pod.spec.affinity;
	const affinity = {...(typeof own === 'object' ? own : {}), nodeAffinity};
	const tolerations = [...(Array.isArray(pod.spec.tolerations) ? pod.spec.tolerations : []), ...nodeTolerations];
	return {metadata: pod.metadata, spec: {...pod.spec, affinity, tolerations}};
}

/** A daemon stays where others are sent away; after AddOrUpdateDaemonPodTolerations. */
const nodeTolerations = [
	['not-ready', 'NoExecute'],
	['unreachable', 'NoExecute'],
	['disk-pressure', 'NoSchedule'],
	['memory-pressure', 'NoSchedule'],
	['pid-pressure', 'NoSchedule'],
	['unschedulable', 'NoSchedule'],
].map(([name, effect]) => ({key: `node.kubernetes.io/${name}`, operator: 'Exists', effect}));
