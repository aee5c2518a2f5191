import {type Json, type JsonObject, objectAt, textAt} from '../../objects/json.ts';
import {invalid} from '../../objects/refusal.ts';
import {trackUpdate} from '../../objects/track.ts';
import {accessCauses} from '../../objects/validation/validate-access.ts';
import {jsonAnswer, warningHeaders} from '../answer/answers.ts';
import {badRequest, refusedFor} from '../answer/refused.ts';
import type {Answer, User} from '../handler.ts';
import {isAllowed} from './allowed.ts';
import {type Asked, timestamp} from './context.ts';
import {readObject, trackOptions} from './create.ts';

type Kind = (spec: JsonObject, asked: Asked) => JsonObject;

/** Kinds that are asked, not stored: by the collection they would have. */
const reviews: Readonly<Record<string, Kind>> = {
	'selfsubjectaccessreviews.authorization.k8s.io': (spec, {request}) => accessStatus(spec, request.user),
	'localsubjectaccessreviews.authorization.k8s.io': spec => accessStatus(spec, undefined),
	'subjectaccessreviews.authorization.k8s.io': spec => accessStatus(spec, undefined),
	'selfsubjectrulesreviews.authorization.k8s.io': (_, {request}) => rulesStatus(request.user),
	'selfsubjectreviews.authentication.k8s.io': (_, {request}) => ({userInfo: userInfo(request.user)}),
	'tokenreviews.authentication.k8s.io': () => ({
		authenticated: false,
		user: {},
		error: 'the sandbox reviews no tokens',
	}),
};

export function isReview(storage: string): boolean {
	return Object.hasOwn(reviews, storage);
}

export function answerReview(asked: Asked): Answer {
	const {kind} = asked.target.served.resource;
	const {object, warnings} = readObject(asked);
	const tracked = kind.endsWith('AccessReview') ? trackUpdate(undefined, object, trackOptions(asked)) : object;
	const {apiVersion = ''} = tracked;
	const [metadata, spec] = [objectAt(tracked, 'metadata') ?? {}, objectAt(tracked, 'spec') ?? {}];
	checkReview(asked, tracked);
	const status = reviews[asked.target.served.storage]?.(spec, asked) ?? {};
	const isSelf = kind === 'SelfSubjectReview';
	const own = isSelf ? {...metadata, creationTimestamp: timestamp(asked.cluster.now())} : metadata;
	const shown = kind === 'SelfSubjectRulesReview' ? {spec: {}} : isSelf ? {} : {spec};
	return jsonAnswer(201, JSON.stringify({kind, apiVersion, metadata: own, ...shown, status}), warningHeaders(warnings));
}

function checkReview(asked: Asked, tracked: JsonObject): void {
	const {group, kind} = asked.target.served.resource;
	if (kind === 'SelfSubjectRulesReview' && (textAt(tracked, 'spec', 'namespace') ?? '') === '') {
		throw badRequest('no namespace on request');
	}

	const causes = kind.endsWith('AccessReview') ? accessCauses(tracked) : [];
	if (causes.length > 0) {
		throw refusedFor(invalid({group, kind: '', name: ''}, causes), {group, kind: '', name: ''});
	}
}

/** Of somebody else nothing is known but that members of system:masters may do everything. */
function accessStatus(spec: JsonObject, user: User | undefined): JsonObject {
	const groups: Json = spec.groups ?? [];
	const isMaster = Array.isArray(groups) && groups.includes('system:masters');
	return {allowed: user === undefined ? isMaster : isAllowed(user)};
}

function rulesStatus(user: User | undefined): JsonObject {
	const all = user !== undefined && isAllowed(user);
	return {
		resourceRules: all ? [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}] : ownRules,
		nonResourceRules: [{verbs: all ? ['*'] : ['get'], nonResourceURLs: all ? ['*'] : servedPaths}],
		incomplete: false,
	};
}

/** system:basic-user and system:discovery, which everybody has. */
const ownRules: Json = [
	{verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews']},
	{
		verbs: ['create'],
		apiGroups: ['authorization.k8s.io'],
		resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
	},
];
const servedPaths = [
	...['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez'],
	...['/openapi', '/openapi/*', '/readyz', '/version', '/version/'],
];

function userInfo(user: User | undefined): JsonObject {
	return {username: user?.name ?? '', uid: user?.name ?? '', groups: user?.groups ?? []};
}
