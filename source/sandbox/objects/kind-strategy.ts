import {
	isEmpty,
	isObject,
	type Json,
	type JsonObject,
	listAt,
	objectAt,
	sameJson,
	textAt,
	valueAt,
	withValueAt,
} from './json.ts';
import {kindOf} from './kind-of.ts';

type Create = (object: JsonObject) => JsonObject;
type Update = (before: JsonObject, after: JsonObject) => JsonObject;

/** What the strategies of single kinds do to a new object (pkg/registry/*\/strategy.go), and admission after them. */
const creates: Readonly<Record<string, Create>> = {
	'/Namespace': namespace,
	'/Pod': newPod,
	'/Node': object => withItem(object, ['spec', 'taints'], {key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'}),
	'/PersistentVolumeClaim': object => protect({...object, status: {phase: 'Pending'}}, 'kubernetes.io/pvc-protection'),
	'/PersistentVolume': newVolume,
	'batch/Job': job,
	'apps/DaemonSet': object => withValueAt(object, templateGeneration, '1'),
	'apiextensions.k8s.io/CustomResourceDefinition': customResourceDefinition,
};

const templateGeneration = ['metadata', 'annotations', 'deprecated.daemonset.template.generation'];

export function finishCreate(object: JsonObject): JsonObject {
	return creates[kindOf(object)]?.(object) ?? object;
}

export function finishUpdate(before: JsonObject, after: JsonObject): JsonObject {
	return updates[kindOf(after)]?.(before, after) ?? after;
}

const updates: Readonly<Record<string, Update>> = {
	// Finalizers of the spec are changed by `/finalize` alone.
	'/Namespace': (before, after) => withValueAt(after, ['spec', 'finalizers'], valueAt(before, 'spec', 'finalizers')),
	'/Service': service,
	'apps/DaemonSet': daemonSet,
};

function daemonSet(before: JsonObject, after: JsonObject): JsonObject {
	const old = Number(textAt(before, ...templateGeneration) ?? '0');
	const isSame = sameJson(valueAt(before, 'spec', 'template'), valueAt(after, 'spec', 'template'));
	return withValueAt(after, templateGeneration, String(isSame ? old : old + 1));
}

function withItem(object: JsonObject, path: readonly string[], item: Json): JsonObject {
	const items = listAt(object, ...path);
	return items.some(one => sameJson(one, item)) ? object : withValueAt(object, path, [...items, item]);
}

/** Admission keeps what is in use from being deleted. */
function protect(object: JsonObject, finalizer: string): JsonObject {
	return withItem(object, ['metadata', 'finalizers'], finalizer);
}

function newVolume(object: JsonObject): JsonObject {
	const now = textAt(object, 'metadata', 'creationTimestamp');
	const status = {phase: 'Pending', ...(now === undefined ? {} : {lastPhaseTransitionTime: now})};
	return protect({...object, status}, 'kubernetes.io/pv-protection');
}

const evicting = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** With what the admission plug-ins ServiceAccount, DefaultTolerationSeconds and Priority add; no volume with a token. */
function newPod(object: JsonObject): JsonObject {
	const spec = objectAt(object, 'spec') ?? {};
	const tolerations = listAt(spec, 'tolerations');
	const missing = evicting.filter(key => !tolerations.some(one => tolerates(one, key)));
	const added = missing.map(key => ({key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300}));
	const account = textAt(spec, 'serviceAccountName') ?? 'default';
	const all = [...tolerations, ...added];
	return {
		...object,
		spec: {
			priority: 0,
			preemptionPolicy: 'PreemptLowerPriority',
			serviceAccountName: account,
			serviceAccount: account,
			...spec,
			...(all.length === 0 ? {} : {tolerations: all}),
		},
		status: {phase: 'Pending', qosClass: qualityOf(object)},
	};
}

function tolerates(toleration: Json, key: string): boolean {
	const [own, effect] = [textAt(toleration, 'key') ?? '', textAt(toleration, 'effect') ?? ''];
	return (own === key || own === '') && (effect === 'NoExecute' || effect === '');
}

const kubernetes = 'kubernetes';

function namespace(object: JsonObject): JsonObject {
	const finalizers = listAt(object, 'spec', 'finalizers');
	const all = finalizers.includes(kubernetes) ? finalizers : [...finalizers, kubernetes];
	return {...withValueAt(object, ['spec', 'finalizers'], all), status: {phase: 'Active'}};
}

function customResourceDefinition(object: JsonObject): JsonObject {
	const stored = listAt(object, 'spec', 'versions').find(version => isObject(version) && version.storage === true);
	const name = textAt(stored, 'name');
	return name === undefined ? object : withValueAt(object, ['status', 'storedVersions'], [name]);
}

/** A Job selects its Pods by its own uid unless it is told otherwise. */
function job(object: JsonObject): JsonObject {
	const uid = textAt(object, 'metadata', 'uid') ?? '';
	const name = textAt(object, 'metadata', 'name') ?? '';
	if (valueAt(object, 'spec', 'manualSelector') === true) {
		return object;
	}

	const own: JsonObject = {
		'batch.kubernetes.io/controller-uid': uid,
		'batch.kubernetes.io/job-name': name,
		'controller-uid': uid,
		'job-name': name,
	};
	const path = ['spec', 'template', 'metadata', 'labels'];
	const given = objectAt(object, ...path) ?? {};
	const labels = objectAt(object, 'metadata', 'labels') ?? {};
	// Labels that are the template's stay the template's.
	const shared =
		isEmpty(labels) || sameJson(labels, given)
			? withValueAt(object, ['metadata', 'labels'], {...own, ...given})
			: object;
	const labelled = withValueAt(shared, path, {...own, ...given});
	const selector = objectAt(object, 'spec', 'selector') ?? {};
	const matchLabels = {'batch.kubernetes.io/controller-uid': uid, ...objectAt(selector, 'matchLabels')};
	return withValueAt(labelled, ['spec', 'selector'], {...selector, matchLabels});
}

/** `Guaranteed`, `Burstable` or `BestEffort`: pkg/apis/core/helper/qos. */
function qualityOf(pod: JsonObject): string {
	const containers = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')];
	const resources = containers.map(container => objectAt(container, 'resources') ?? {});
	if (resources.every(one => !(asks(one, 'limits') || asks(one, 'requests')))) {
		return 'BestEffort';
	}

	return resources.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function asks(resources: JsonObject, kind: 'limits' | 'requests'): boolean {
	const {cpu, memory} = objectAt(resources, kind) ?? {};
	return isAmount(cpu) || isAmount(memory);
}

function isAmount(value: Json | undefined): boolean {
	return value !== undefined && value !== '0';
}

function isGuaranteed(resources: JsonObject): boolean {
	const {cpu, memory} = objectAt(resources, 'limits') ?? {};
	const requests = objectAt(resources, 'requests') ?? {};
	return isAmount(cpu) && isAmount(memory) && requests.cpu === cpu && requests.memory === memory;
}

/** A Service that changes its type leaves behind what only the old type had, unless it is set anew. */
function service(before: JsonObject, after: JsonObject): JsonObject {
	const [old, young] = [textAt(before, 'spec', 'type') ?? '', textAt(after, 'spec', 'type') ?? ''];
	const usesPorts = (type: string) => type === 'NodePort' || type === 'LoadBalancer';
	const isSamePorts = sameJson(nodePorts(before), nodePorts(after));
	const cleaned = usesPorts(old) && !usesPorts(young) && isSamePorts ? withoutNodePorts(after) : after;
	const filled = young === 'ExternalName' ? cleaned : keepAddresses(before, cleaned);
	return old !== 'ExternalName' && young === 'ExternalName' ? dropAddresses(before, filled) : filled;
}

function nodePorts(object: JsonObject): Json {
	return listAt(object, 'spec', 'ports').map(port => (isObject(port) ? (port.nodePort ?? 0) : 0));
}

function withoutNodePorts(object: JsonObject): JsonObject {
	const ports = listAt(object, 'spec', 'ports').map(port => {
		const {nodePort: _port, ...rest} = isObject(port) ? port : {};
		return rest;
	});
	return withValueAt(object, ['spec', 'ports'], ports);
}

const addresses = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort'];

/** What was allocated and is not asked for otherwise stays: `patchAllocatedValues`. */
function keepAddresses(before: JsonObject, after: JsonObject): JsonObject {
	const [old, young] = [objectAt(before, 'spec') ?? {}, objectAt(after, 'spec') ?? {}];
	const missing = addresses.filter(field => isUnset(young[field]) && old[field] !== undefined);
	const values = missing.map((field): [string, Json] => [field, old[field] ?? null]);
	return values.length === 0 ? after : {...after, spec: {...young, ...Object.fromEntries(values)}};
}

function isUnset(value: Json | undefined): boolean {
	return value === undefined || value === '' || (typeof value === 'object' && value !== null && isEmpty(value));
}

function dropAddresses(before: JsonObject, after: JsonObject): JsonObject {
	const old = objectAt(before, 'spec') ?? {};
	const kept = Object.entries(objectAt(after, 'spec') ?? {}).filter(
		([field, value]) => !(addresses.includes(field) && sameJson(value, old[field])),
	);
	return {...after, spec: Object.fromEntries(kept)};
}
