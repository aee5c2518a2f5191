import {type JsonObject, listAt, objectAt, textAt, withField} from '../../objects/json.ts';
import {invalid} from '../../objects/refusal.ts';
import {validateCreate} from '../../objects/validate.ts';
import {forbidden, refusedFor} from '../answer/refused.ts';
import type {Served} from '../registry.ts';
import {keyOf} from '../store/stored.ts';
import type {Cluster} from '../verbs/context.ts';
import {unseenStatus} from './definition.ts';
import {selectingJob} from './job.ts';
import {admittedPod} from './pod.ts';
import {allocated} from './service.ts';
import {takenCauses} from './taken.ts';

/** Defaults that need more than the object's schema to be known. */
export function withOwnDefaults({storage}: Served, object: JsonObject): JsonObject {
	return storage === 'namespaces' ? labelled(object) : object;
}

/** What becomes of a new object of a kind with ways of its own. */
export function onCreate(cluster: Cluster, served: Served, object: JsonObject): JsonObject {
	switch (served.storage) {
		case 'namespaces': {
			const own = listAt(object, 'spec', 'finalizers');
			const finalizers = own.includes('kubernetes') ? own : [...own, 'kubernetes'];
			return {...object, spec: {...objectAt(object, 'spec'), finalizers}, status: {phase: 'Active'}};
		}

		case 'pods':
			return newPod(cluster, served, object);
		case 'services':
			return service(cluster, served, {object, before: undefined});
		case 'jobs.batch':
			return selectingJob(object);
		case 'customresourcedefinitions.apiextensions.k8s.io':
			return {...object, status: unseenStatus(object)};
		case 'persistentvolumeclaims':
			return finalized(object, 'kubernetes.io/pvc-protection');
		case 'persistentvolumes':
			return finalized(object, 'kubernetes.io/pv-protection');
		default:
			return object;
	}
}

type Place = {readonly cluster: Cluster; readonly served: Served; readonly subresource: string};

export function onUpdate({cluster, served, subresource}: Place, before: JsonObject, object: JsonObject): JsonObject {
	switch (served.storage) {
		case 'namespaces':
			return subresource === '' ? labelled(object) : object;
		case 'services':
			return subresource === '' ? service(cluster, served, {object, before}) : object;
		default:
			return object;
	}
}

/** Storage is not deleted while something uses it: the admission plug-in StorageObjectInUseProtection. */
function finalized(object: JsonObject, finalizer: string): JsonObject {
	const metadata = objectAt(object, 'metadata') ?? {};
	const all = listAt(metadata, 'finalizers');
	return all.includes(finalizer)
		? object
		: withField(object, 'metadata', {...metadata, finalizers: [...all, finalizer]});
}

/** Every namespace can be selected by its name. */
function labelled(object: JsonObject): JsonObject {
	const metadata = objectAt(object, 'metadata') ?? {};
	const name = textAt(metadata, 'name') ?? '';
	const labels = objectAt(metadata, 'labels');
	const label = 'kubernetes.io/metadata.name';
	return name === '' || labels?.[label] === name
		? object
		: withField(object, 'metadata', {...metadata, labels: {...labels, [label]: name}});
}

function newPod({store}: Cluster, {resource}: Served, pod: JsonObject): JsonObject {
	const namespace = textAt(pod, 'metadata', 'namespace') ?? '';
	const name = textAt(pod, 'metadata', 'name') ?? '';
	const account = textAt(pod, 'spec', 'serviceAccountName') || 'default';
	if (store.collection('serviceaccounts').get(keyOf(namespace, account)) === undefined) {
		const why = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`;
		throw forbidden(resource, name, why);
	}

	const priorityClass = textAt(pod, 'spec', 'priorityClassName') ?? '';
	if (priorityClass === '') {
		return admittedPod(pod, 0);
	}

	const found = store.collection('priorityclasses.scheduling.k8s.io').get(keyOf('', priorityClass));
	const value = found?.object.value;
	if (found === undefined) {
		throw forbidden(resource, name, `no PriorityClass with name ${priorityClass} was found`);
	}

	return admittedPod(pod, typeof value === 'number' ? value : 0);
}

type Versions = {readonly object: JsonObject; readonly before: JsonObject | undefined};

function service({allocator}: Cluster, served: Served, {object, before}: Versions): JsonObject {
	// What is not valid is refused before anything is allocated.
	const invalidCauses = before === undefined ? validateCreate(object, served.schema()) : [];
	const causes = invalidCauses.length > 0 ? invalidCauses : takenCauses(allocator, object, before);
	if (causes.length > 0) {
		const subject = {group: '', kind: served.resource.kind, name: textAt(object, 'metadata', 'name') ?? ''};
		throw refusedFor(invalid(subject, causes), subject);
	}

	const complete = allocated(allocator, object, before);
	return before === undefined ? {...complete, status: {loadBalancer: {}}} : complete;
}
