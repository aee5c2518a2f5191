import type {Context} from '../context.ts';
import {createReconciler} from '../store/reconciler.ts';
import {replacing} from '../workload/template.ts';
import {type Autoscaler, autoscalerStatus, type Target} from './autoscaler.ts';

/** As `--horizontal-pod-autoscaler-sync-period` of the controller manager. */
const periodMs = 15_000;

/** Says of each autoscaler that it could scale. Nothing is scaled. */
export function startAutoscalers(context: Context): void {
	const {stores, now} = context;

	async function reconcile(uid: string): Promise<number | undefined> {
		const autoscaler = stores.autoscalers.get(uid);
		if (autoscaler === undefined) {
			return undefined;
		}

		const status = autoscalerStatus(autoscaler, targetOf(autoscaler), now());
		if (status !== undefined) {
			await stores.autoscalers.patch(autoscaler, {status: replacing(autoscaler.status, status)}, '/status');
		}

		return periodMs;
	}

	function targetOf({metadata: {namespace}, spec: {scaleTargetRef}}: Autoscaler): Target {
		const {kind, name} = scaleTargetRef;
		switch (kind) {
			case 'Deployment':
				return stores.deployments.find(namespace, name)?.spec.replicas ?? 'missing';
			case 'ReplicaSet':
				return stores.replicaSets.find(namespace, name)?.spec.replicas ?? 'missing';
			case 'StatefulSet':
				return stores.statefulSets.find(namespace, name)?.spec.replicas ?? 'missing';
			default:
				return 'unknown';
		}
	}

	const queue = createReconciler(reconcile, {
		...context,
		what: 'autoscaler',
		nameOf: uid => stores.autoscalers.nameOf(uid),
	});
	stores.autoscalers.onChange(({after}) => {
		if (after !== undefined) {
			queue.add(after.metadata.uid);
		}
	});
}
