import type {Answer, Request} from './handler.ts';
import type {ObjectsTarget, Target} from './request/target.ts';

/** One request, in the words of audit.k8s.io/v1. */
export type AuditLine = {
	readonly kind: 'Event';
	readonly apiVersion: 'audit.k8s.io/v1';
	readonly verb: string;
	readonly requestURI: string;
	readonly userAgent: string;
	readonly user: {readonly username: string};
	readonly objectRef?: {
		readonly resource: string;
		readonly namespace: string;
		readonly name: string;
		readonly apiGroup: string;
		readonly apiVersion: string;
		readonly subresource: string;
	};
	readonly responseStatus: {readonly code: number};
};

const verbs: Readonly<Record<string, string>> = {POST: 'create', PUT: 'update', PATCH: 'patch'};

export function auditLine(request: Request, answer: Answer, target: Target | undefined): AuditLine {
	return {
		kind: 'Event',
		apiVersion: 'audit.k8s.io/v1',
		verb: verbOf(request, answer, target),
		requestURI: request.path,
		userAgent: request.userAgent,
		user: {username: request.user?.name ?? ''},
		...(target?.kind === 'objects' && {objectRef: referenceOf(target)}),
		responseStatus: {code: answer.status},
	};
}

function verbOf({method}: Request, {kind}: Answer, target: Target | undefined): string {
	if (target?.kind !== 'objects') {
		return method.toLowerCase();
	}

	return method === 'GET' ? readingVerb(kind, target) : writingVerb(method, target);
}

function readingVerb(kind: Answer['kind'], {name, subresource}: ObjectsTarget): string {
	const isWatch = kind === 'stream' && subresource === '';
	return isWatch ? 'watch' : name === '' ? 'list' : 'get';
}

function writingVerb(method: string, {name}: ObjectsTarget): string {
	return method === 'DELETE' && name === '' ? 'deletecollection' : (verbs[method] ?? method.toLowerCase());
}

function referenceOf({served, namespace, name, subresource}: ObjectsTarget) {
	const {plural, group, version} = served.resource;
	// A namespace is in itself, as the real server has it.
	const place = group === '' && plural === 'namespaces' ? name : namespace;
	return {resource: plural, namespace: place, name, apiGroup: group, apiVersion: version, subresource};
}
