import {type JsonObject, textAt} from './json.ts';

/** Of the form `group/Kind`. */
export function kindOf(object: JsonObject): string {
	const apiVersion = textAt(object, 'apiVersion') ?? '';
	const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
	return `${group}/${textAt(object, 'kind') ?? ''}`;
}
