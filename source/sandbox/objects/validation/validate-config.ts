import {type JsonObject, objectAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {invalidValue} from './field-errors.ts';
import {configKey, named} from './names.ts';
import {secretTypeCauses} from './validate-secret.ts';

/** ConfigMaps and Secrets, by `group/Kind`. */
export const configRules: Readonly<Record<string, (object: JsonObject) => readonly Cause[]>> = {
	'/ConfigMap': object => [
		...keys(object, 'data'),
		...keys(object, 'binaryData'),
		...Object.keys(objectAt(object, 'data') ?? {})
			.filter(key => Object.hasOwn(objectAt(object, 'binaryData') ?? {}, key))
			.map(key => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
		// Of both together: the real one names no field.
		...size('[]', bytes(object, 'data', 'utf8') + bytes(object, 'binaryData', 'base64')),
	],
	'/Secret': object => [
		...keys(object, 'data'),
		...size('data', bytes(object, 'data', 'base64')),
		...secretTypeCauses(object),
	],
};

function keys(object: JsonObject, field: string): readonly Cause[] {
	return Object.keys(objectAt(object, field) ?? {}).flatMap(key => named(`${field}[${key}]`, key, configKey));
}

const largestData = 1024 * 1024;

function bytes(object: JsonObject, field: string, encoding: 'utf8' | 'base64'): number {
	const values = Object.values(objectAt(object, field) ?? {});
	return values.reduce<number>((sum, value) => sum + Buffer.byteLength(String(value), encoding), 0);
}

function size(field: string, actual: number): readonly Cause[] {
	return actual > largestData
		? [{reason: 'FieldValueTooLong', message: `Too long: may not be more than ${largestData} bytes`, field}]
		: [];
}
