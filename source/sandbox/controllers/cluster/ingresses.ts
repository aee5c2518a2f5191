import type {Context} from '../context.ts';
import {isDeleted} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import {loadBalancerAddress} from './addresses.ts';

/** Gives each Ingress an address, as an ingress controller would. Nothing listens there. */
export function startIngresses(context: Context): void {
	const {ingresses} = context.stores;

	async function reconcile(uid: string): Promise<undefined> {
		const ingress = ingresses.get(uid);
		if (ingress !== undefined && !isDeleted(ingress) && ingress.status.loadBalancer.ingress.length === 0) {
			const status = {loadBalancer: {ingress: [{ip: loadBalancerAddress(uid)}]}};
			await ingresses.patch(ingress, {status}, '/status');
		}
	}

	const queue = createReconciler(reconcile, {...context, what: 'ingress', nameOf: uid => ingresses.nameOf(uid)});
	ingresses.onChange(({after}) => {
		if (after !== undefined) {
			queue.add(after.metadata.uid);
		}
	});
}
