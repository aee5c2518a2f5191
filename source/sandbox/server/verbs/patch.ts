import {decodePatched} from '../../objects/decode-patched.ts';
import {isObject, type Json, type JsonObject, textAt} from '../../objects/json.ts';
import {jsonPatch, type Patched} from '../../objects/json-patch.ts';
import {mergePatch} from '../../objects/merge-patch.ts';
import {parsePatch} from '../../objects/parse-body.ts';
import type {StructSchema} from '../../objects/schema.ts';
import {strategicMergePatch} from '../../objects/strategic-merge-patch.ts';
import {invalidOptions, Refused, refusedFor} from '../answer/refused.ts';
import type {Answer, Request} from '../handler.ts';
import {mediaTypeOf, parsed} from '../request/body.ts';
import {foreignKind} from '../request/foreign-kind.ts';
import {applyObject} from './apply.ts';
import {checkPlace, checkVersion} from './check.ts';
import {inVersion} from './commit.ts';
import type {Asked} from './context.ts';
import {findObject} from './read.ts';
import {changeTo} from './update.ts';

export function patchObject(asked: Asked): Answer {
	return isApply(asked.request) ? applyObject(asked) : patchExisting(asked);
}

export function isApply(request: Request): boolean {
	return mediaTypeOf(request) === 'application/apply-patch+yaml';
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
	// Another uid is refused as a field that is immutable.
	checkVersion(asked, live, decoded.object);
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
	const isJson = type === 'json';
	const {served, name} = target;
	const {group, version, kind} = served.resource;
	const subject = {group, kind, name};
	const result = runPatch(live, {type, value}, served.schema());
	if (result.kind === 'refused') {
		throw refusedFor(result.refusal, subject);
	}

	const decoded = decodePatched(
		kindOfPatched(result.value, live, type),
		{
			schema: served.schema(),
			kind: {group, version, kind},
			fieldValidation: query.fieldValidation,
			// The operations are no part of the object.
			...(isJson
				? {remarks: duplicates.map(place => `json patch duplicate field ${JSON.stringify(place)}`)}
				: {duplicates}),
			custom: served.isCustom,
		},
		{type, patch: value, foreign: foreignTo(served, kindOfPatched(result.value, live, type))},
	);
	if (decoded.kind === 'refused') {
		// Of what can't be decoded the real server doesn't know any more what it was.
		throw refusedFor(decoded.refusal, {group: '', kind: '', name: ''});
	}

	return decoded;
}

/** A strategic patch is merged into an object whose kind is given. */
function kindOfPatched(value: Json, live: JsonObject, type: PatchType): Json {
	return type === 'strategic' && isObject(value)
		? {...value, kind: live.kind ?? '', apiVersion: live.apiVersion ?? ''}
		: withSameKind(value, live);
}

function foreignTo(served: Asked['target']['served'], value: Json): string | undefined {
	const [kind, apiVersion] = [textAt(value, 'kind') || served.resource.kind, textAt(value, 'apiVersion')];
	return foreignKind(served, {kind, apiVersion: apiVersion || served.apiVersion});
}

/** A patch may take the kind away, which is known from the path, but not put another in its place. */
function withSameKind(value: Json, {kind = '', apiVersion = ''}: JsonObject): Json {
	return isObject(value) ? {...value, kind: value.kind || kind, apiVersion: value.apiVersion || apiVersion} : value;
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
