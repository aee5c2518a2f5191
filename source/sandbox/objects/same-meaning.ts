import {isList, isObject, type Json, sameJson} from './json.ts';
import {compareQuantities} from './reading/quantity.ts';
import type {Schema} from './schema.ts';

/** Whether two values mean the same: apimachinery's `Semantic.DeepEqual`, for which "1Gi" is "1073741824". */
export function sameMeaning(schema: Schema | undefined, a: Json | undefined, b: Json | undefined): boolean {
	if (a === b) {
		return true;
	}

	switch (schema?.kind) {
		case 'scalar':
			return schema.type === 'quantity' ? sameQuantity(a, b) : sameJson(a, b);
		case 'struct':
			return sameFields(name => schema.fields.get(name)?.schema, a, b);
		case 'map':
			return sameFields(() => schema.items, a, b);
		case 'list':
			return (
				isList(a) &&
				isList(b) &&
				a.length === b.length &&
				a.every((item, index) => sameMeaning(schema.items, item, b[index]))
			);
		case 'any':
		case undefined:
			return sameJson(a, b);
	}
}

function sameQuantity(a: Json | undefined, b: Json | undefined): boolean {
	return typeof a === 'string' && typeof b === 'string' && compareQuantities(a, b) === 0;
}

function sameFields(schemaOf: (name: string) => Schema | undefined, a: Json | undefined, b: Json | undefined): boolean {
	if (!isObject(a) || !isObject(b)) {
		return false;
	}

	const names = Object.keys({...a, ...b});
	return names.every(
		name => Object.hasOwn(a, name) && Object.hasOwn(b, name) && sameMeaning(schemaOf(name), a[name], b[name]),
	);
}
