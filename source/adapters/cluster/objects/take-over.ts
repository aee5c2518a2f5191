import {isObject, items, type Json, type JsonObject, members, text, texts} from '../../../model/json.ts';
import {ChangedError, InvalidError} from '../../../model/operator-error.ts';
import type {ServedKind} from '../../../model/ports.ts';
import type {FieldManager, Live} from '../../../model/resource.ts';
import {subjectOf} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {objectPath} from '../rest/paths.ts';
import {fieldManager} from './applying.ts';
import {union, without} from './fields-v1.ts';
import {liveOf} from './live.ts';

const kubectlManagers = new Set([
	'kubectl-client-side-apply',
	'kubectl-create',
	'kubectl-replace',
	'kubectl-last-applied',
	'before-first-apply',
]);

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

type Named = Pick<FieldManager, 'manager' | 'operation' | 'subresource'>;

/** Makes kubectl's fields ours, as client-go's csaupgrade does, and drops the copy of the manifest that kubectl keeps. */
export async function takeFromKubectl(
	client: Client,
	kind: ServedKind,
	live: Live,
	signal: AbortSignal,
): Promise<Live> {
	if (!live.managers.some(isKubectls)) {
		return live;
	}

	const call = {path: objectPath(kind, live.id), subject: subjectOf(live.id)};
	const {body} = await client.send({...call, verb: 'get'}, signal);
	const now = liveOf(kind, body);
	if (now.uid !== live.uid) {
		throw new ChangedError(`${call.subject.what} was deleted and made anew since it was looked at`);
	}

	const patch = takeOverPatch(body);
	if (!patch) {
		return now;
	}

	try {
		const answer = await client.send(
			{
				...call,
				verb: 'patch',
				path: `${call.path}?${new URLSearchParams({fieldManager})}`,
				body: {type: 'application/json-patch+json', json: patch},
			},
			signal,
		);
		return liveOf(kind, answer.body);
	} catch (error) {
		throw error instanceof InvalidError
			? new ChangedError(`${call.subject.what} was changed while its fields were taken over from kubectl`, {
					cause: error,
				})
			: error;
	}
}

/** The JSON patch that does it, of an object as the API server gives it; undefined where kubectl owns nothing. */
export function takeOverPatch(object: Json): readonly JsonObject[] | undefined {
	const all = items(object, 'metadata', 'managedFields');
	const managedFields = takenOver(all);
	if (managedFields === all) {
		return undefined;
	}

	const isAnnotated = lastApplied in texts(object, 'metadata', 'annotations');
	const pointer = `/metadata/annotations/${lastApplied.replaceAll('~', '~0').replaceAll('/', '~1')}`;
	return [
		// The server refuses with a conflict when the version is another one by now.
		{op: 'replace', path: '/metadata/resourceVersion', value: text(object, 'metadata', 'resourceVersion')},
		{op: 'replace', path: '/metadata/managedFields', value: managedFields},
		...(isAnnotated ? [{op: 'remove', path: pointer}] : []),
	];
}

/** Entries of another API version than ours can't be united: they are dropped, as csaupgrade does. */
function takenOver(all: readonly Json[]): readonly Json[] {
	const theirs = all.filter(isKubectlsEntry);
	const [newest] = theirs;
	if (newest === undefined) {
		return all;
	}

	const target = all.find(isOurs) ?? newest;
	const apiVersion = text(target, 'apiVersion');
	const fields = theirs
		.filter(entry => text(entry, 'apiVersion') === apiVersion)
		.map(entry => members(entry, 'fieldsV1'))
		.reduce(union, members(target, 'fieldsV1'));
	const ours = {
		...(isObject(target) ? target : {}),
		manager: fieldManager,
		operation: 'Apply',
		fieldsV1: without(fields, ['f:metadata', 'f:annotations', `f:${lastApplied}`]),
	};
	return [ours, ...all.filter(entry => entry !== target && !isKubectlsEntry(entry))];
}

function isKubectls({manager, operation, subresource}: Named): boolean {
	return operation === 'Update' && subresource === '' && kubectlManagers.has(manager);
}

function isKubectlsEntry(entry: Json): boolean {
	return isKubectls(namedOf(entry));
}

function isOurs(entry: Json): boolean {
	const {manager, operation, subresource} = namedOf(entry);
	return manager === fieldManager && operation === 'Apply' && subresource === '';
}

function namedOf(entry: Json): Named {
	return {
		manager: text(entry, 'manager'),
		operation: text(entry, 'operation'),
		subresource: text(entry, 'subresource'),
	};
}
