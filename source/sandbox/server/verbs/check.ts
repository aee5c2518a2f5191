import type {JsonObject} from '../../objects/json.ts';
import {objectAt, textAt} from '../../objects/json.ts';
import {badRequest, conflict, forbidden, hasBeenModified, notFound, Refused} from '../answer/refused.ts';
import {keyOf} from '../store/stored.ts';
import type {Asked} from './context.ts';

/** Name and namespace of what is sent have to be those of the path. */
export function checkPlace(asked: Asked, object: JsonObject): void {
	checkName(asked, object);
	checkOwnNamespace(asked, object);
}

export function checkName({target}: Asked, object: JsonObject): void {
	const name = textAt(object, 'metadata', 'name') ?? '';
	if (name === '') {
		throw badRequest(`the name of the object (${target.name} based on URL) was undeterminable: name must be provided`);
	}

	if (name !== target.name) {
		throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
	}
}

/** What belongs to no namespace may name any. */
export function checkOwnNamespace({target}: Asked, object: JsonObject): void {
	const namespace = textAt(object, 'metadata', 'namespace') ?? '';
	if (target.namespace !== '' && namespace !== '' && namespace !== target.namespace) {
		throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
	}
}

/** The admission plug-in NamespaceLifecycle: nothing new in a namespace that is not there, or is going. */
export function checkNamespace({cluster, target}: Asked, name: string): void {
	const {namespace, served} = target;
	if (namespace === '') {
		return;
	}

	const found = cluster.store.collection('namespaces').get(keyOf('', namespace));
	if (found === undefined) {
		throw notFound({group: '', plural: 'namespaces'}, namespace);
	}

	if (found.metadata.deletionTimestamp !== undefined) {
		const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
		const message = `namespace ${namespace} is being terminated`;
		throw forbidden(served.resource, name, why, [
			{reason: 'NamespaceTerminating', message, field: 'metadata.namespace'},
		]);
	}
}

/** Who names a version or a uid means exactly that object. */
export function checkSameObject({target}: Asked, live: JsonObject, sent: JsonObject): void {
	const own = objectAt(live, 'metadata');
	const uid = textAt(sent, 'metadata', 'uid') ?? '';
	if (uid !== '' && uid !== own?.uid) {
		const {resource} = target.served;
		const group = resource.group === '' ? '' : `${resource.group}/`;
		const key = `/registry/${group}${resource.plural}/${target.namespace === '' ? '' : `${target.namespace}/`}${target.name}`;
		throw conflict(
			resource,
			target.name,
			`StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${String(own?.uid)}`,
		);
	}

	checkVersion({target}, live, sent);
}

export function checkVersion({target}: Pick<Asked, 'target'>, live: JsonObject, sent: JsonObject): void {
	const version = textAt(sent, 'metadata', 'resourceVersion') ?? '';
	if (!/^\d*$/.test(version)) {
		const message = `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`;
		throw new Refused({code: 500, reason: '', message});
	}

	if (version !== '' && version !== '0' && version !== textAt(live, 'metadata', 'resourceVersion')) {
		throw conflict(target.served.resource, target.name, hasBeenModified);
	}
}
