import {type JsonObject, members, text} from '../../../model/json.ts';
import {ChangedError, InvalidError, NotFoundError} from '../../../model/operator-error.ts';
import type {ApplyOptions, Cluster, ServedKind} from '../../../model/ports.ts';
import {privateFieldsOf} from '../../../model/private-fields.ts';
import type {LiveMetadata, ResourceId} from '../../../model/resource.ts';
import {subjectOf} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {objectPath} from '../rest/paths.ts';
import {liveOf, metadataOf} from './live.ts';
import {warningsIn} from './warnings.ts';

type Applied = Awaited<ReturnType<Cluster['apply']>>;

/** The one name under which we own fields. */
export const fieldManager = 'trueup';

export async function apply(
	client: Client,
	kind: ServedKind,
	body: JsonObject,
	{signal, ...options}: ApplyOptions & {readonly signal: AbortSignal},
): Promise<Applied> {
	const id = idOf(kind, body);
	const guarded =
		options.resourceVersion === undefined
			? body
			: await guard(client, kind, body, {version: options.resourceVersion, signal});
	const query = new URLSearchParams({
		fieldManager,
		force: String(options.force),
		fieldValidation: 'Strict',
		...(options.dryRun && {dryRun: 'All'}),
	});
	const named = subjectOf(id);
	const subject = {...named, isSecret: named.isSecret || privateFieldsOf(body).length > 0};
	try {
		const answer = await client.send(
			{
				verb: options.dryRun ? 'dry-run' : 'apply',
				path: `${objectPath(kind, id)}?${query}`,
				subject,
				body: {type: 'application/apply-patch+yaml', json: guarded},
			},
			signal,
		);
		const live = liveOf(kind, answer.body);
		return {live, isNew: answer.status === 201, warnings: warningsIn(answer.headers, subject.isSecret)};
	} catch (error) {
		// That is how the API server says that the object of that name is another one by now.
		throw error instanceof InvalidError &&
			error.causes.length > 0 &&
			error.causes.every(({field}) => field === 'metadata.uid')
			? changed(subject.what)
			: error;
	}
}

/**
 * A version alone does not guard an apply: the API server makes an object that is not there, whatever version is named.
 * With the uid it refuses. A caller who puts `metadata.uid` in the body saves us the question.
 */
async function guard(
	client: Client,
	kind: ServedKind,
	body: JsonObject,
	{version, signal}: {readonly version: string; readonly signal: AbortSignal},
): Promise<JsonObject> {
	const uid = text(body, 'metadata', 'uid') || (await uidOf(client, kind, idOf(kind, body), {version, signal}));
	return {...body, metadata: {...members(body, 'metadata'), uid, resourceVersion: version}};
}

async function uidOf(
	client: Client,
	kind: ServedKind,
	id: ResourceId,
	{version, signal}: {readonly version: string; readonly signal: AbortSignal},
): Promise<string> {
	const found = await readMetadata(client, kind, id, signal);
	if (found?.resourceVersion !== version) {
		throw changed(subjectOf(id).what);
	}

	return found.uid;
}

export async function readMetadata(
	client: Client,
	kind: ServedKind,
	id: ResourceId,
	signal: AbortSignal,
): Promise<LiveMetadata | undefined> {
	try {
		const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
		const call = {verb: 'get', path: objectPath(kind, id), subject: subjectOf(id), accept} as const;
		const {body} = await client.send(call, signal);
		return metadataOf(kind, body);
	} catch (error) {
		if (error instanceof NotFoundError) {
			return undefined;
		}

		throw error;
	}
}

function changed(what: string): ChangedError {
	return new ChangedError(`${what} was changed, deleted or made anew since it was looked at`);
}

function idOf({group, version, kind}: ServedKind, body: JsonObject): ResourceId {
	return {group, version, kind, namespace: text(body, 'metadata', 'namespace'), name: text(body, 'metadata', 'name')};
}
