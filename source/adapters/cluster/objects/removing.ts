import {NotFoundError} from '../../../model/operator-error.ts';
import type {ServedKind} from '../../../model/ports.ts';
import type {ResourceId} from '../../../model/resource.ts';
import {subjectOf} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {objectPath} from '../rest/paths.ts';

type Seen = {readonly uid: string; readonly resourceVersion?: string};

/** Deletes exactly the object that was seen. That it is gone already is fine. */
export async function remove(
	client: Client,
	kind: ServedKind,
	id: ResourceId,
	{signal, uid, resourceVersion}: Seen & {readonly signal: AbortSignal},
): Promise<void> {
	const preconditions = {uid, ...(resourceVersion !== undefined && {resourceVersion})};
	const options = {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Foreground', preconditions};
	const body = {type: 'application/json', json: options};
	try {
		await client.send({verb: 'delete', path: objectPath(kind, id), subject: subjectOf(id), body}, signal);
	} catch (error) {
		if (!(error instanceof NotFoundError)) {
			throw error;
		}
	}
}
