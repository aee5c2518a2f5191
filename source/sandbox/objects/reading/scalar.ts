import {isList, type Json} from '../json.ts';
import type {ScalarSchema} from '../schema.ts';
import {canonicalQuantity, quantityRule} from './quantity.ts';

/** A value as Go writes it after reading it, or what Go says where it can't. `type` is Go's name of what it expected. */
export type Scalar =
	| {readonly kind: 'value'; readonly value: Json}
	| {readonly kind: 'mismatch'; readonly found: string; readonly type: string}
	| {readonly kind: 'broken'; readonly message: string};

export function readScalar(schema: ScalarSchema, value: Json): Scalar {
	switch (schema.type) {
		case 'string':
			return typeof value === 'string' ? {kind: 'value', value} : mismatch(value, 'string');
		case 'boolean':
			return typeof value === 'boolean' ? {kind: 'value', value} : mismatch(value, 'bool');
		case 'number':
			return typeof value === 'number' ? {kind: 'value', value} : mismatch(value, 'float64');
		case 'integer':
			return integer(schema, value);
		case 'int-or-string':
			return typeof value === 'string' ? {kind: 'value', value} : integer(intOrString, value);
		case 'quantity':
			return quantity(value);
		case 'time':
			return time(schema, value);
		case 'bytes':
			return bytes(value);
	}
}

/** The same in the way of apimachinery's unstructured converter, which has words of its own and wraps whole numbers. */
export function convertScalar(schema: ScalarSchema, value: Json): Scalar {
	if (schema.type === 'integer' && schema.format === 'int32' && typeof value === 'number' && Number.isInteger(value)) {
		return {kind: 'value', value: Number(BigInt.asIntN(32, BigInt(value)))};
	}

	const read = readScalar(schema, value);
	if (read.kind === 'broken' && schema.type === 'bytes') {
		return {kind: 'broken', message: `error decoding from json: ${read.message}`};
	}

	return read.kind === 'mismatch' ? {kind: 'broken', message: mismatchOf(schema, read)} : read;
}

function mismatchOf(schema: ScalarSchema, {found, type}: {readonly found: string; readonly type: string}): string {
	return schema.type === 'integer'
		? `cannot convert float64 to ${type}`
		: `json: cannot unmarshal ${found} into Go value of type ${type}`;
}

const intOrString: ScalarSchema = {kind: 'scalar', type: 'integer', format: 'int32'};

/** What JSON calls the value, in Go's words. */
export function jsonKind(value: Json): string {
	if (value === null) {
		return 'null';
	}

	return isList(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function mismatch(value: Json, type: string): Scalar {
	return {kind: 'mismatch', found: jsonKind(value), type};
}

function integer({format}: ScalarSchema, value: Json): Scalar {
	const type = format === '' ? 'int64' : format;
	if (typeof value !== 'number') {
		return mismatch(value, type);
	}

	const largest = type === 'int32' ? 0x7fffffff : Number.MAX_VALUE;
	return Number.isInteger(value) && value <= largest && value >= -largest - 1
		? {kind: 'value', value}
		: {kind: 'mismatch', found: `number ${value}`, type};
}

function quantity(value: Json): Scalar {
	const written = typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(String(value)) : undefined;
	return written === undefined ? {kind: 'broken', message: quantityRule} : {kind: 'value', value: written};
}

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function time({format}: ScalarSchema, value: Json): Scalar {
	if (typeof value !== 'string') {
		return mismatch(value, 'string');
	}

	if (value.endsWith('Z') && timePattern.test(value) && (format === 'micro' || value.length === 20)) {
		return {kind: 'value', value};
	}

	const parsed = timePattern.test(value) ? new Date(value) : undefined;
	if (parsed === undefined || Number.isNaN(parsed.getTime())) {
		const layout = format === 'micro' ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
		const message = `parsing time ${JSON.stringify(value)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(value)} as "2006"`;
		return {kind: 'broken', message};
	}

	const text = parsed.toISOString();
	return {kind: 'value', value: format === 'micro' ? text.replace('Z', '000Z') : `${text.slice(0, 19)}Z`};
}

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function bytes(value: Json): Scalar {
	if (typeof value !== 'string') {
		return mismatch(value, '[]uint8');
	}

	// Go skips line breaks in base64.
	const text = value.includes('\n') || value.includes('\r') ? value.replaceAll(/[\r\n]/g, '') : value;
	return base64Pattern.test(text)
		? {kind: 'value', value: text}
		: {kind: 'broken', message: `illegal base64 data at input byte ${firstIllegal(text)}`};
}

function firstIllegal(text: string): number {
	const legal = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
	const rest = text.slice(legal);
	return rest === '' || (legal % 4 >= 2 && /^=+$/.test(rest)) ? text.length - (text.length % 4) : legal;
}
