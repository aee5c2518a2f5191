import type {Context} from '../context.ts';
import {createReconciler} from '../store/reconciler.ts';
import {claimChildren, lookWhenChanged, PodHand, podOf, reasonOf} from '../workload/children.ts';
import {isActive, untilAvailable} from '../workload/pod.ts';
import {replacing} from '../workload/template.ts';
import {replicaSets} from './replica-set.ts';
import {planReplicas, replicaSetStatus} from './replica-set-status.ts';

/** Keeps as many pods as each ReplicaSet wants. */
export function startReplicaSets(context: Context): void {
	const {stores, recorder, now} = context;
	const hand = new PodHand(stores.pods, recorder('replicaset-controller'));

	async function reconcile(uid: string): Promise<number | undefined> {
		const set = stores.replicaSets.get(uid);
		if (set === undefined) {
			return undefined;
		}

		const owner = {...set, resource: replicaSets};
		const {create, remove} = planReplicas(set, await claimChildren(owner, stores.pods));
		let failure: unknown;
		try {
			const body = podOf(owner, set.spec.template);
			await hand.create(
				owner,
				Array.from({length: create}, () => body),
			);
			await hand.remove(owner, remove);
		} catch (error) {
			failure = error;
		}

		await writeStatus(uid, failure);
		if (failure !== undefined) {
			throw failure;
		}

		const {minReadySeconds} = set.spec;
		const pods = stores.pods.ownedBy(uid).filter(isActive);
		return minReadySeconds === 0 ? undefined : untilAvailable(pods, minReadySeconds, now());
	}

	async function writeStatus(uid: string, failure: unknown): Promise<void> {
		const set = stores.replicaSets.get(uid);
		if (set !== undefined) {
			const told = failure === undefined ? undefined : reasonOf(failure);
			const status = replicaSetStatus(set, stores.pods.ownedBy(uid), {now: now(), failure: told});
			if (status !== undefined) {
				await stores.replicaSets.patch(set, {status: replacing(set.status, status)}, '/status');
			}
		}
	}

	const queue = createReconciler(reconcile, {
		...context,
		what: 'replica set',
		nameOf: uid => stores.replicaSets.nameOf(uid),
	});
	lookWhenChanged(queue, stores.replicaSets, stores.pods);
}
