import {type JsonObject, listAt, objectAt, textAt, valueAt} from '../../objects/json.ts';
import {ageOf} from './age.ts';
import {type Column, column, type Row, wide} from './column.ts';
import {age, name} from './common.ts';

const text = (title: string, ...path: readonly string[]) => column(title, ({object}) => textAt(object, ...path) ?? '');

const createdAt = column('Created At', ({object}) => textAt(object, 'metadata', 'creationTimestamp') ?? '', 'date');

const entries = (...fields: readonly string[]) =>
	column('Data', ({object}) =>
		fields.reduce((sum, field) => sum + Object.keys(objectAt(object, field) ?? {}).length, 0),
	);

const role = column(
	'Role',
	({object}) => `${textAt(object, 'roleRef', 'kind') ?? ''}/${textAt(object, 'roleRef', 'name') ?? ''}`,
);

export const clusterColumns: Readonly<Record<string, readonly Column[]>> = {
	namespaces: [name, text('Status', 'status', 'phase'), age],
	nodes: [
		name,
		column('Status', ({object}) => nodeStatus(object)),
		column('Roles', ({object}) => roles(object)),
		age,
		text('Version', 'status', 'nodeInfo', 'kubeletVersion'),
		wide('Internal-IP', ({object}) => address(object, 'InternalIP')),
		wide('External-IP', ({object}) => address(object, 'ExternalIP')),
		wide('OS-Image', ({object}) => textAt(object, 'status', 'nodeInfo', 'osImage') || '<unknown>'),
		wide('Kernel-Version', ({object}) => textAt(object, 'status', 'nodeInfo', 'kernelVersion') || '<unknown>'),
		wide(
			'Container-Runtime',
			({object}) => textAt(object, 'status', 'nodeInfo', 'containerRuntimeVersion') || '<unknown>',
		),
	],
	events: [
		column('Last Seen', row => lastSeen(row)),
		text('Type', 'type'),
		text('Reason', 'reason'),
		column('Object', ({object}) => {
			const {kind = '', name: of = ''} = objectAt(object, 'involvedObject') ?? {};
			return `${String(kind).toLowerCase()}/${String(of)}`;
		}),
		wide('Subobject', ({object}) => textAt(object, 'involvedObject', 'fieldPath') ?? ''),
		wide('Source', ({object}) => textAt(object, 'source', 'component') || textAt(object, 'reportingComponent') || ''),
		column('Message', ({object}) => (textAt(object, 'message') ?? '').trim()),
		wide('First Seen', ({object, now}) => ageOf(textAt(object, 'firstTimestamp') ?? textAt(object, 'eventTime'), now)),
		wide('Count', ({object}) => String(countOf(object))),
		wide('Name', ({object}) => textAt(object, 'metadata', 'name') ?? ''),
	],
	secrets: [name, text('Type', 'type'), entries('data'), age],
	configmaps: [name, entries('data', 'binaryData'), age],
	serviceaccounts: [name, column('Secrets', ({object}) => listAt(object, 'secrets').length), age],
	'leases.coordination.k8s.io': [name, text('Holder', 'spec', 'holderIdentity'), age],
	'customresourcedefinitions.apiextensions.k8s.io': [name, createdAt],
	'roles.rbac.authorization.k8s.io': [name, createdAt],
	'clusterroles.rbac.authorization.k8s.io': [name, createdAt],
	'rolebindings.rbac.authorization.k8s.io': [name, role, age],
	'clusterrolebindings.rbac.authorization.k8s.io': [name, role, age],
	limitranges: [name, createdAt],
	'priorityclasses.scheduling.k8s.io': [
		name,
		column('Value', ({object}) => Number(valueAt(object, 'value') ?? 0), 'integer'),
		column('Global-Default', ({object}) => valueAt(object, 'globalDefault') === true, 'boolean'),
		age,
		text('PreemptionPolicy', 'preemptionPolicy'),
	],
	resourcequotas: [
		name,
		column('Request', ({object}) => quota(object, key => !key.startsWith('limits.'))),
		column('Limit', ({object}) => quota(object, key => key.startsWith('limits.'))),
		age,
	],
	'poddisruptionbudgets.policy': [
		name,
		column('Min Available', ({object}) => String(valueAt(object, 'spec', 'minAvailable') ?? 'N/A')),
		column('Max Unavailable', ({object}) => String(valueAt(object, 'spec', 'maxUnavailable') ?? 'N/A')),
		column(
			'Allowed Disruptions',
			({object}) => Number(valueAt(object, 'status', 'disruptionsAllowed') ?? 0),
			'integer',
		),
		age,
	],
	'horizontalpodautoscalers.autoscaling': [
		name,
		column('Reference', ({object}) => {
			const target = objectAt(object, 'spec', 'scaleTargetRef');
			return `${textAt(target, 'kind') ?? ''}/${textAt(target, 'name') ?? ''}`;
		}),
		column('Targets', ({object}) => targets(object)),
		column('MinPods', ({object}) => String(valueAt(object, 'spec', 'minReplicas') ?? '<unset>')),
		column('MaxPods', ({object}) => Number(valueAt(object, 'spec', 'maxReplicas') ?? 0), 'integer'),
		column('Replicas', ({object}) => Number(valueAt(object, 'status', 'currentReplicas') ?? 0), 'integer'),
		age,
	],
};

function nodeStatus(node: JsonObject): string {
	const ready = listAt(node, 'status', 'conditions').find(one => textAt(one, 'type') === 'Ready');
	const status = ready === undefined ? 'Unknown' : textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
	return valueAt(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function roles(node: JsonObject): string {
	const start = 'node-role.kubernetes.io/';
	const all = Object.keys(objectAt(node, 'metadata', 'labels') ?? {}).filter(label => label.startsWith(start));
	return all.length === 0
		? '<none>'
		: all
				.map(label => label.slice(start.length))
				.sort()
				.join(',');
}

function address(node: JsonObject, type: string): string {
	const found = listAt(node, 'status', 'addresses').find(one => textAt(one, 'type') === type);
	return textAt(found, 'address') ?? '<none>';
}

function countOf(event: JsonObject): number {
	return Number(valueAt(event, 'series', 'count') ?? valueAt(event, 'count') ?? 1) || 1;
}

function lastSeen({object, now}: Row): string {
	const first = textAt(object, 'firstTimestamp') ?? textAt(object, 'eventTime');
	const last = textAt(object, 'series', 'lastObservedTime') ?? textAt(object, 'lastTimestamp') ?? first;
	const count = countOf(object);
	return count > 1 ? `${ageOf(last, now)} (x${count} over ${ageOf(first, now)})` : ageOf(first ?? last, now);
}

function quota(object: JsonObject, isShown: (key: string) => boolean): string {
	const hard = objectAt(object, 'status', 'hard') ?? objectAt(object, 'spec', 'hard') ?? {};
	const used = objectAt(object, 'status', 'used') ?? {};
	const keys = Object.keys(hard).filter(isShown).sort();
	return keys.map(key => `${key}: ${String(used[key] ?? 0)}/${String(hard[key])}`).join(', ');
}

function targets(object: JsonObject): string {
	const all = listAt(object, 'spec', 'metrics').map(metric => {
		const own = objectAt(metric, 'resource', 'target') ?? {};
		const goal =
			own.averageUtilization === undefined
				? String(own.averageValue ?? '<auto>')
				: `${String(own.averageUtilization)}%`;
		return `${textAt(metric, 'resource', 'name') ?? 'metric'}: <unknown>/${goal}`;
	});
	return all.length === 0 ? '<none>' : all.join(', ');
}
