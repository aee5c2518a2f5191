import {expired} from '../answer/refused.ts';
import {listAnswer} from '../answer/view.ts';
import type {Answer} from '../handler.ts';
import {numberOf} from '../request/query.ts';
import type {Stored} from '../store/stored.ts';
import {type Asked, viewOf} from './context.ts';
import {continueToken, readContinueToken, refuseVersionBeside} from './continue-token.ts';
import {checkListOptions} from './list-options.ts';
import {checkReached, isSelected, type Selection, selectionOf, versionOf} from './read.ts';

export function listObjects(asked: Asked): Answer {
	const {items, metadata} = readPage(asked);
	return listAnswer(viewOf(asked), items, metadata);
}

/** The objects that a request selects, as many as it wants at once, and the list's metadata. */
export function readPage(asked: Asked) {
	checkListOptions(asked.query, 'list');
	const limit = limitOf(asked);
	const selection = selectionOf(asked);
	const {items, version = asked.cluster.store.version, start} = sourceOf(asked, limit);
	const candidates = candidatesOf(items, selection, asked);
	const rest = start === '' ? candidates : candidates.filter(({key}) => key >= start);
	const {page, seen} = pageOf(rest, selection, limit);
	const last = rest[seen - 1];
	const remainingItemCount = rest.length - seen;
	const isFiltered = selection.labels.length > 0 || selection.fields.length > 0;
	const next =
		remainingItemCount === 0 || last === undefined
			? {}
			: {
					continue: continueToken(version, `${last.key}\u0000`, asked.target),
					// How many of the rest are selected is not known.
					...(!isFiltered && {remainingItemCount}),
				};
	return {items: page, metadata: {resourceVersion: String(version), ...next}};
}

/** Version 0 is answered from the cache of the real server, which knows no pages. */
function limitOf({query}: Asked): number {
	const limit = Math.max(0, numberOf(query.parameters, 'limit') ?? 0);
	return query.parameters.get('resourceVersion') === '0' ? 0 : limit;
}

/** Who asks for one name is not told to look on for more of it. */
function candidatesOf(items: readonly Stored[], {fields}: Selection, {target}: Asked): readonly Stored[] {
	const name = fields.find(({path, isEqual}) => path === 'metadata.name' && isEqual)?.value;
	const isOne = name !== undefined && (target.namespace !== '' || !target.served.resource.namespaced);
	return isOne ? items.filter(stored => stored.name === name) : items;
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
function sourceOf(asked: Asked, limit: number): Source {
	const {cluster, target, query} = asked;
	const token = query.parameters.get('continue') ?? '';
	if (token !== '') {
		return resumed(asked, token);
	}

	const version = versionOf(query, 'list');
	if (version === undefined || version === 0) {
		return {items: collectionOf(asked).list(target.namespace), version: undefined, start: ''};
	}

	checkReached(cluster, version);
	const match = query.parameters.get('resourceVersionMatch') ?? '';
	// Before there were matches, a version meant exactly that for who wanted pages.
	if (match === 'NotOlderThan' || (match === '' && limit === 0)) {
		return {items: collectionOf(asked).list(target.namespace), version: undefined, start: ''};
	}

	const items = collectionOf(asked).listAt(version, target.namespace);
	if (items === undefined) {
		throw expired('The resourceVersion for the provided list is too old.');
	}

	return {items, version, start: ''};
}

function resumed(asked: Asked, token: string): Source {
	const {cluster, target, query} = asked;
	const {version, start} = readContinueToken(token, target);
	refuseVersionBeside(query);
	const collection = collectionOf(asked);
	if (version < 0) {
		return {items: collection.list(target.namespace), version: undefined, start};
	}

	checkReached(cluster, version);
	const items = collection.listAt(version, target.namespace);
	if (items === undefined) {
		// storage/etcd3: handleCompactedErrorForPaging
		throw expired(
			'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
			continueToken(-1, start, target),
		);
	}

	return {items, version, start};
}

function collectionOf({cluster, target}: Asked) {
	return cluster.store.collection(target.served.storage);
}
