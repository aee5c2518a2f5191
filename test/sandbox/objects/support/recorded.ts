import {readFileSync} from 'node:fs';
import {
	isObject,
	type JsonObject,
	objectAt,
	textAt,
	toJson,
	withField,
} from '../../../../source/sandbox/objects/json.ts';

/** What a real control plane (1.36) answered, one case a line. */
export function recorded(name: string): readonly JsonObject[] {
	const text = readFileSync(new URL(`../recorded-${name}.jsonl`, import.meta.url), 'utf8');
	return text
		.trimEnd()
		.split('\n')
		.map(line => toJson(JSON.parse(line)))
		.filter(isObject);
}

export function titled(cases: readonly JsonObject[]): readonly [string, JsonObject][] {
	return cases.map(one => [textAt(one, 'title') ?? '', one]);
}

/** An object without what each server chooses for itself; times of owners only as there or not. */
export function comparable(object: JsonObject): JsonObject {
	const {
		uid: _uid,
		creationTimestamp: _time,
		resourceVersion: _version,
		managedFields,
		...metadata
	} = objectAt(object, 'metadata') ?? {};
	const owners = Array.isArray(managedFields)
		? managedFields
				.map(toJson)
				.map(owner => (isObject(owner) && owner.time !== undefined ? {...owner, time: 'T'} : owner))
		: [];
	const sorted = owners.sort((a, b) => (ownerText(a) < ownerText(b) ? -1 : 1));
	return {...object, metadata: sorted.length === 0 ? metadata : withField(metadata, 'managedFields', sorted)};
}

function ownerText(owner: unknown): string {
	const entry = toJson(owner);
	return ['operation', 'manager', 'subresource'].map(field => textAt(entry, field) ?? '').join(' ');
}
