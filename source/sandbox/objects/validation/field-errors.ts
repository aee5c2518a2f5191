import {isList, isObject, type Json} from '../json.ts';
import type {Cause} from '../refusal.ts';

/** Causes as apimachinery's `field.Error` words them. */
export function required(field: string, detail = ''): Cause {
	return {reason: 'FieldValueRequired', message: detail === '' ? 'Required value' : `Required value: ${detail}`, field};
}

export function invalidValue(field: string, value: Json | undefined, detail: string): Cause {
	return {reason: 'FieldValueInvalid', message: `Invalid value: ${shown(value)}: ${detail}`, field};
}

export function wrongType(field: string, type: string, detail: string): Cause {
	return {reason: 'FieldValueTypeInvalid', message: `Invalid value: ${JSON.stringify(type)}: ${detail}`, field};
}

export function unsupported(field: string, value: Json | undefined, supported: readonly Json[]): Cause {
	const list = supported.map(one => JSON.stringify(one)).join(', ');
	return {
		reason: 'FieldValueNotSupported',
		message: `Unsupported value: ${shown(value)}: supported values: ${list}`,
		field,
	};
}

export function duplicate(field: string, value: Json): Cause {
	return {reason: 'FieldValueDuplicate', message: `Duplicate value: ${shown(value)}`, field};
}

export function notFound(field: string, value: Json): Cause {
	return {reason: 'FieldValueNotFound', message: `Not found: ${shown(value)}`, field};
}

export function forbidden(field: string, detail: string): Cause {
	return {reason: 'FieldValueForbidden', message: `Forbidden: ${detail}`, field};
}

export function immutable(field: string, value: Json | undefined): Cause {
	return invalidValue(field, value, 'field is immutable');
}

function shown(value: Json | undefined): string {
	return JSON.stringify(value ?? null);
}

/** A text that is one of those given; nothing where there is none. */
export function oneOf(field: string, value: Json | undefined, supported: readonly string[]): readonly Cause[] {
	return value === undefined || (typeof value === 'string' && supported.includes(value))
		? []
		: [unsupported(field, value, supported)];
}

export function notNegative(field: string, value: Json | undefined): readonly Cause[] {
	return typeof value === 'number' && value < 0
		? [invalidValue(field, value, 'must be greater than or equal to 0')]
		: [];
}

/** A check of each item, with its path. */
export function eachOf(
	list: Json | undefined,
	field: string,
	check: (item: Json, path: string, index: number) => readonly Cause[],
): readonly Cause[] {
	return isList(list) ? list.flatMap((item, index) => check(item, `${field}[${index}]`, index)) : [];
}

/** Items whose value of a field has been seen before. */
export function repeated(list: Json | undefined, path: string, name: string): readonly Cause[] {
	const seen = new Set<Json>();
	return eachOf(list, path, (item, place) => {
		const value = isObject(item) ? item[name] : undefined;
		if (value === undefined || value === '') {
			return [];
		}

		const causes = seen.has(value) ? [duplicate(`${place}.${name}`, value)] : [];
		seen.add(value);
		return causes;
	});
}
