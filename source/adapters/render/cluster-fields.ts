import {dig, isObject, type JsonObject} from '../../model/json.ts';

/** They tie a manifest to one state of one object: the cluster would refuse it, or refuse it the next time. */
const refused = ['uid', 'resourceVersion', 'managedFields'];
/** The cluster does not listen to these. */
const ignored = ['creationTimestamp', 'generation', 'selfLink'];

/** What an object that was read out of a cluster (`kubectl get -o yaml`) has, and no manifest may have. */
export function checkClusterFields(metadata: JsonObject): readonly string[] {
	return refused
		.filter(field => (dig(metadata, field) ?? null) !== null)
		.map(field => `metadata.${field} belongs to the cluster: remove it`);
}

/** The manifest without what the cluster alone writes. */
export function withoutClusterFields(body: JsonObject): JsonObject {
	const {metadata} = body;
	if (!isObject(metadata)) {
		return body;
	}

	const own = Object.entries(metadata).filter(([field]) => ![...refused, ...ignored].includes(field));
	return own.length === Object.keys(metadata).length ? body : {...body, metadata: Object.fromEntries(own)};
}
