import {isList, isObject, type Json, type JsonObject} from '../../objects/json.ts';
import type {PrinterColumn} from '../registry.ts';
import {ageOf} from './age.ts';
import type {Column, Row} from './column.ts';
import {age} from './common.ts';

/** Those of `additionalPrinterColumns`; the age where there are none. */
export function customColumns(columns: readonly PrinterColumn[]): readonly Column[] {
	return columns.length === 0 ? [{...age, type: 'date'}] : columns.map(ofColumn);
}

function ofColumn({jsonPath, ...column}: PrinterColumn): Column {
	return {...column, cell: row => cellOf(row, jsonPath, column.type)};
}

function cellOf({object, now}: Row, path: string, type: string): Json {
	const [found] = valuesAt(object, path);
	if (found === undefined || found === null) {
		return null;
	}

	return cellOfType(type, found, now);
}

/** What is of another type than the column shows nothing, but that a text can show anything. */
function cellOfType(type: string, found: Json, now: Date): Json {
	switch (type) {
		case 'date':
			return typeof found === 'string' ? dateOf(found, now) : null;
		case 'integer':
		case 'number':
		case 'boolean':
			return typeof found === jsonTypes[type] ? found : null;
		default:
			return typeof found === 'string' ? found : JSON.stringify(found);
	}
}

const jsonTypes = {integer: 'number', number: 'number', boolean: 'boolean'} as const;

function dateOf(text: string, now: Date): string {
	return Number.isNaN(Date.parse(text)) ? '<invalid>' : ageOf(text, now);
}

type Step =
	| {readonly kind: 'field'; readonly name: string}
	| {readonly kind: 'index'; readonly index: number}
	| {readonly kind: 'all'}
	| {readonly kind: 'filter'; readonly field: string; readonly value: string};

/** The part of JSONPath that definitions use: `.spec.a\.b[0].c`, `['a']`, `[*]`, `[?(@.type=="Ready")]`. */
export function valuesAt(object: JsonObject, path: string): readonly Json[] {
	let values: readonly Json[] = [object];
	for (const step of stepsOf(path)) {
		values = values.flatMap(value => stepInto(value, step));
	}

	return values;
}

const stepPattern =
	/\.?\[\?\(@\.([\w.]+)\s*==\s*["']?([^"')]*)["']?\)\]|\.?\[(\d+)\]|\.?\[\*\]|\.?\[["']([^"']+)["']\]|\.((?:[^.[\\]|\\.)+)/g;

function stepsOf(path: string): readonly Step[] {
	return [...path.matchAll(stepPattern)].map(([, field, value, index, quoted, plain]) => {
		if (field !== undefined) {
			return {kind: 'filter', field, value: value ?? ''};
		}

		const name = quoted ?? plain?.replaceAll(/\\(.)/g, '$1');
		return index !== undefined
			? {kind: 'index', index: Number(index)}
			: name === undefined
				? {kind: 'all'}
				: {kind: 'field', name};
	});
}

function stepInto(value: Json, step: Step): readonly Json[] {
	const items = isList(value) ? value : [];
	switch (step.kind) {
		case 'field':
			return isObject(value) ? known(value[step.name]) : [];
		case 'index':
			return known(items[step.index]);
		case 'all':
			return isObject(value) ? Object.values(value) : items;
		case 'filter':
			return items.filter(item => isObject(item) && String(item[step.field]) === step.value);
	}
}

function known(value: Json | undefined): readonly Json[] {
	return value === undefined ? [] : [value];
}
