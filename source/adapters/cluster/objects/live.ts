import {isObject, type Json, type JsonObject, members, text} from '../../../model/json.ts';
import {UnreachableError} from '../../../model/operator-error.ts';
import {apiVersionOf, type Kind, type Live, type LiveMetadata} from '../../../model/resource.ts';
import {printable} from '../rest/printable.ts';
import {managersOf} from './managers.ts';

/** One object as the API server gives it. Items of lists lack apiVersion and kind: they come from the kind asked for. */
export function liveOf(kind: Kind, object: Json): Live {
	const {managedFields, ...metadata} = members(object, 'metadata');
	const {apiVersion: _, kind: __, ...rest} = isObject(object) ? object : {};
	return {...identityOf(kind, {...rest, metadata}), managers: managersOf(managedFields)};
}

/** Of an object whatever was sent of it, only the metadata. */
export function metadataOf(kind: Kind, object: Json): LiveMetadata {
	const {managedFields: _, ...metadata} = members(object, 'metadata');
	return identityOf(kind, {metadata});
}

function identityOf({group, version, kind}: Kind, rest: JsonObject): LiveMetadata {
	const name = text(rest, 'metadata', 'name');
	if (name === '') {
		throw new UnreachableError(
			`the cluster answers with a ${printable(kind)} that has no name: it is no Kubernetes object`,
		);
	}

	return {
		id: {group, version, kind, namespace: text(rest, 'metadata', 'namespace'), name},
		uid: text(rest, 'metadata', 'uid'),
		resourceVersion: text(rest, 'metadata', 'resourceVersion'),
		body: {apiVersion: apiVersionOf({group, version}), kind, ...rest},
	};
}
