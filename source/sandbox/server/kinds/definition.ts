import {type Json, type JsonObject, listAt, objectAt, sameJson, textAt, withField} from '../../objects/json.ts';
import {builtInSchema} from '../../objects/schema.ts';
import {trackUpdate} from '../../objects/track.ts';
import type {Stored} from '../store/stored.ts';
import {type Cluster, timestamp} from '../verbs/context.ts';
import {customKindOf} from './custom-kind.ts';
import {type Naming, namesFor} from './definition-names.ts';

const storage = 'customresourcedefinitions.apiextensions.k8s.io';
export const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

/** The status of a definition that nobody has looked at yet. */
export function unseenStatus(definition: JsonObject): JsonObject {
	const stored = listAt(definition, 'spec', 'versions').find(version => objectAt(version)?.storage === true);
	return {
		conditions: null,
		acceptedNames: {plural: '', kind: ''},
		storedVersions: [textAt(stored, 'name') ?? ''],
	};
}

/** Serves what a definition defines, says so in its status, and clears up when it goes. */
export function followDefinition(cluster: Cluster, stored: Stored | undefined, before: Stored | undefined): void {
	if (stored === undefined) {
		if (before !== undefined) {
			forget(cluster, before);
		}

		return;
	}

	if (stored.metadata.deletionTimestamp === undefined) {
		settle(cluster, stored);
	} else {
		if (isServed(cluster, stored.name)) {
			cluster.registry.define(customKindOf(stored.object));
		}

		clear(cluster, stored.name);
	}
}

/** Ends what is left of a definition that goes, once the last of its objects is gone. */
export function finishDefinition(cluster: Cluster, name: string): void {
	const stored = cluster.store.collection(storage).get(`/${name}`);
	if (stored?.metadata.deletionTimestamp !== undefined) {
		clear(cluster, name);
	}
}

function forget(cluster: Cluster, {name, object}: Stored): void {
	cluster.registry.undefine(name);
	cluster.store.collection(name).end();
	// Others may have waited for its names.
	for (const other of sameGroup(cluster, object)) {
		if (other.metadata.deletionTimestamp === undefined && !isAccepted(other.object)) {
			settle(cluster, other);
		}
	}
}

function settle(cluster: Cluster, stored: Stored): void {
	const others = sameGroup(cluster, stored.object).filter(({name}) => name !== stored.name);
	const naming = namesFor(
		stored.object,
		others.map(({object}) => object),
	);
	if (naming.conflict === undefined) {
		serve(cluster, stored);
	}

	const status: JsonObject = {
		conditions: conditionsOf(stored.object, naming, timestamp(cluster.now())),
		acceptedNames: naming.accepted,
		storedVersions: storedVersionsOf(stored.object),
	};
	if (!sameJson(status, stored.object.status)) {
		writeStatus(cluster, stored, status);
	}
}

/** What was of that name before is not known: who resumes from there has to list. */
function serve(cluster: Cluster, {name, object}: Stored): void {
	const {registry, store} = cluster;
	if (!isServed(cluster, name)) {
		store.collection(name).compact(store.version);
	}

	registry.define(customKindOf(object));
}

function isServed({registry}: Cluster, name: string): boolean {
	return registry.custom().some(({definition}) => definition === name);
}

function sameGroup({store}: Cluster, definition: JsonObject): readonly Stored[] {
	const group = textAt(definition, 'spec', 'group');
	return store
		.collection(storage)
		.list('')
		.filter(({object}) => textAt(object, 'spec', 'group') === group);
}

function isAccepted(definition: JsonObject): boolean {
	const known = listAt(definition, 'status', 'conditions').find(one => textAt(one, 'type') === 'NamesAccepted');
	return textAt(known, 'status') === 'True';
}

function conditionsOf(definition: JsonObject, {conflict}: Naming, now: string): readonly Json[] {
	const known = listAt(definition, 'status', 'conditions');
	const find = (type: string, status: string) =>
		known.find(one => textAt(one, 'type') === type && textAt(one, 'status') === status);
	const condition = (type: string, status: string, reason: string, message: string): Json =>
		find(type, status) ?? {type, status, lastTransitionTime: now, reason, message};
	return conflict === undefined
		? [
				condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found'),
				condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted'),
			]
		: [
				condition('NamesAccepted', 'False', conflict.reason, conflict.message),
				// What was established stays so.
				find('Established', 'True') ?? condition('Established', 'False', 'NotAccepted', 'not all names are accepted'),
			];
}

function storedVersionsOf(definition: JsonObject): readonly Json[] {
	const storing = listAt(definition, 'spec', 'versions').find(version => objectAt(version)?.storage === true);
	const current = textAt(storing, 'name');
	const old = listAt(definition, 'status', 'storedVersions');
	return current === undefined || old.includes(current) ? old : [...old, current];
}

function writeStatus(cluster: Cluster, stored: Stored, status: JsonObject): void {
	const kind = {group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition'};
	const schema = builtInSchema(kind);
	const after = withField(stored.object, 'status', status);
	const tracked =
		schema === undefined
			? after
			: trackUpdate(stored.object, after, {
					manager: 'kube-apiserver',
					subresource: 'status',
					apiVersion: 'apiextensions.k8s.io/v1',
					now: timestamp(cluster.now()),
					schema,
				});
	cluster.store.put(storage, tracked);
}

/** Deletes all objects of a definition, and then the definition; those with finalizers are waited for. */
function clear(cluster: Cluster, name: string): void {
	const objects = cluster.store.collection(name);
	for (const stored of objects.list('')) {
		if (stored.metadata.deletionTimestamp === undefined) {
			clearOne(cluster, name, stored);
		}
	}

	const definition = cluster.store.collection(storage).get(`/${name}`);
	if (objects.size > 0 || definition === undefined) {
		return;
	}

	const finalizers = listAt(definition.object, 'metadata', 'finalizers').filter(one => one !== cleanup);
	const metadata = withField(definition.metadata, 'finalizers', finalizers.length > 0 ? finalizers : undefined);
	if (finalizers.length === 0) {
		cluster.store.remove(storage, definition.object);
		forget(cluster, definition);
	} else if (listAt(definition.metadata, 'finalizers').includes(cleanup)) {
		cluster.store.put(storage, withField(definition.object, 'metadata', metadata));
	}
}

function clearOne({store, now}: Cluster, name: string, stored: Stored): void {
	if (listAt(stored.metadata, 'finalizers').length === 0) {
		store.remove(name, stored.object);
		return;
	}

	const generation = stored.metadata.generation;
	const metadata = {
		...stored.metadata,
		...(typeof generation === 'number' && {generation: generation + 1}),
		deletionTimestamp: timestamp(now()),
		deletionGracePeriodSeconds: 0,
	};
	store.put(name, {...stored.object, metadata});
}

/** A definition whose deletion has begun. */
export function endingDefinition(definition: JsonObject, now: string): JsonObject {
	const metadata = objectAt(definition, 'metadata') ?? {};
	const finalizers = listAt(metadata, 'finalizers');
	const status = objectAt(definition, 'status') ?? {};
	const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
	const condition: Json = {
		type: 'Terminating',
		status: 'True',
		lastTransitionTime: now,
		reason: 'InstanceDeletionPending',
		message,
	};
	return {
		...definition,
		metadata: {...metadata, finalizers: finalizers.includes(cleanup) ? finalizers : [...finalizers, cleanup]},
		status: {...status, conditions: [...listAt(status, 'conditions'), condition]},
	};
}
