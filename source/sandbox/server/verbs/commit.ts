import {type JsonObject, listAt, objectAt, sameJson, textAt, withField} from '../../objects/json.ts';
import {keepTimes} from '../../objects/managed-fields.ts';
import type {Cause} from '../../objects/refusal.ts';
import {invalid} from '../../objects/refusal.ts';
import {warningHeaders} from '../answer/answers.ts';
import {forbidden, refusedFor} from '../answer/refused.ts';
import {objectAnswer} from '../answer/view.ts';
import type {Answer} from '../handler.ts';
import {afterWrite} from '../kinds/after-write.ts';
import type {Served} from '../registry.ts';
import {Stored} from '../store/stored.ts';
import {type Asked, viewOf} from './context.ts';

/** What a request leads to: the object in the version that was asked for, and remarks about it. */
export type Outcome = {readonly object: JsonObject; readonly warnings: readonly string[]};

/** What is stored, in the version that is asked for. */
export function inVersion(served: Served, stored: Stored): JsonObject {
	return served.conversion === undefined
		? withField(stored.object, 'apiVersion', served.apiVersion)
		: served.conversion.fromStored(stored.object);
}

function asStored(served: Served, object: JsonObject): JsonObject {
	return served.conversion === undefined
		? withField(object, 'apiVersion', served.storedVersion)
		: served.conversion.toStored(object);
}

export function refuseInvalid({target}: Asked, name: string, causes: readonly Cause[]): void {
	if (causes.length > 0) {
		const {group, kind} = target.served.resource;
		throw refusedFor(invalid({group, kind, name}, causes), {group, kind, name});
	}
}

/** Writes a new object, unless it is only asked what would come of it. */
export function commitNew(asked: Asked, {object, warnings}: Outcome): Answer {
	const {cluster, target, query} = asked;
	const ready = asStored(target.served, object);
	if (target.served.isEnding) {
		const why = 'create not allowed while custom resource definition is terminating';
		throw forbidden(target.served.resource, textAt(object, 'metadata', 'name') ?? '', why);
	}

	const stored = query.isDryRun ? new Stored(ready, 0) : cluster.store.put(target.served.storage, ready);
	if (!query.isDryRun) {
		afterWrite(cluster, target.served, stored);
	}

	return objectAnswer(viewOf(asked), 201, stored, warningHeaders(warnings));
}

/** Writes what an object has become; nothing where it is what it was; removes it where nothing holds it any more. */
export function commitChange(asked: Asked, before: Stored, {object, warnings}: Outcome): Answer {
	const {cluster, target, query} = asked;
	const {storage} = target.served;
	const headers = warningHeaders(warnings);
	const live = inVersion(target.served, before);
	const kept = keepTimes(live, object);
	const ready = asStored(target.served, kept);
	const isSame = kept === live || sameJson(withoutVersion(before.object), withoutVersion(ready));
	if (isSame) {
		return objectAnswer(viewOf(asked), 200, before, headers);
	}

	if (query.isDryRun) {
		return objectAnswer(viewOf(asked), 200, new Stored(ready, before.version), headers);
	}

	if (isDone(target.served, ready)) {
		// Watchers see it as it was stored last.
		cluster.store.remove(storage, before.object);
		const gone = new Stored(ready, cluster.store.version);
		afterWrite(cluster, target.served, undefined, before);
		return objectAnswer(viewOf(asked), 200, gone, headers);
	}

	const stored = cluster.store.put(storage, ready);
	afterWrite(cluster, target.served, stored, before);
	return objectAnswer(viewOf(asked), 200, stored, headers);
}

/** The deletion was only waiting for finalizers, and the last one is gone. */
export function isDone({storage}: Served, object: JsonObject): boolean {
	const metadata = objectAt(object, 'metadata') ?? {};
	const isHeld =
		listAt(metadata, 'finalizers').length > 0 ||
		Number(metadata.deletionGracePeriodSeconds ?? 0) > 0 ||
		(storage === 'namespaces' && listAt(object, 'spec', 'finalizers').length > 0);
	return metadata.deletionTimestamp !== undefined && !isHeld;
}

function withoutVersion(object: JsonObject): JsonObject {
	const metadata = objectAt(object, 'metadata') ?? {};
	return textAt(metadata, 'resourceVersion') === undefined
		? object
		: {...object, metadata: withField(metadata, 'resourceVersion', undefined)};
}
