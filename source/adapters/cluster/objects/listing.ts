import {isList, isObject, type Json, text} from '../../../model/json.ts';
import {ExpiredError} from '../../../model/operator-error.ts';
import type {Selection, ServedKind} from '../../../model/ports.ts';
import {type Answer, type Call, subjectOfKind} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {notKubernetes} from '../rest/failure.ts';
import {collectionPath} from '../rest/paths.ts';
import type {Place} from '../rest/unreachable.ts';

/** All objects, and the version to watch from. */
export type Listed = {readonly objects: readonly Json[]; readonly resourceVersion: string};

const pageSize = 500;
const fullStarts = 3;

const accepts = {
	full: 'application/json',
	metadata: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
} as const;

export type Want = Selection & {readonly what: keyof typeof accepts};

/** Page by page. When a list takes so long that its version expires, it starts anew. */
export async function listAll(client: Client, kind: ServedKind, want: Want, signal: AbortSignal): Promise<Listed> {
	for (let start = 1; ; start++) {
		try {
			return await listOnce(client, kind, want, signal);
		} catch (error) {
			if (!(error instanceof ExpiredError) || start === fullStarts) {
				throw error;
			}
		}
	}
}

async function listOnce(client: Client, kind: ServedKind, want: Want, signal: AbortSignal): Promise<Listed> {
	const objects: Json[] = [];
	let next = '';
	for (;;) {
		const path = `${collectionPath(kind, want.namespace)}?${queryOf(want, next)}`;
		const call = {verb: 'list', path, subject: subjectOfKind(kind), accept: accepts[want.what]} as const;
		const page = pageOf(call, client.place, await client.send(call, signal));
		for (const object of page.objects) {
			objects.push(object);
		}

		next = page.next;
		if (next === '') {
			return {objects, resourceVersion: page.resourceVersion};
		}
	}
}

/** Anything else than a list must not be taken for one with nothing in it. */
function pageOf(call: Call, place: Place, answer: Answer): Listed & {readonly next: string} {
	const {body} = answer;
	const objects = isObject(body) && isObject(body.metadata) ? (body.items ?? []) : undefined;
	if (!isList(objects) || !text(body, 'kind').endsWith('List')) {
		throw notKubernetes({...call, place}, answer);
	}

	return {
		objects,
		resourceVersion: text(body, 'metadata', 'resourceVersion'),
		next: text(body, 'metadata', 'continue'),
	};
}

function queryOf({labelSelector, fieldSelector}: Selection, next: string): URLSearchParams {
	return new URLSearchParams({
		limit: String(pageSize),
		...(labelSelector && {labelSelector}),
		...(fieldSelector && {fieldSelector}),
		...(next !== '' && {continue: next}),
	});
}
