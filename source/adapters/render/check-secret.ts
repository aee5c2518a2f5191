import {dig, isObject, type Json, type JsonObject} from '../../model/json.ts';
import {printable} from './printable.ts';

const fields = ['apiVersion', 'kind', 'metadata', 'type', 'data', 'stringData', 'immutable'];

/** What keeps a Secret from being taken. Never quotes a value; the cluster's own words would have to be withheld. */
export function checkSecret(secret: JsonObject): readonly string[] {
	return [...checkFields(secret), ...checkValues(secret, 'data'), ...checkValues(secret, 'stringData')];
}

function checkFields(secret: JsonObject): readonly string[] {
	return Object.keys(secret)
		.filter(name => !fields.includes(name))
		.map(name => {
			const meant = fields.find(field => field.toLowerCase() === name.toLowerCase());
			const shown = printable(name, 100);
			return meant === undefined ? `a Secret has no field "${shown}": remove it` : `${shown}: did you mean ${meant}?`;
		});
}

function checkValues(secret: JsonObject, field: 'data' | 'stringData'): readonly string[] {
	const values = dig(secret, field);
	if (values === undefined || values === null) {
		return [];
	}

	if (!isObject(values)) {
		return [`${field} of a Secret is not an object`];
	}

	return Object.entries(values).flatMap(([key, value]) => {
		const wrong = checkValue(field, value);
		return wrong === undefined ? [] : [`${field}: the value of "${printable(key, 100)}" is ${wrong}`];
	});
}

function checkValue(field: 'data' | 'stringData', value: Json): string | undefined {
	if (typeof value !== 'string') {
		return field === 'data' ? 'not text: data holds base64' : 'not text: quote it';
	}

	// What is put in for a variable is looked at then.
	return field === 'stringData' || isBase64(value) || value.includes('${')
		? undefined
		: 'not valid base64: encode it, or give it under stringData';
}

/** As Go reads it: the standard alphabet, filled up with =; line breaks don't count. */
function isBase64(text: string): boolean {
	const joined = text.replaceAll(/[\r\n]/g, '');
	return joined.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(joined);
}
