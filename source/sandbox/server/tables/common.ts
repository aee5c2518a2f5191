import {type Json, type JsonObject, textAt} from '../../objects/json.ts';
import {ageOf} from './age.ts';
import {column} from './column.ts';

export const name = column('Name', ({object}) => textAt(object, 'metadata', 'name') ?? '');

export const age = column('Age', ({object, now}) => ageOf(textAt(object, 'metadata', 'creationTimestamp'), now));

/** A label selector as it is typed. */
export function selectorText(selector: JsonObject | undefined): string {
	const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${String(value)}`);
	return labels.length === 0 ? '<none>' : labels.sort().join(',');
}

export function joined(values: readonly Json[]): string {
	return values.length === 0 ? '<none>' : values.join(',');
}
