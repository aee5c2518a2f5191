import {objectAt} from '../../objects/json.ts';
import {badRequest, expired, invalidOptions, notFound, tooLargeVersion} from '../answer/refused.ts';
import {listAnswer, objectAnswer} from '../answer/view.ts';
import type {Answer} from '../handler.ts';
import {type FieldSelector, matchesFields, readFieldSelector} from '../request/field-selector.ts';
import {numberOf} from '../request/query.ts';
import {type LabelSelector, matchesLabels, readLabelSelector} from '../request/selector.ts';
import {keyOf, type Stored} from '../store/stored.ts';
import {type Asked, viewOf} from './context.ts';

export function getObject(asked: Asked): Answer {
	const version = versionOf(asked);
	if (version !== undefined) {
		checkReached(asked, version);
	}

	return objectAnswer(viewOf(asked), 200, findObject(asked));
}

export function findObject({cluster, target}: Asked): Stored {
	const {served, namespace, name} = target;
	const found = cluster.store.collection(served.storage).get(keyOf(namespace, name));
	if (found === undefined) {
		throw notFound(served.resource, name);
	}

	return found;
}

export type Selection = {
	readonly labels: LabelSelector;
	readonly fields: FieldSelector;
	readonly namespace: string;
};

export function selectionOf({target, query}: Asked): Selection {
	const {parameters} = query;
	const fields = readFieldSelector(parameters.get('fieldSelector') ?? '', target.served);
	return {
		labels: readLabelSelector(parameters.get('labelSelector') ?? ''),
		// Watching one object by its path means watching by its name.
		fields: target.name === '' ? fields : [...fields, {path: 'metadata.name', isEqual: true, value: target.name}],
		namespace: target.namespace,
	};
}

export function isSelected({labels, fields, namespace}: Selection, stored: Stored): boolean {
	return (
		(namespace === '' || stored.namespace === namespace) &&
		(labels.length === 0 || matchesLabels(labels, objectAt(stored.metadata, 'labels'))) &&
		(fields.length === 0 || matchesFields(fields, stored.object))
	);
}

export function listObjects(asked: Asked): Answer {
	const {cluster, query} = asked;
	const limit = Math.max(0, numberOf(query.parameters, 'limit') ?? 0);
	const selection = selectionOf(asked);
	const {items, version = cluster.store.version, start} = pageSource(asked);
	const rest = start === '' ? items : items.filter(({key}) => key >= start);
	const {page, seen} = pageOf(rest, selection, limit);
	const last = rest[seen - 1];
	const remainingItemCount = rest.length - seen;
	const isFiltered = selection.labels.length > 0 || selection.fields.length > 0;
	const next =
		remainingItemCount === 0 || last === undefined
			? {}
			: {
					continue: tokenOf(version, `${last.key}\u0000`),
					// How many of the rest are selected is not known.
					...(!isFiltered && {remainingItemCount}),
				};
	return listAnswer(viewOf(asked), page, {resourceVersion: String(version), ...next});
}

/** As many as were asked for, and how many were looked at for that. */
function pageOf(all: readonly Stored[], selection: Selection, limit: number) {
	const page: Stored[] = [];
	let seen = 0;
	for (const stored of all) {
		if (limit > 0 && page.length === limit) {
			break;
		}

		seen++;
		if (isSelected(selection, stored)) {
			page.push(stored);
		}
	}

	return {page, seen};
}

type Source = {readonly items: readonly Stored[]; readonly version: number | undefined; readonly start: string};

/** What a page is taken from: what there is now, or what there was at a version. */
function pageSource(asked: Asked): Source {
	const {cluster, target, query} = asked;
	const collection = cluster.store.collection(target.served.storage);
	const token = query.parameters.get('continue') ?? '';
	const match = query.parameters.get('resourceVersionMatch') ?? '';
	const asks = versionOf(asked);
	if (token !== '') {
		return resumed(asked, token);
	}

	checkMatch(match, asks);
	if (asks !== undefined) {
		checkReached(asked, asks);
	}

	if (match === 'Exact' && asks !== undefined) {
		const items = collection.listAt(asks, target.namespace);
		if (items === undefined) {
			throw expired(`The provided resourceVersion is too old: ${asks}`);
		}

		return {items, version: asks, start: ''};
	}

	return {items: collection.list(target.namespace), version: undefined, start: ''};
}

function resumed({cluster, target, query}: Asked, token: string): Source {
	if (!['', '0'].includes(query.parameters.get('resourceVersion') ?? '')) {
		throw badRequest('specifying resource version is not allowed when using continue');
	}

	const collection = cluster.store.collection(target.served.storage);
	const {version, start} = readToken(token);
	if (version < 0) {
		return {items: collection.list(target.namespace), version: undefined, start};
	}

	const items = collection.listAt(version, target.namespace);
	if (items === undefined) {
		// storage/etcd3: handleCompactedErrorForPaging
		throw expired(
			'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
			tokenOf(-1, start),
		);
	}

	return {items, version, start};
}

function tokenOf(rv: number, start: string): string {
	return Buffer.from(JSON.stringify({v: 'meta.k8s.io/v1', rv, start})).toString('base64url');
}

function readToken(token: string): {readonly version: number; readonly start: string} {
	try {
		const {v, rv, start} = JSON.parse(Buffer.from(token, 'base64url').toString());
		if (v === 'meta.k8s.io/v1' && Number.isSafeInteger(rv) && typeof start === 'string') {
			return {version: rv, start};
		}
	} catch {
		// Said below, in one way for all that is wrong with it.
	}

	const first = JSON.stringify(Buffer.from(token, 'base64url').toString('latin1').slice(0, 1)).slice(1, -1);
	throw badRequest(
		`invalid continue token: continue key is not valid: invalid character '${first}' looking for beginning of value`,
	);
}

function checkMatch(match: string, version: number | undefined): void {
	const field = 'resourceVersionMatch';
	if (match === '') {
		return;
	}

	if (match !== 'Exact' && match !== 'NotOlderThan') {
		const message = `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`;
		throw invalidOptions('ListOptions', {reason: 'FieldValueNotSupported', message, field});
	}

	if (version === undefined) {
		const message = 'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided';
		throw invalidOptions('ListOptions', {reason: 'FieldValueForbidden', message, field});
	}

	if (match === 'Exact' && version === 0) {
		const message = 'Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"';
		throw invalidOptions('ListOptions', {reason: 'FieldValueForbidden', message, field});
	}
}

/** Undefined for none. */
export function versionOf({query}: Asked): number | undefined {
	const text = query.parameters.get('resourceVersion') ?? '';
	if (text !== '' && !/^\d{1,15}$/.test(text)) {
		const quoted = JSON.stringify(text);
		const reason = `strconv.ParseUint: parsing ${quoted}: invalid syntax`;
		throw badRequest(`invalid resource version: resourceVersion: Invalid value: ${quoted}: ${reason}`);
	}

	return text === '' ? undefined : Number(text);
}

// The real server waits three seconds for a version to come; here nothing lags behind, so that it can't.
function checkReached({cluster}: Asked, version: number): void {
	if (version > cluster.store.version) {
		throw tooLargeVersion(String(version), cluster.store.version);
	}
}
