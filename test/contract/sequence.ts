import type {Json} from '../../source/model/json.ts';

/**
 * The contract: sequences of requests that the embedded cluster answers as the real control plane does.
 *
 * A table is a file in sequences/ that exports `readonly Sequence[]`; tables.ts names it. The answers of the real one
 * are in recorded/<table>.jsonl, one line a sequence.
 *
 * - `npm run contract` compares the embedded cluster with the recordings, `npm run contract -- --real` the real control
 *   plane; `--only TEXT` takes the sequences alone whose title has that text or whose table has that name.
 * - `npm run contract -- --record` writes them anew, from the real one, each sequence run twice; with `--only` as well.
 * - A difference that is to stay is listed in docs/sandbox.md, "Where it answers differently", by the sequence's title.
 *
 * What a table may write:
 * - `{namespace}` in paths, queries and bodies is a namespace of the sequence's own, made before with its ServiceAccount
 *   and kube-root-ca.crt, and removed after. What has no namespace has `{unique}` in its name (a DNS label); whatever
 *   a 201 says was created outside of `{namespace}` is deleted after the sequence.
 * - `{2.metadata.resourceVersion}` is the value at that path of the body that step 2 (from 0) was answered; of a step
 *   `events`, `{3.0.object.metadata.name}` is of the first event. Every step counts, also those of helpers: prefer
 *   `{as:name.metadata.uid}`, the answer of the step with `name: 'name'`. Where the text is nothing but a placeholder,
 *   the value keeps its type.
 *
 * What is compared: status, body and a few headers (answer.ts), after normalise.ts has replaced what differs from run to
 * run. Versions of objects become their rank in the sequence (`v1` is the lowest), uids `uid1` in order of appearance,
 * times `<time>`; versions of lists and bookmarks, to which the rest of the cluster contributes, become `<version>`.
 * In a sequence that `isTimed`, times become ranks, too (`t1`), and managedFields stay in their order, which is that of
 * their times: it needs a step `tick` between any two writes. In others managedFields are sorted by name.
 *
 * Controllers are no part of it: use objects that none touches, or compare with `only` what none of them changes.
 */
export type Sequence = {
	/** In lower case: what is examined. Unique among all tables. */
	readonly title: string;
	readonly isTimed?: true;
	readonly steps: readonly Step[];
};

export type Step = RequestStep | WatchStep | EventsStep | UntilStep | TickStep;

export type RequestStep = {
	readonly kind: 'request';
	/** For placeholders. */
	readonly name?: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	/** A text is sent as it is. */
	readonly body?: Json;
	/** The content type; JSON where there is a body and nothing is said, none where it is empty. */
	readonly type?: string;
	/** JSON where nothing is said. */
	readonly accept?: string;
	/** The admin where nothing is said; nobody has no token, a stranger a wrong one, the viewer no rights. */
	readonly as?: 'admin' | 'nobody' | 'stranger' | 'viewer';
	/** Compares only what is at these paths of the body (`status.phase`, `items.0.metadata.name`). */
	readonly only?: readonly string[];
	/** Compares nothing of it: what only prepares. It must succeed. */
	readonly isSilent?: true;
};

/** Opens a stream; its events are collected by steps `events`. The answer's head is compared; the body, where refused. */
export type WatchStep = {
	readonly kind: 'watch';
	readonly name: string;
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	readonly accept?: string;
};

/** The events of a stream since the last such step, in order, up to and with the one that is waited for. */
export type EventsStep = {
	readonly kind: 'events';
	readonly of: string;
	readonly name?: string;
	/** A number of events, the first of a type (and an object's name), or the end of the stream. */
	readonly until: number | {readonly type: string; readonly object?: string} | 'end';
	/** Tells BOOKMARK events, too; else they are passed over, but for one that is waited for. */
	readonly hasBookmarks?: true;
	/** As for requests, of each event's object. */
	readonly only?: readonly string[];
};

/** Asks again and again until `holds`, and compares nothing, or the last answer. */
export type UntilStep = {
	readonly kind: 'until';
	readonly name?: string;
	readonly request: Omit<RequestStep, 'kind' | 'isSilent' | 'name'>;
	readonly holds: (body: Json, status: number) => boolean;
	readonly isCompared?: true;
};

/** Waits until the server's clock shows another second. */
export type TickStep = {readonly kind: 'tick'};

export function tick(): TickStep {
	return {kind: 'tick'};
}

type Options = Partial<Omit<RequestStep, 'kind' | 'method' | 'path' | 'body'>>;

export function get(path: string, options: Options = {}): RequestStep {
	return {kind: 'request', method: 'GET', path, ...options};
}

export function post(path: string, body: Json, options: Options = {}): RequestStep {
	return {kind: 'request', method: 'POST', path, body, ...options};
}

export function put(path: string, body: Json, options: Options = {}): RequestStep {
	return {kind: 'request', method: 'PUT', path, body, ...options};
}

/** With a body: DeleteOptions. */
export function remove(path: string, options: Options & {readonly body?: Json} = {}): RequestStep {
	return {kind: 'request', method: 'DELETE', path, ...options};
}

export const patchTypes = {
	json: 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
} as const;

export function patch(type: keyof typeof patchTypes, path: string, body: Json, options: Options = {}): RequestStep {
	return {kind: 'request', method: 'PATCH', path, body, type: patchTypes[type], ...options};
}

/** Server-side apply; `query` adds to the manager, or takes its place. */
export function apply(manager: string, path: string, body: Json, {query, ...options}: Options = {}): RequestStep {
	const type = 'application/apply-patch+yaml';
	return {kind: 'request', method: 'PATCH', path, body, type, ...options, query: {fieldManager: manager, ...query}};
}

/** The path of a collection in `{namespace}`, or of an object of it: `inNamespace('apps/v1', 'deployments', 'web')`. */
export function inNamespace(apiVersion: string, resource: string, name?: string): string {
	const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
	return `${root}/namespaces/{namespace}/${resource}${name === undefined ? '' : `/${name}`}`;
}

/** A ConfigMap as clients send it. */
export function configMap(name: string, data: Readonly<Record<string, string>>, metadata: Json = {}): Json {
	const more = typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : {};
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, ...more}, data};
}
