import {isObject, type Json, type JsonObject} from './json.ts';
import {Walk} from './reading/decode-walk.ts';
import {jsonKind} from './reading/scalar.ts';
import {badRequest, type Refusal} from './refusal.ts';
import type {KindName, StructSchema} from './schema.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export type DecodeOptions = {
	readonly schema: StructSchema;
	readonly kind: KindName;
	readonly fieldValidation: FieldValidation;
	/** Paths of fields that stood in the text more than once, as `parseBody` found them. */
	readonly duplicates?: readonly string[];
	/** The same of YAML, in whole sentences. */
	readonly lines?: readonly string[];
	/** What else was found, of a patch itself. */
	readonly remarks?: readonly string[];
	/** Of a custom resource: types are left to validation, empty fields are kept. */
	readonly custom: boolean;
};

export type Decoded =
	| {readonly kind: 'decoded'; readonly object: JsonObject; readonly warnings: readonly string[]}
	| {readonly kind: 'refused'; readonly refusal: Refusal};

/**
 * Reads an object as the API server does: unknown fields are left out and told of as asked, values of wrong types are
 * refused (not those of custom resources), and the object is written as Go writes it: without zero fields that are
 * optional, with those that are not, quantities in their shortest form.
 */
export function decode(value: Json, options: DecodeOptions): Decoded {
	const walk = new Walk(options.custom, options.duplicates ?? []);
	const object = isObject(value) ? walk.struct(options.schema, value) : value;
	const {version, kind} = options.kind;
	const start = `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: `;
	if (!isObject(object)) {
		const found = jsonKind(value);
		return refused(`${start}json: cannot unmarshal ${found} into Go value of type ${version}.${kind}`);
	}

	if (walk.failure !== undefined) {
		return refused(`${start}${walk.failure}`);
	}

	const {lines = [], remarks = []} = options;
	const found = [...remarks, ...(options.custom ? [...walk.told].sort() : walk.told)];
	const told = options.fieldValidation === 'Ignore' ? [] : [...lines, ...found];
	if (told.length > 0 && options.fieldValidation === 'Strict') {
		return refused(`${start}strict decoding error: ${strictly(lines, found)}`);
	}

	return {kind: 'decoded', object, warnings: told};
}

export type Converted =
	| {readonly kind: 'converted'; readonly object: JsonObject}
	| {readonly kind: 'failed'; readonly message: string};

/** The object as Go writes it after apimachinery's unstructured converter has read it. */
export function convert(object: JsonObject, schema: StructSchema): Converted {
	const walk = new Walk(schema.name === '', [], 'converts');
	const written = walk.struct(schema, object);
	return walk.failure === undefined
		? {kind: 'converted', object: isObject(written) ? written : object}
		: {kind: 'failed', message: walk.failure};
}

/** All that is wrong; the lines of YAML are one error. */
function strictly(lines: readonly string[], told: readonly string[]): string {
	const ofYaml = lines.length === 0 ? [] : [`yaml: unmarshal errors:${lines.map(line => `\n  ${line}`).join('')}`];
	return [...ofYaml, ...told].join(', ');
}

function refused(message: string): Decoded {
	return {kind: 'refused', refusal: badRequest(message)};
}
