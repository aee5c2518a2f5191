import type {Context} from '../context.ts';
import {controllerOf} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import {hasEnded, type Pod, pods} from '../workload/pod.ts';
import {replacing} from '../workload/template.ts';
import {budgetStatus, covers, markOf} from './budget.ts';

/** Says how many pods of each disruption budget may be missed. Nothing is evicted. */
export function startBudgets(context: Context): void {
	const {stores, now} = context;

	async function reconcile(uid: string): Promise<undefined> {
		const budget = stores.budgets.get(uid);
		if (budget === undefined) {
			return;
		}

		const {namespace} = budget.metadata;
		const mark = markOf(budget);
		const candidates = mark === '' ? stores.pods.in(namespace) : stores.pods.marked(namespace, mark);
		const covered = [...candidates].filter(pod => covers(budget, pod) && !hasEnded(pod));
		const status = budgetStatus(budget, covered, {expectedPods: expected(covered), now: now()});
		if (status !== undefined) {
			await stores.budgets.patch(budget, {status: replacing(budget.status, status)}, '/status');
		}
	}

	/** As many as the controllers of the pods want; one for each pod that has none. */
	function expected(covered: readonly Pod[]): number {
		const uids = new Set(covered.map(pod => controllerOf(pod)?.uid ?? pod.metadata.uid));
		return [...uids].reduce((total, uid) => {
			const owner = stores.replicaSets.get(uid) ?? stores.statefulSets.get(uid);
			return total + (owner?.spec.replicas ?? Math.max(1, stores.pods.ownedBy(uid).length));
		}, 0);
	}

	const queue = createReconciler(reconcile, {
		...context,
		what: 'disruption budget',
		nameOf: uid => stores.budgets.nameOf(uid),
	});
	stores.budgets.onChange(({after}) => {
		if (after !== undefined) {
			queue.add(after.metadata.uid);
		}
	});
	stores.pods.onChange(({before, after}) => {
		const pod = after ?? before;
		const marks = pod === undefined ? [] : ['', ...(pods.marksOf?.(pod) ?? [])];
		for (const budget of marks.flatMap(mark => [...stores.budgets.marked(pod?.metadata.namespace ?? '', mark)])) {
			queue.add(budget.metadata.uid);
		}
	});
}
