import {apply} from '../../objects/apply.ts';
import {decodePatched} from '../../objects/decode-patched.ts';
import {applyDefaults} from '../../objects/defaults.ts';
import {isObject, type Json, type JsonObject, objectAt, textAt, withField} from '../../objects/json.ts';
import {jsonPatch, type Patched} from '../../objects/json-patch.ts';
import {mergePatch} from '../../objects/merge-patch.ts';
import {parseBody, parsePatch} from '../../objects/parse-body.ts';
import type {StructSchema} from '../../objects/schema.ts';
import {strategicMergePatch} from '../../objects/strategic-merge-patch.ts';
import {badRequest, conflict, invalidOptions, Refused, refusedFor} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {mediaTypeOf, parsed} from '../request/body.ts';
import {keyOf} from '../store/stored.ts';
import {checkPlace, checkSameObject, checkVersion} from './check.ts';
import {commitChange, commitNew, inVersion} from './commit.ts';
import type {Asked} from './context.ts';
import {prepareApplied, trackOptions} from './create.ts';
import {findObject} from './read.ts';
import {changeTo, placed, prepareChange} from './update.ts';

export function patchObject(asked: Asked): Answer {
	return mediaTypeOf(asked.request) === 'application/apply-patch+yaml' ? applyObject(asked) : patchExisting(asked);
}

function patchExisting(asked: Asked): Answer {
	if (asked.query.parameters.has('force')) {
		const message = 'Forbidden: may not be specified for non-apply patch';
		throw invalidOptions('PatchOptions', {reason: 'FieldValueForbidden', message, field: 'force'});
	}

	const patch = readPatch(asked);
	const stored = findObject(asked);
	const live = inVersion(asked.target.served, stored);
	const decoded = decodedPatch(asked, live, patch);
	checkPlace(asked, decoded.object);
	checkSameObject(asked, live, decoded.object);
	return changeTo(asked, stored, decoded);
}

type PatchType = 'json' | 'merge' | 'strategic';

type Patch = {readonly type: PatchType; readonly value: Json; readonly duplicates: readonly string[]};

/** Throws a refusal for types of patches that are not known. */
export function readPatch({request, target}: Asked): Patch {
	const {isCustom, resource} = target.served;
	const type = patchTypes[mediaTypeOf(request)];
	if (type === undefined || (type === 'strategic' && isCustom)) {
		throw unsupported(isCustom);
	}

	return {type, ...parsed(parsePatch(request.body, type), resource.kind)};
}

const patchTypes: Readonly<Record<string, PatchType>> = {
	'application/json-patch+json': 'json',
	'application/merge-patch+json': 'merge',
	'application/strategic-merge-patch+json': 'strategic',
};

/** What a patch makes of an object, without what its schema does not know. */
function decodedPatch({target, query}: Asked, live: JsonObject, {type, value, duplicates}: Patch) {
	const {served, name} = target;
	const {group, version, kind} = served.resource;
	const subject = {group, kind, name};
	const result = runPatch(live, {type, value}, served.schema());
	if (result.kind === 'refused') {
		throw refusedFor(result.refusal, subject);
	}

	const decoded = decodePatched(
		result.value,
		{
			schema: served.schema(),
			kind: {group, version, kind},
			fieldValidation: query.fieldValidation,
			duplicates,
			custom: served.isCustom,
		},
		{type, patch: value},
	);
	if (decoded.kind === 'refused') {
		// Of what can't be decoded the real server doesn't know any more what it was.
		throw refusedFor(decoded.refusal, {group: '', kind: '', name: ''});
	}

	return decoded;
}

/** The bare result of a patch. */
export function runPatch(
	live: JsonObject,
	{type, value}: Pick<Patch, 'type' | 'value'>,
	schema: StructSchema,
): Patched {
	switch (type) {
		case 'json':
			return jsonPatch(live, value);
		case 'merge':
			return mergePatch(live, value);
		case 'strategic':
			return strategicMergePatch(live, value, schema);
	}
}

function unsupported(isCustom: boolean): Refused {
	const known = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
	if (!isCustom) {
		const message = '415: Unsupported Media Type';
		return new Refused({code: 415, reason: 'UnsupportedMediaType', message, details: {}});
	}

	const message = `the body of the request was in an unknown format - accepted media types include: ${known.join(', ')}`;
	return new Refused({code: 415, reason: 'UnsupportedMediaType', message});
}

function applyObject(asked: Asked): Answer {
	const {cluster, target, query, request} = asked;
	const {served, namespace, name} = target;
	if (query.fieldManager === '') {
		const message = 'Required value: is required for apply patch';
		throw invalidOptions('PatchOptions', {reason: 'FieldValueRequired', message, field: 'fieldManager'});
	}

	const stored = cluster.store.collection(served.storage).get(keyOf(namespace, name));
	const live = stored === undefined ? undefined : inVersion(served, stored);
	const {value, duplicates} = parsed(parseBody(request.body, 'yaml', served.resource.kind), served.resource.kind);
	const configuration = checkedConfiguration(asked, value, live);
	const {group, version, kind} = served.resource;
	const result = apply(live, configuration, {
		...trackOptions(asked),
		force: query.isForced,
		kind: {group, version, kind},
	});
	if (result.kind === 'refused') {
		throw refusedFor(result.refusal, {group, kind, name});
	}

	const warnings = duplicateWarnings(asked, duplicates);
	if (live === undefined || stored === undefined) {
		return commitNew(asked, {object: prepareApplied(asked, withoutIdentity(result.object)), warnings});
	}

	// Nothing moved, and no managers did: there is nothing to check or write.
	const isSame = result.object === live;
	const object = isSame
		? live
		: prepareChange(asked, live, applyDefaults(placed(result.object, live), served.schema()));
	return commitChange(asked, stored, {object, warnings});
}

function duplicateWarnings({query}: Asked, duplicates: readonly string[]): readonly string[] {
	if (duplicates.length > 0 && query.fieldValidation === 'Strict') {
		const errors = duplicates.map(line => `\n  ${line}`).join('');
		throw badRequest(`error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:${errors}`);
	}

	return query.fieldValidation === 'Warn' ? duplicates : [];
}

function checkedConfiguration(asked: Asked, value: Json, live: JsonObject | undefined): JsonObject {
	const {target} = asked;
	const {served, name} = target;
	if (!isObject(value)) {
		throw badRequest('invalid object type: /, Kind=');
	}

	if (textAt(value, 'kind') === undefined) {
		return value;
	}

	const named = withField(value, 'metadata', {
		...objectAt(value, 'metadata'),
		name: textAt(value, 'metadata', 'name') ?? textAt(live, 'metadata', 'name') ?? '',
	});
	checkPlace(asked, named);
	const uid = textAt(named, 'metadata', 'uid') ?? '';
	if (live === undefined && uid !== '') {
		const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
		throw conflict(served.resource, name, why);
	}

	if (live !== undefined) {
		checkVersion(asked, live, named);
	}

	return named;
}

function withoutIdentity(object: JsonObject): JsonObject {
	const {resourceVersion: _, ...metadata} = objectAt(object, 'metadata') ?? {};
	return withField(object, 'metadata', metadata);
}
