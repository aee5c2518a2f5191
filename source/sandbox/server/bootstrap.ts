import {randomUUID} from 'node:crypto';
import {afterWrite} from './kinds/after-write.ts';
import {type Cluster, timestamp} from './verbs/context.ts';

const namespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

/** What every cluster has from its start. */
export function bootstrap(cluster: Cluster, port: number): void {
	const creationTimestamp = timestamp(cluster.now());
	for (const name of namespaces) {
		const labels = {'kubernetes.io/metadata.name': name};
		const stored = cluster.store.put('namespaces', {
			kind: 'Namespace',
			apiVersion: 'v1',
			metadata: {name, uid: randomUUID(), creationTimestamp, labels},
			spec: {finalizers: ['kubernetes']},
			status: {phase: 'Active'},
		});
		afterWrite(cluster, {storage: 'namespaces', isCustom: false}, stored);
	}

	const labels = {component: 'apiserver', provider: 'kubernetes'};
	const service = cluster.store.put('services', {
		kind: 'Service',
		apiVersion: 'v1',
		metadata: {name: 'kubernetes', namespace: 'default', uid: randomUUID(), creationTimestamp, labels},
		spec: {
			ports: [{name: 'https', protocol: 'TCP', port: 443, targetPort: port}],
			clusterIP: '10.96.0.1',
			clusterIPs: ['10.96.0.1'],
			type: 'ClusterIP',
			sessionAffinity: 'None',
			ipFamilies: ['IPv4'],
			ipFamilyPolicy: 'SingleStack',
			internalTrafficPolicy: 'Cluster',
		},
		status: {loadBalancer: {}},
	});
	afterWrite(cluster, {storage: 'services', isCustom: false}, service);
}
