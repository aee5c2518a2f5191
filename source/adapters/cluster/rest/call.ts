import type {Json} from '../../../model/json.ts';
import {describe, isSecretKind, type Kind, type ResourceId} from '../../../model/resource.ts';
import {printable} from './printable.ts';

export type Verb =
	| 'get'
	| 'list'
	| 'watch'
	| 'apply'
	| 'dry-run'
	| 'delete'
	| 'patch'
	| 'discovery'
	| 'review'
	| 'probe';

/** What a call is about, for messages. */
export type Subject = {
	/** `Deployment shop/web`, `Deployments`. */
	readonly what: string;
	/** `Deployment (apps/v1)`; empty where no kind is meant. */
	readonly kind: string;
	/** What the server says about Secrets may quote their values. */
	readonly isSecret: boolean;
	readonly isNamespace: boolean;
};

export type Call = {
	readonly verb: Verb;
	/** With the query. */
	readonly path: string;
	readonly subject: Subject;
	readonly accept?: string;
	readonly body?: {readonly type: string; readonly json: Json};
	/** Resolves once it is known which cluster this goes to, with what tells whether that still is known; rejects where it may not go there. */
	readonly prove?: (signal: AbortSignal) => Promise<() => boolean>;
};

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Answer = {readonly status: number; readonly headers: Headers; readonly body: Json};

export function subjectOf(id: ResourceId): Subject {
	return {...subjectOfKind(id), what: printable(describe(id))};
}

/** All objects of a kind. */
export function subjectOfKind({group, version, kind}: Kind): Subject {
	const isCore = group === '';
	return {
		what: printable(`objects of kind ${kind}`),
		kind: printable(`${kind} (${isCore ? version : `${group}/${version}`})`),
		isSecret: isSecretKind(kind),
		isNamespace: isCore && kind === 'Namespace',
	};
}

/** One value of a header; of several the first. */
export function headerOf(headers: Headers, name: string): string {
	const value = headers[name];
	return (typeof value === 'string' ? value : value?.[0]) ?? '';
}
