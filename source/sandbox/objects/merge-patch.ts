import {isObject, type Json, type JsonObject} from './json.ts';
import type {Patched} from './json-patch.ts';
import {jsonKind} from './reading/scalar.ts';
import {badRequest} from './refusal.ts';

/** RFC 7386. */
export function mergePatch(object: JsonObject, patch: Json): Patched {
	if (patch === null) {
		return {kind: 'refused', refusal: badRequest('Invalid JSON Patch')};
	}

	if (!isObject(patch)) {
		const message = `error decoding patch: json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`;
		return {kind: 'refused', refusal: badRequest(message)};
	}

	return {kind: 'patched', value: merged(object, patch)};
}

function merged(value: Json | undefined, patch: JsonObject): JsonObject {
	const result: Record<string, Json> = isObject(value) ? {...value} : {};
	for (const field in patch) {
		const change = patch[field] ?? null;
		if (change === null) {
			delete result[field];
		} else {
			result[field] = isObject(change) ? merged(result[field], change) : change;
		}
	}

	return result;
}
