import {type JsonObject, listAt, objectAt, textAt, withField} from '../../objects/json.ts';
import {jsonAnswer, successStatus} from '../answer/answers.ts';
import {conflict, forbidden, invalidOptions} from '../answer/refused.ts';
import {listAnswer, objectAnswer} from '../answer/view.ts';
import type {Answer} from '../handler.ts';
import {afterWrite} from '../kinds/after-write.ts';
import {endingDefinition} from '../kinds/definition.ts';
import type {Served} from '../registry.ts';
import {readOptions} from '../request/body.ts';
import {numberOf} from '../request/query.ts';
import {Stored} from '../store/stored.ts';
import {isDone} from './commit.ts';
import {type Asked, timestamp, viewOf} from './context.ts';
import {readPage} from './list.ts';
import {findObject} from './read.ts';

type Propagation = 'Foreground' | 'Background' | 'Orphan';

/** metav1.DeleteOptions, of body and query. */
type Options = {
	readonly isDryRun: boolean;
	readonly gracePeriodSeconds: number | undefined;
	readonly propagation: Propagation | undefined;
	readonly uid: string | undefined;
	readonly resourceVersion: string | undefined;
};

/** What became of an object: gone, or marked and waiting. */
type Deleted = {readonly stored: Stored; readonly isGone: boolean};

const protectedNamespaces = new Set(['default', 'kube-system', 'kube-public']);

// Strategies with ReturnDeletedObject, k8s.io/kubernetes/pkg/registry/core.
const returned = new Set([
	'pods',
	'services',
	'serviceaccounts',
	'resourcequotas',
	'podtemplates',
	'persistentvolumes',
	'persistentvolumeclaims',
	'csidrivers.storage.k8s.io',
	'csinodes.storage.k8s.io',
	'storageclasses.storage.k8s.io',
	'volumeattachments.storage.k8s.io',
]);

export function deleteObject(asked: Asked): Answer {
	const options = optionsOf(asked);
	const stored = findObject(asked);
	const {served} = asked.target;
	const {stored: left, isGone} = deleteOne(asked, stored, options);
	if (!isGone || returned.has(served.storage)) {
		return objectAnswer(viewOf(asked), 200, left);
	}

	const {group, plural} = served.resource;
	const uid = textAt(left.object, 'metadata', 'uid') ?? '';
	return jsonAnswer(200, successStatus({name: left.name, ...(group !== '' && {group}), kind: plural, uid}));
}

export function deleteCollection(asked: Asked): Answer {
	const options = optionsOf(asked);
	const {items, metadata} = readPage(asked);
	for (const stored of items) {
		deleteOne(asked, stored, options);
	}

	// Told is what was found, not what became of it.
	return listAnswer(viewOf(asked), items, metadata);
}

function optionsOf({request, query}: Asked): Options {
	const body = readOptions(request);
	const {parameters} = query;
	const dryRun = listAt(body, 'dryRun');
	if (dryRun.some(value => value !== 'All')) {
		const message = `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`;
		throw invalidOptions('DeleteOptions', {reason: 'FieldValueNotSupported', message, field: 'dryRun'});
	}

	const seconds = body.gracePeriodSeconds;
	return {
		isDryRun: query.isDryRun || dryRun.length > 0,
		gracePeriodSeconds: typeof seconds === 'number' ? seconds : numberOf(parameters, 'gracePeriodSeconds'),
		propagation: propagationOf(body, parameters),
		uid: textAt(body, 'preconditions', 'uid'),
		resourceVersion: textAt(body, 'preconditions', 'resourceVersion'),
	};
}

function propagationOf(body: JsonObject, parameters: URLSearchParams): Propagation | undefined {
	const policy = textAt(body, 'propagationPolicy') ?? parameters.get('propagationPolicy') ?? '';
	if (policy !== '' && body.orphanDependents !== undefined) {
		const message = `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`;
		throw invalidOptions('DeleteOptions', {reason: 'FieldValueInvalid', message, field: 'propagationPolicy'});
	}

	switch (policy) {
		case '': {
			const orphans = body.orphanDependents ?? parameters.get('orphanDependents') === 'true';
			return orphans === true ? 'Orphan' : undefined;
		}

		case 'Foreground':
		case 'Background':
		case 'Orphan':
			return policy;
		default: {
			const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
			throw invalidOptions('DeleteOptions', {reason: 'FieldValueNotSupported', message, field: 'propagationPolicy'});
		}
	}
}

// k8s.io/apiserver/pkg/registry/rest/delete.go and generic/registry/store.go
function deleteOne(asked: Asked, stored: Stored, options: Options): Deleted {
	const {cluster, target} = asked;
	const {served} = target;
	checkPreconditions(served, stored, options);
	if (served.storage === 'namespaces' && protectedNamespaces.has(stored.name)) {
		throw forbidden(served.resource, stored.name, 'this namespace may not be deleted');
	}

	const marked = markedObject(asked, stored, options);
	if (marked === stored.object) {
		return {stored, isGone: false};
	}

	const isGone = isDone(served, marked);
	if (options.isDryRun) {
		return {stored: isGone ? stored : new Stored(marked, stored.version), isGone};
	}

	if (!isGone) {
		const left = cluster.store.put(served.storage, marked);
		afterWrite(cluster, served, left, stored);
		return {stored: left, isGone: false};
	}

	const last = cluster.store.remove(served.storage, lastState(served, stored, marked));
	afterWrite(cluster, served, undefined, stored);
	return {stored: last, isGone: true};
}

/** Pods show to the end that they were being deleted. */
function lastState({storage}: Served, stored: Stored, marked: JsonObject): JsonObject {
	return storage === 'pods' && stored.metadata.deletionTimestamp !== undefined ? marked : stored.object;
}

function checkPreconditions({resource}: Served, {name, metadata}: Stored, {uid, resourceVersion}: Options): void {
	const own = {group: resource.group, plural: resource.kind};
	if (uid !== undefined && uid !== metadata.uid) {
		const why = `the UID in the precondition (${uid}) does not match the UID in record (${String(metadata.uid)}). The object might have been deleted and then recreated`;
		throw conflict(own, name, why);
	}

	if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
		const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${String(metadata.resourceVersion)}). The object might have been modified`;
		throw conflict(own, name, why);
	}
}

/** The object as its deletion leaves it; itself where it was being deleted already, and nothing is new. */
function markedObject({cluster, target}: Asked, stored: Stored, options: Options): JsonObject {
	const {metadata, object} = stored;
	const {served} = target;
	const seconds = graceOf(served, object, options);
	const finalizers = finalizersOf(metadata, options.propagation);
	const isNew = metadata.deletionTimestamp === undefined;
	const isShorter = isNew || seconds < Number(metadata.deletionGracePeriodSeconds ?? 0);
	const isSame = listAt(metadata, 'finalizers').join() === finalizers.join();
	if (!isShorter && isSame && !isDone(served, object)) {
		return object;
	}

	const at = timestamp(new Date(cluster.now().getTime() + seconds * 1000));
	const {finalizers: _, ...others} = metadata;
	const timed = isShorter ? withDeletion(served, others, {at, seconds, isNew}) : others;
	const marked = withField(object, 'metadata', {...timed, ...(finalizers.length > 0 && {finalizers})});
	return isDefinition(served)
		? endingDefinition(marked, at)
		: served.storage === 'namespaces'
			? terminating(marked)
			: marked;
}

type Deletion = {readonly at: string; readonly seconds: number; readonly isNew: boolean};

/** Namespaces and definitions are ended by controllers of their own, which know no grace. */
function withDeletion(served: Served, metadata: JsonObject, {at, seconds, isNew}: Deletion): JsonObject {
	const isPlain = served.storage !== 'namespaces' && !isDefinition(served);
	const {generation} = metadata;
	return {
		...metadata,
		...(typeof generation === 'number' && isNew && isPlain && {generation: generation + 1}),
		deletionTimestamp: at,
		...(isPlain && {deletionGracePeriodSeconds: seconds}),
	};
}

function isDefinition({storage}: Served): boolean {
	return storage === 'customresourcedefinitions.apiextensions.k8s.io';
}

function terminating(object: JsonObject): JsonObject {
	return {...object, status: {...objectAt(object, 'status'), phase: 'Terminating'}};
}

/** Only pods take their time. Those that nobody runs, or that have ended, do not. */
function graceOf({storage}: Served, object: JsonObject, {gracePeriodSeconds}: Options): number {
	if (storage !== 'pods') {
		return 0;
	}

	const isIdle = (textAt(object, 'spec', 'nodeName') ?? '') === '';
	const isOver = ['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase') ?? '');
	const own = objectAt(object, 'spec')?.terminationGracePeriodSeconds;
	const seconds = gracePeriodSeconds ?? (typeof own === 'number' ? own : 30);
	return isIdle || isOver ? 0 : Math.max(seconds, 0);
}

/** Which finalizers of the garbage collector a deletion sets: none of them where it says Background. */
function finalizersOf(metadata: JsonObject, propagation: Propagation | undefined): readonly string[] {
	const all = listAt(metadata, 'finalizers').filter(one => typeof one === 'string');
	if (propagation === undefined) {
		return all;
	}

	const others = all.filter(one => one !== 'orphan' && one !== 'foregroundDeletion');
	const wanted = propagation === 'Orphan' ? ['orphan'] : propagation === 'Foreground' ? ['foregroundDeletion'] : [];
	return wanted.every(one => all.includes(one)) && others.length + wanted.length === all.length
		? all
		: [...others, ...wanted];
}
