import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * What OpenAPI does not say and every answer of the API server depends on: how Go writes a struct's fields. A field
 * that is no pointer and has `omitempty` vanishes when it is zero; one without `omitempty` is always there.
 */
export type Written = {readonly dropped: readonly string[]; readonly always: readonly string[]};

type Field = {readonly name: string; readonly type: string; readonly options: readonly string[]};
type Struct = readonly Field[];

const structPattern = /^type (\w+) struct \{\n([\s\S]*?)^\}/gm;
const fieldPattern = /^\t(?:(\w+)[ \t]+)?([\w.*[\]{}]+)[ \t]+`[^`]*?json:"([^"]*)"/gm;
// Structs of Go that are written as one value: a zero time is null, so it counts as one that may be left out.
const valueTypes = /(?:^|\.)(?:Time|MicroTime|FieldsV1|RawExtension|JSON)$/;

/** The folder of a definition's Go package, such as `io.k8s.api.apps.v1.Deployment`. */
export function packageFolder(definition: string, modules: string): string {
	const [, , module = '', ...path] = definition.split('.').slice(0, -1);
	const [root = ''] = globSync(join(modules, 'k8s.io', `${module}@v0.*`));
	return join(root, ...path);
}

/** All structs of a Go package, by name. */
export function readStructs(folder: string): ReadonlyMap<string, Struct> {
	const files = globSync(join(folder, '*types*.go'));
	const text = files.map(file => readFileSync(file, 'utf8')).join('\n');
	return new Map([...text.matchAll(structPattern)].map(([, name = '', body = '']) => [name, fieldsOf(body)]));
}

function fieldsOf(body: string): Struct {
	return [...body.matchAll(fieldPattern)].map(([, , type = '', tag = '']) => {
		const [name = '', ...options] = tag.split(',');
		return {name, type, options};
	});
}

/** How a struct is written, what it embeds included. */
export function writtenOf(struct: Struct, lookup: (type: string) => Struct | undefined): Written {
	const dropped: string[] = [];
	const always: string[] = [];
	for (const field of struct) {
		if (field.options.includes('inline')) {
			const embedded = writtenOf(lookup(field.type.replace('*', '')) ?? [], lookup);
			dropped.push(...embedded.dropped);
			always.push(...embedded.always);
			continue;
		}

		const place = placeOf(field, lookup);
		if (place !== 'kept') {
			(place === 'dropped' ? dropped : always).push(field.name);
		}
	}

	return {dropped, always};
}

function placeOf(
	{name, type, options}: Field,
	lookup: (type: string) => Struct | undefined,
): 'dropped' | 'always' | 'kept' {
	if (name === '' || name === '-' || type.startsWith('*')) {
		return 'kept';
	}

	if (options.includes('omitzero')) {
		return 'dropped';
	}

	const isCollection = type.startsWith('[') || type.startsWith('map[');
	const isStruct =
		!isCollection &&
		(valueTypes.test(type) || lookup(type) !== undefined || /(?:^|\.)(?:Quantity|IntOrString)$/.test(type));
	return options.includes('omitempty') && !isStruct ? 'dropped' : 'always';
}
