import * as z from 'zod';
import type {Turned} from '../../model/application.ts';
import type {Event, EventKind, Result} from '../../model/event.ts';
import type {Json, JsonObject} from '../../model/json.ts';
import type {Step, Verdict} from '../../model/operation.ts';
import type {Plan} from '../../model/plan.ts';
import {keyOf, type ResourceKey} from '../../model/resource.ts';
import {parseJson, printJson} from '../cluster/rest/exact-json.ts';
import {damaged} from './failures.ts';

/** What is kept as text reads back as it was, whole numbers beyond 2^53 included. */
export const encode: (value: Json) => string = printJson;

/** Reads what `encode` wrote. */
export function readRecord<T>(schema: z.ZodType<T>, json: string): T {
	return schema.parse(parseJson(json));
}

/** The same; what does not read is damage to the file. */
export function decode<T>(schema: z.ZodType<T>, json: string, file: string): T {
	try {
		return readRecord(schema, json);
	} catch (error) {
		throw damaged(file, error);
	}
}

const key = z.string().transform(toKey);

function toKey(text: string): ResourceKey {
	const [group = '', kind = '', namespace = '', ...name] = text.split('/');
	return keyOf({group, kind, namespace, name: name.join('/')});
}

// Only what came out of `parseJson` gets here.
const json = z.custom<Json>(value => value !== undefined);
const jsonObject = z.custom<JsonObject>(value => typeof value === 'object' && value !== null && !Array.isArray(value));
const texts = z.array(z.string());
const op = z.enum(['create', 'update', 'replace', 'delete']);

const resourceId = z.looseObject({
	group: z.string(),
	version: z.string(),
	kind: z.string(),
	namespace: z.string(),
	name: z.string(),
});

const fieldChange = z.looseObject({
	path: z.string(),
	before: json.exactOptional(),
	after: json.exactOptional(),
	managers: texts,
	isFromServer: z.literal(true).exactOptional(),
});

const change = z.looseObject({
	op,
	id: resourceId,
	phase: z.enum(['PreSync', 'Sync', 'PostSync', 'SyncFail']),
	wave: z.number(),
	fields: z.array(fieldChange),
	before: jsonObject.exactOptional(),
	after: jsonObject.exactOptional(),
	risks: texts,
	consents: z.array(z.enum(['adopt', 'take-over', 'prune-data', 'prune-many'])),
	digest: z.string(),
	seen: z.looseObject({uid: z.string(), resourceVersion: z.string()}),
	origin: z.looseObject({file: z.string(), line: z.number().exactOptional()}).exactOptional(),
	forbidden: z.string().exactOptional(),
});

const problem = z.looseObject({
	scope: z.enum(['application', 'source', 'file', 'object', 'permission']),
	where: z.string(),
	message: z.string(),
});

export const planSchema: z.ZodType<Plan> = z.looseObject({
	app: z.string(),
	cluster: z.string(),
	revision: z.string(),
	digest: z.string(),
	rendered: z.string(),
	kind: z.enum(['converged', 'ready', 'awaiting-approval', 'blocked']),
	changes: z.array(change),
	leftovers: z.array(resourceId),
	problems: z.array(problem),
	notes: texts,
	reasons: texts,
	prune: z.boolean(),
});

export const keysSchema: z.ZodType<readonly ResourceKey[]> = z.array(key);

export const verdictsSchema: z.ZodType<readonly Verdict[]> = z.array(
	z.looseObject({key, rendered: z.string(), uid: z.string(), resourceVersion: z.string()}),
);

export const stepSchema: z.ZodType<Step> = z.object({
	key,
	op,
	wave: z.number(),
	state: z.enum(['started', 'done', 'failed']),
});

export const resultSchema: z.ZodType<Result> = z.enum([
	'succeeded',
	'failed',
	'timed-out',
	'stale',
	'awaiting-approval',
	'interrupted',
]);

export const turnedSchema: z.ZodType<readonly Turned[]> = z.array(
	z.object({
		name: z.enum(['automated', 'prune', 'selfHeal', 'createNamespace']),
		isOn: z.boolean(),
		declared: z.boolean(),
	}),
);

export const eventSchema: z.ZodType<Event> = z.looseObject({
	time: z.string(),
	// Another version may know others; they are only shown.
	kind: z.custom<EventKind>(value => typeof value === 'string'),
	app: z.string(),
	resource: z.string().exactOptional(),
	message: z.string(),
	result: resultSchema.exactOptional(),
	revision: z.string().exactOptional(),
	durationMs: z.number().exactOptional(),
});
