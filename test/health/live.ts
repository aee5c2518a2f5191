import {type JsonObject, members, text} from '../../source/model/json.ts';
import {groupVersion, type Live} from '../../source/model/resource.ts';

/** A live object, named by its body. */
export function liveOf(body: JsonObject): Live {
	const metadata = members(body, 'metadata');
	const name = text(metadata, 'name');
	const uid = text(metadata, 'uid') || `uid-${name}`;
	const id = {...groupVersion(text(body, 'apiVersion')), kind: text(body, 'kind'), namespace: 'shop', name};
	return {id, uid, resourceVersion: '1', body, managers: []};
}

/** One of `status.conditions`. */
export function condition(type: string, status: string, reason = '', message = ''): JsonObject {
	return {type, status, reason, message};
}
