import type {Store} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {addressPrefix, type ClusterIdentity} from '../model/right.ts';

/**
 * The name under which the state keeps what it knows of a cluster: its uid, also for users who may not read that, once
 * somebody could; the address before. When the uid becomes known, what was kept under the address goes with it.
 */
export function identify(store: Store, {uid, address}: ClusterIdentity): string {
	const known = store.identityOf(address);
	if (uid === '') {
		if (known === undefined) {
			store.setIdentity(address, address);
		}

		return known ?? address;
	}

	if (known === address) {
		store.adoptIdentity(address, uid);
	} else if (known !== uid) {
		store.setIdentity(address, uid);
	}

	return uid;
}

export type Shown = {
	readonly context: string;
	/** What `identify` said. */
	readonly identity: string;
	readonly confirmedCluster: string | undefined;
};

/** A context that shows another cluster than it did may be a mistake with a large blast radius. */
export function checkIdentity(store: Store, {context, identity, confirmedCluster}: Shown): Problem | undefined {
	const kept = store.identityOf(context);
	const known = kept?.startsWith(addressPrefix) ? (store.identityOf(kept) ?? kept) : kept;
	if (known === undefined || known === identity || confirmedCluster === identity) {
		store.setIdentity(context, identity);
		return undefined;
	}

	const hint =
		[known, identity].filter(one => one.startsWith(addressPrefix)).length === 1
			? ' (told by server and certificate authority where this user may not read the namespace kube-system)'
			: '';
	return {
		scope: 'application',
		where: `context ${context}`,
		message:
			`context ${context} now shows another cluster (${nameOf(identity)}) than before (${nameOf(known)})${hint}; ` +
			`nothing is done there until you confirm it: --confirm-cluster ${identity}`,
	};
}

function nameOf(identity: string): string {
	return identity.startsWith(addressPrefix) ? identity : `uid ${identity}`;
}
