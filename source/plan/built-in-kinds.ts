import type {Kind} from '../model/resource.ts';

/** Kubernetes' own groups, with those of their kinds that lie in no namespace. */
const unspacedKinds: ReadonlyMap<string, readonly string[]> = new Map([
	['', ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume']],
	[
		'admissionregistration.k8s.io',
		[
			'MutatingAdmissionPolicy',
			'MutatingAdmissionPolicyBinding',
			'MutatingWebhookConfiguration',
			'ValidatingAdmissionPolicy',
			'ValidatingAdmissionPolicyBinding',
			'ValidatingWebhookConfiguration',
		],
	],
	['apiextensions.k8s.io', ['CustomResourceDefinition']],
	['apiregistration.k8s.io', ['APIService']],
	['apps', []],
	['authentication.k8s.io', ['SelfSubjectReview', 'TokenReview']],
	['authorization.k8s.io', ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview']],
	['autoscaling', []],
	['batch', []],
	['certificates.k8s.io', ['CertificateSigningRequest', 'ClusterTrustBundle']],
	['coordination.k8s.io', []],
	['discovery.k8s.io', []],
	['events.k8s.io', []],
	['extensions', []],
	['flowcontrol.apiserver.k8s.io', ['FlowSchema', 'PriorityLevelConfiguration']],
	['internal.apiserver.k8s.io', ['StorageVersion']],
	['networking.k8s.io', ['IPAddress', 'IngressClass', 'ServiceCIDR']],
	['node.k8s.io', ['RuntimeClass']],
	['policy', ['PodSecurityPolicy']],
	['rbac.authorization.k8s.io', ['ClusterRole', 'ClusterRoleBinding']],
	['resource.k8s.io', ['DeviceClass', 'DeviceTaintRule', 'ResourceSlice']],
	['scheduling.k8s.io', ['PriorityClass']],
	['storage.k8s.io', ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass']],
	['storagemigration.k8s.io', ['StorageVersionMigration']],
]);

/** Whether objects of Kubernetes' own kinds lie in namespaces, as far as can be told without a cluster; undefined for others' kinds. */
export function isBuiltInNamespaced({group, kind}: Pick<Kind, 'group' | 'kind'>): boolean | undefined {
	const unspaced = unspacedKinds.get(group);
	return unspaced && !unspaced.includes(kind);
}
