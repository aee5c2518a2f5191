import {isEmpty, isList, isObject, type Json, type JsonObject, objectAt, textAt, toJson, withValueAt} from '../json.ts';
import type {StructSchema} from '../schema.ts';
import {compare} from './compare.ts';
import {difference, type FieldSet} from './field-set.ts';
import {fieldsOf} from './fields.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The fields of the object that `kubectl apply` put there from the client's side, or nothing where it never did. */
export function lastAppliedFields(
	live: JsonObject,
	{schema, apiVersion}: {readonly schema: StructSchema; readonly apiVersion: string},
): FieldSet | undefined {
	const text = textAt(live, 'metadata', 'annotations', annotation);
	const last = text === undefined || text === '' ? undefined : parse(text);
	if (!isObject(last) || last.apiVersion !== apiVersion) {
		return undefined;
	}

	const {removed, modified, added} = compare(schema, last, live);
	return [modified, added, removed].reduce(difference, fieldsOf(schema, last));
}

function parse(text: string): Json | undefined {
	try {
		return toJson(JSON.parse(text));
	} catch {
		return undefined;
	}
}

/** Where kubectl's annotation is, server-side apply by kubectl keeps it true, so that a client-side apply can follow. */
export function withLastApplied(object: JsonObject, configuration: JsonObject): JsonObject {
	if ((textAt(object, 'metadata', 'annotations', annotation) ?? '') === '') {
		return object;
	}

	const {[annotation]: _last, ...annotations} = objectAt(configuration, 'metadata', 'annotations') ?? {};
	const path = ['metadata', 'annotations'];
	const bare = withValueAt(configuration, path, isEmpty(annotations) ? undefined : annotations);
	return withValueAt(object, [...path, annotation], `${goJson(bare)}\n`);
}

/** As Go writes a map: fields sorted, `<`, `>` and `&` escaped. */
function goJson(value: Json): string {
	return JSON.stringify(sorted(value)).replaceAll(
		/[<>&\u2028\u2029]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function sorted(value: Json): Json {
	if (isList(value)) {
		return value.map(sorted);
	}

	return isObject(value)
		? Object.fromEntries(
				Object.keys(value)
					.sort()
					.map(field => [field, sorted(value[field] ?? null)]),
			)
		: value;
}
