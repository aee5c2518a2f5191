import {randomUUID} from 'node:crypto';
import {decode} from '../../objects/decode.ts';
import {applyDefaults} from '../../objects/defaults.ts';
import {type Json, type JsonObject, objectAt, textAt, withField} from '../../objects/json.ts';
import type {Repeated} from '../../objects/parse-body.ts';
import {prepareCreate, resetFields} from '../../objects/strategy.ts';
import {type TrackOptions, trackUpdate} from '../../objects/track.ts';
import {validateCreate} from '../../objects/validate.ts';
import {alreadyExists, Refused, refusedFor} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {onCreate, withOwnDefaults} from '../kinds/on-write.ts';
import {readBody, withKind} from '../request/body.ts';
import {keyOf} from '../store/stored.ts';
import {checkNamespace, checkOwnNamespace} from './check.ts';
import {commitNew, refuseInvalid} from './commit.ts';
import {type Asked, managerOf, timestamp} from './context.ts';

export function createObject(asked: Asked): Answer {
	const {object, warnings} = readObject(asked);
	const {served} = asked.target;
	const complete = withOwnDefaults(served, applyDefaults(identified(asked, object), served.schema()));
	const tracked = trackUpdate(undefined, complete, trackOptions(asked));
	return commitNew(asked, {object: prepareNew(asked, tracked), warnings});
}

/** Under whose name a change is written down. */
export function trackOptions(asked: Asked): TrackOptions {
	const {served, subresource} = asked.target;
	const {hasStatus, isCustom, resource} = served;
	const ignored = resetFields({hasStatus, custom: isCustom, subresource}, `${resource.group}/${resource.kind}`);
	return {
		manager: managerOf(asked),
		subresource,
		apiVersion: served.apiVersion,
		now: timestamp(asked.cluster.now()),
		schema: served.schema(),
		...(ignored === undefined ? {} : {ignored}),
	};
}

/** The object that is sent, of the path's kind, without what its schema does not know. */
export function readObject(asked: Asked): {readonly object: JsonObject; readonly warnings: readonly string[]} {
	const {request, target} = asked;
	const {value, duplicates, lines} = readBody(request, target.served.resource.kind);
	return decoded(asked, withKind(value, target.served), {duplicates, lines});
}

function decoded({target, query}: Asked, value: Json, repeated: Repeated) {
	const {group, version, kind} = target.served.resource;
	const result = decode(value, {
		schema: target.served.schema(),
		kind: {group, version, kind},
		fieldValidation: query.fieldValidation,
		...repeated,
		custom: target.served.isCustom,
	});
	if (result.kind === 'refused') {
		throw refusedFor(result.refusal, {group, kind, name: target.name});
	}

	return result;
}

/** What an applied configuration becomes where there was nothing. */
export function prepareApplied(asked: Asked, applied: JsonObject): JsonObject {
	const {served} = asked.target;
	return prepareNew(asked, withOwnDefaults(served, applyDefaults(identified(asked, applied), served.schema())));
}

/** Everything that happens to a new object between its tracking and the store. */
function prepareNew(asked: Asked, complete: JsonObject): JsonObject {
	const {cluster, target} = asked;
	const {served} = target;
	const name = textAt(complete, 'metadata', 'name') ?? '';
	if (name === '') {
		const message = 'Required value: name or generateName is required';
		refuseInvalid(asked, name, [{reason: 'FieldValueRequired', message, field: 'metadata.name'}]);
	}

	checkNamespace(asked, name);
	const facts = {hasStatus: served.hasStatus, custom: served.isCustom};
	const prepared = onCreate(cluster, served, prepareCreate(complete, facts));
	refuseInvalid(asked, name, validateCreate(prepared, served.schema()));
	const taken = cluster.store.collection(served.storage).get(keyOf(target.namespace, name));
	if (taken !== undefined) {
		throw alreadyExists(served.resource, name, {
			isGenerated: (textAt(complete, 'metadata', 'generateName') ?? '') !== '',
			isLeaving: taken.metadata.deletionTimestamp !== undefined,
		});
	}

	return prepared;
}

/** With namespace, name, uid and time; refuses what only the server may say. */
function identified(asked: Asked, object: JsonObject): JsonObject {
	const {cluster, target} = asked;
	const {
		resourceVersion = '',
		deletionTimestamp: _,
		deletionGracePeriodSeconds: __,
		selfLink: ___,
		...metadata
	} = objectAt(object, 'metadata') ?? {};
	if (resourceVersion !== '') {
		const message = 'resourceVersion should not be set on objects to be created';
		throw new Refused({code: 500, reason: '', message});
	}

	checkOwnNamespace(asked, object);
	const {namespace: _namespace, ...rest} = metadata;
	return withField(object, 'metadata', {
		...rest,
		...nameOf(metadata),
		...(target.namespace !== '' && {namespace: target.namespace}),
		uid: randomUUID(),
		creationTimestamp: timestamp(cluster.now()),
	});
}

// k8s.io/apiserver/pkg/storage/names: without vowels, so that no words come of it.
const letters = 'bcdfghjklmnpqrstvwxz2456789';

function nameOf(metadata: JsonObject): {readonly name?: string} {
	const name = textAt(metadata, 'name') ?? '';
	const start = textAt(metadata, 'generateName') ?? '';
	if (name !== '' || start === '') {
		return {};
	}

	const random = Array.from({length: 5}, () => letters[Math.floor(Math.random() * letters.length)]).join('');
	return {name: `${start.slice(0, 58)}${random}`};
}
