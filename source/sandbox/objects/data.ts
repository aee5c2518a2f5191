import {readFileSync} from 'node:fs';
import {brotliDecompressSync} from 'node:zlib';
import {isList, isObject, type Json, type JsonObject, listAt, objectAt, textAt, toJson} from './json.ts';

/** What `scripts/reduce-openapi.ts` wrote. */
export type Data = {
	readonly version: JsonObject;
	readonly groups: readonly Json[];
	/** Discovery's resources by path, such as `apis/apps/v1`. */
	readonly resources: JsonObject;
	/** OpenAPI schemas by name, such as `io.k8s.api.apps.v1.Deployment`. */
	readonly definitions: JsonObject;
	/** How Go writes the structs, by the same names. */
	readonly written: JsonObject;
};

let loaded: Data | undefined;

/** Read once, in a few milliseconds: nobody who does not start the embedded API pays for it. */
export function data(): Data {
	loaded ??= load();
	return loaded;
}

function load(): Data {
	const text = brotliDecompressSync(readFileSync(new URL('openapi.json.br', import.meta.url))).toString('utf8');
	const parsed: unknown = JSON.parse(text);
	const content = isData(parsed) ? parsed : toJson(parsed);
	return {
		version: objectAt(content, 'version') ?? {},
		groups: listAt(content, 'groups'),
		resources: objectAt(content, 'resources') ?? {},
		definitions: objectAt(content, 'definitions') ?? {},
		written: objectAt(content, 'written') ?? {},
	};
}

// JSON.parse returns nothing but JSON: copying a few hundred kilobytes to prove it would cost as much as reading them.
function isData(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of a list; what is no text is left out. */
export function texts(value: Json | undefined): readonly string[] {
	return isList(value) ? value.filter(item => typeof item === 'string') : [];
}

/** The definition that a schema refers to, by itself or in an `allOf` of one. */
export function referenceOf(schema: JsonObject): string | undefined {
	const [only, ...more] = listAt(schema, 'allOf');
	const reference = textAt(schema, '$ref') ?? (more.length === 0 && isObject(only) ? textAt(only, '$ref') : undefined);
	return reference?.slice(reference.lastIndexOf('/') + 1);
}
