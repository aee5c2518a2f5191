import {isObject, type JsonObject, listAt, objectAt, textAt, withValueAt} from '../json.ts';
import {copyLabelsOf, type DefaultRule, eachItem, fill, inOrder, inside, isText, where} from './default-rules.ts';
import {podDefaults} from './pod-defaults.ts';

const apps: Readonly<Record<string, DefaultRule>> = {
	DeploymentSpec: fill({replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600}),
	DeploymentStrategy: rolling({maxUnavailable: '25%', maxSurge: '25%'}),
	// Kept as an annotation, which the conversion from Go's own type writes.
	DaemonSet: inside(
		'metadata',
		inside('annotations', fill({'deprecated.daemonset.template.generation': '0'}), 'made'),
		'made',
	),
	DaemonSetSpec: fill({revisionHistoryLimit: 10}),
	DaemonSetUpdateStrategy: rolling({maxUnavailable: 1, maxSurge: 0}),
	ReplicaSetSpec: fill({replicas: 1}),
	StatefulSetSpec: inOrder(
		fill({podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10}),
		inside('persistentVolumeClaimRetentionPolicy', fill({whenDeleted: 'Retain', whenScaled: 'Retain'}), 'made'),
		eachItem('volumeClaimTemplates', fill({apiVersion: 'v1', kind: 'PersistentVolumeClaim'})),
	),
	StatefulSetUpdateStrategy: inOrder(
		where(strategy => textAt(strategy, 'type') === undefined, fill({rollingUpdate: {}})),
		fill({type: 'RollingUpdate'}),
		where(isText('type', 'RollingUpdate'), inside('rollingUpdate', fill({partition: 0}), 'present')),
	),
};

function rolling(limits: JsonObject): DefaultRule {
	return inOrder(
		fill({type: 'RollingUpdate'}),
		where(isText('type', 'RollingUpdate'), inside('rollingUpdate', fill(limits), 'made')),
	);
}

const batch: Readonly<Record<string, DefaultRule>> = {
	// Only Jobs: the template of a CronJob is filled when a Job is made of it.
	Job: inOrder(inside('spec', job, 'made'), copyLabelsOf('spec', 'template')),
	CronJobSpec: fill({
		concurrencyPolicy: 'Allow',
		suspend: false,
		successfulJobsHistoryLimit: 3,
		failedJobsHistoryLimit: 1,
	}),
	PodFailurePolicyOnPodConditionsPattern: fill({status: 'True'}),
};

function job(spec: JsonObject): JsonObject {
	const isSingle = spec.completions === undefined && spec.parallelism === undefined;
	return fill({
		...(isSingle ? {completions: 1} : {}),
		parallelism: 1,
		backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 0x7fffffff,
		completionMode: 'NonIndexed',
		suspend: false,
		podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
		manualSelector: false,
	})(spec);
}

const scaleUp: JsonObject = {
	stabilizationWindowSeconds: 0,
	selectPolicy: 'Max',
	policies: [
		{type: 'Pods', value: 4, periodSeconds: 15},
		{type: 'Percent', value: 100, periodSeconds: 15},
	],
};
const scaleDown: JsonObject = {selectPolicy: 'Max', policies: [{type: 'Percent', value: 100, periodSeconds: 15}]};
const cpuMetric: JsonObject = {
	type: 'Resource',
	resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 80}},
};

const autoscaling: Readonly<Record<string, DefaultRule>> = {
	HorizontalPodAutoscalerSpec: fill({minReplicas: 1, metrics: [cpuMetric]}),
	HorizontalPodAutoscalerBehavior: inOrder(
		inside('scaleUp', fill(scaleUp), 'made'),
		inside('scaleDown', fill(scaleDown), 'made'),
	),
};

const networking: Readonly<Record<string, DefaultRule>> = {
	NetworkPolicyPort: fill({protocol: 'TCP'}),
	NetworkPolicySpec: spec =>
		fill({policyTypes: listAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']})(spec),
	IngressClassParametersReference: fill({scope: 'Cluster'}),
};

const rbacGroup = 'rbac.authorization.k8s.io';
const rbac: Readonly<Record<string, DefaultRule>> = {
	RoleRef: where(
		({apiGroup}) => apiGroup === undefined || apiGroup === '',
		value => ({...value, apiGroup: rbacGroup}),
	),
	Subject: where(isText('kind', 'User', 'Group'), fill({apiGroup: rbacGroup})),
};

const storage: Readonly<Record<string, DefaultRule>> = {
	StorageClass: fill({reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate'}),
	CSIDriverSpec: fill({
		attachRequired: true,
		podInfoOnMount: false,
		storageCapacity: false,
		fsGroupPolicy: 'ReadWriteOnceWithFSType',
		volumeLifecycleModes: ['Persistent'],
		requiresRepublish: false,
		seLinuxMount: false,
	}),
};

const webhook: JsonObject = {
	failurePolicy: 'Fail',
	matchPolicy: 'Equivalent',
	namespaceSelector: {},
	objectSelector: {},
	timeoutSeconds: 10,
};
const admission: Readonly<Record<string, DefaultRule>> = {
	ValidatingWebhook: fill(webhook),
	MutatingWebhook: fill({...webhook, reinvocationPolicy: 'Never'}),
	RuleWithOperations: fill({scope: '*'}),
	NamedRuleWithOperations: fill({scope: '*'}),
	ServiceReference: fill({port: 443}),
	ValidatingAdmissionPolicySpec: fill({failurePolicy: 'Fail'}),
	MutatingAdmissionPolicySpec: fill({failurePolicy: 'Fail'}),
	MatchResources: fill({matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {}}),
};

const flowcontrol: Readonly<Record<string, DefaultRule>> = {
	FlowSchemaSpec: where(
		({matchingPrecedence}) => matchingPrecedence === undefined || matchingPrecedence === 0,
		spec => ({
			...spec,
			matchingPrecedence: 1000,
		}),
	),
	ExemptPriorityLevelConfiguration: fill({nominalConcurrencyShares: 0, lendablePercent: 0}),
	LimitedPriorityLevelConfiguration: fill({nominalConcurrencyShares: 30, lendablePercent: 0}),
};

const extensions: Readonly<Record<string, DefaultRule>> = {
	CustomResourceDefinition: storedVersions,
	CustomResourceDefinitionSpec: fill({conversion: {strategy: 'None'}}),
	CustomResourceDefinitionNames: names => {
		const kind = textAt(names, 'kind') ?? '';
		return fill({singular: kind.toLowerCase(), ...(kind === '' ? {} : {listKind: `${kind}List`})})(names);
	},
	ServiceReference: fill({port: 443}),
};

function storedVersions(value: JsonObject): JsonObject {
	const stored = listAt(value, 'spec', 'versions').find(version => isObject(version) && version.storage === true);
	const name = textAt(stored, 'name');
	return name === undefined || listAt(value, 'status', 'storedVersions').length > 0
		? value
		: withValueAt(value, ['status'], {...objectAt(value, 'status'), storedVersions: [name]});
}

/** Rules by the name of the definition that they are for. */
export const kindDefaults: ReadonlyMap<string, DefaultRule> = new Map(
	Object.entries({
		'io.k8s.api.core.v1': podDefaults,
		'io.k8s.api.apps.v1': apps,
		'io.k8s.api.batch.v1': batch,
		'io.k8s.api.autoscaling.v2': autoscaling,
		'io.k8s.api.autoscaling.v1': {HorizontalPodAutoscalerSpec: fill({minReplicas: 1})},
		'io.k8s.api.networking.v1': networking,
		'io.k8s.api.rbac.v1': rbac,
		'io.k8s.api.storage.v1': storage,
		'io.k8s.api.admissionregistration.v1': admission,
		'io.k8s.api.flowcontrol.v1': flowcontrol,
		'io.k8s.api.scheduling.v1': {PriorityClass: fill({preemptionPolicy: 'PreemptLowerPriority'})},
		'io.k8s.api.discovery.v1': {EndpointPort: fill({name: '', protocol: 'TCP'})},
		'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1': extensions,
		'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1': {ServiceReference: fill({port: 443})},
	}).flatMap(([prefix, rules]) =>
		Object.entries(rules).map(([name, rule]): [string, DefaultRule] => [`${prefix}.${name}`, rule]),
	),
);
