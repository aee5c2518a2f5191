import {objectAt} from '../../objects/json.ts';
import {notFound, tooLargeVersion, unreadableVersion} from '../answer/refused.ts';
import {objectAnswer} from '../answer/view.ts';
import type {Answer} from '../handler.ts';
import {type FieldSelector, matchesFields, readFieldSelector} from '../request/field-selector.ts';
import type {Query} from '../request/query.ts';
import {type LabelSelector, matchesLabels, readLabelSelector} from '../request/selector.ts';
import {keyOf, type Stored} from '../store/stored.ts';
import {type Asked, type Cluster, viewOf} from './context.ts';

export function getObject(asked: Asked): Answer {
	const version = versionOf(asked.query, 'get');
	if (version !== undefined) {
		checkReached(asked.cluster, version);
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
	return {
		labels: readLabelSelector(parameters.get('labelSelector') ?? ''),
		fields: readFieldSelector(parameters.get('fieldSelector') ?? '', target.served),
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

/** Undefined for none. */
export function versionOf({parameters}: Query, verb: 'get' | 'list' | 'watch'): number | undefined {
	const text = parameters.get('resourceVersion') ?? '';
	if (text !== '' && !/^\d{1,15}$/.test(text)) {
		throw unreadableVersion(text, verb === 'list');
	}

	return text === '' ? undefined : Number(text);
}

// The real server waits three seconds for a version to come; here nothing lags behind, so that it can't.
export function checkReached({store}: Cluster, version: number): void {
	if (version > store.version) {
		throw tooLargeVersion(String(version), store.version);
	}
}
