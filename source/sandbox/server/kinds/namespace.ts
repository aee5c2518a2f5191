import {randomUUID} from 'node:crypto';
import {keyOf, type Stored} from '../store/stored.ts';
import {type Cluster, timestamp} from '../verbs/context.ts';

const description =
	'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Every namespace has an account for its pods, and the authority that they trust. */
export function fillNamespace({store, ca, now}: Cluster, namespace: Stored): void {
	if (namespace.metadata.deletionTimestamp !== undefined) {
		return;
	}

	const own = {namespace: namespace.name, creationTimestamp: timestamp(now())};
	const accounts = store.collection('serviceaccounts');
	if (accounts.get(keyOf(namespace.name, 'default')) === undefined) {
		const metadata = {name: 'default', uid: randomUUID(), ...own};
		store.put('serviceaccounts', {kind: 'ServiceAccount', apiVersion: 'v1', metadata});
	}

	const maps = store.collection('configmaps');
	if (maps.get(keyOf(namespace.name, 'kube-root-ca.crt')) === undefined) {
		const annotations = {'kubernetes.io/description': description};
		const metadata = {name: 'kube-root-ca.crt', uid: randomUUID(), ...own, annotations};
		store.put('configmaps', {kind: 'ConfigMap', apiVersion: 'v1', metadata, data: {'ca.crt': ca}});
	}
}
