import {applyDefaults} from '../../objects/defaults.ts';
import {
	isObject,
	type Json,
	type JsonObject,
	listAt,
	objectAt,
	textAt,
	withField,
	withValueAt,
} from '../../objects/json.ts';
import {missingVersion} from '../../objects/overwriting.ts';
import {prepareUpdate} from '../../objects/strategy.ts';
import {trackUpdate} from '../../objects/track.ts';
import {validateUpdate} from '../../objects/validate.ts';
import {refusedFor} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {onUpdate} from '../kinds/on-write.ts';
import type {Stored} from '../store/stored.ts';
import {keyOf} from '../store/stored.ts';
import {checkPlace, checkSameObject} from './check.ts';
import {commitChange, inVersion, refuseInvalid} from './commit.ts';
import type {Asked} from './context.ts';
import {createObject, readObject, trackOptions} from './create.ts';
import {findObject} from './read.ts';

// Kinds whose strategy allows a PUT to create: k8s.io/kubernetes/pkg/registry, AllowCreateOnUpdate.
const createdByUpdate = new Set([
	'clusterrolebindings.rbac.authorization.k8s.io',
	'clusterroles.rbac.authorization.k8s.io',
	'endpoints',
	'events',
	'leases.coordination.k8s.io',
	'limitranges',
	'rolebindings.rbac.authorization.k8s.io',
	'roles.rbac.authorization.k8s.io',
	'runtimeclasses.node.k8s.io',
	'services',
]);

export function updateObject(asked: Asked): Answer {
	const {cluster, target} = asked;
	const {storage} = target.served;
	if (
		createdByUpdate.has(storage) &&
		cluster.store.collection(storage).get(keyOf(target.namespace, target.name)) === undefined
	) {
		return createObject(asked);
	}

	const {object, warnings} = readObject(asked);
	checkPlace(asked, object);
	const stored = findObject(asked);
	checkSameObject(asked, inVersion(target.served, stored), object);
	const {group, plural, kind} = target.served.resource;
	const subject = {group, plural, name: target.name};
	const isBlind = (textAt(object, 'metadata', 'resourceVersion') ?? '') === '';
	const refusal = isBlind ? missingVersion(`${group}/${kind}`, target.served.isCustom, subject) : undefined;
	if (refusal !== undefined) {
		throw refusedFor(refusal, {...subject, kind: plural});
	}

	return changeTo(asked, stored, {object, warnings});
}

/** Takes an object to what somebody wants it to be. */
export function changeTo(
	asked: Asked,
	stored: Stored,
	{object, warnings}: {readonly object: JsonObject; readonly warnings: readonly string[]},
): Answer {
	const {served} = asked.target;
	const live = inVersion(served, stored);
	const complete = applyDefaults(placed(object, live), served.schema());
	const tracked = trackUpdate(live, complete, trackOptions(asked));
	const prepared = prepareChange(asked, live, tracked);
	const final = asked.target.subresource === 'scale' ? withoutScaleTime(prepared) : prepared;
	return commitChange(asked, stored, {object: final, warnings});
}

/** Everything that happens to a changed object between its tracking and the store. */
export function prepareChange(asked: Asked, live: JsonObject, wanted: JsonObject): JsonObject {
	const {cluster, target} = asked;
	const {served, subresource, name} = target;
	const facts = {hasStatus: served.hasStatus, custom: served.isCustom, subresource};
	const prepared = onUpdate({cluster, served, subresource}, live, prepareUpdate(live, wanted, facts));
	refuseInvalid(asked, name, validateUpdate(live, prepared, served.schema()));
	return prepared;
}

/** Changes by way of a scale have no time, and entries are in the order of their times: apimachinery's ScaleHandler. */
function withoutScaleTime(object: JsonObject): JsonObject {
	const entries = listAt(object, 'metadata', 'managedFields');
	const isScale = (entry: Json) => textAt(entry, 'subresource') === 'scale';
	const isApply = (entry: Json) => textAt(entry, 'operation') === 'Apply';
	const timeless = entries
		.filter(isScale)
		.map(entry => (isObject(entry) ? withField(entry, 'time', undefined) : entry));
	const others = entries.filter(entry => !isScale(entry));
	const sorted = [...others.filter(isApply), ...timeless, ...others.filter(entry => !isApply(entry))];
	return sorted.length === 0 ? object : withValueAt(object, ['metadata', 'managedFields'], sorted);
}

/** With what the path says of it, and the live one's version: it was compared already. */
export function placed(wanted: JsonObject, live: JsonObject): JsonObject {
	const {namespace: _, ...metadata} = objectAt(wanted, 'metadata') ?? {};
	const namespace = textAt(live, 'metadata', 'namespace');
	const resourceVersion = textAt(live, 'metadata', 'resourceVersion') ?? '';
	return withField(wanted, 'metadata', {
		...metadata,
		...(namespace !== undefined && {namespace}),
		resourceVersion,
		uid: metadata.uid || (textAt(live, 'metadata', 'uid') ?? ''),
	});
}
