import {isObject, type Json, type JsonObject, objectAt, textAt} from '../../objects/json.ts';
import {jsonAnswer} from '../answer/answers.ts';
import {badRequest} from '../answer/refused.ts';
import type {Answer, User} from '../handler.ts';
import {readBody} from '../request/body.ts';
import {isAllowed} from './allowed.ts';
import {type Asked, timestamp} from './context.ts';

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
	const {served} = asked.target;
	const {value} = readBody(asked.request, served.resource.kind);
	if (!isObject(value)) {
		throw badRequest(`the body of the request is no ${served.resource.kind}`);
	}

	const spec = objectAt(value, 'spec') ?? {};
	const status = reviews[served.storage]?.(spec, asked) ?? {};
	const isSelf = served.resource.kind === 'SelfSubjectReview';
	const metadata = isSelf ? {creationTimestamp: timestamp(asked.cluster.now())} : {};
	const {kind} = served.resource;
	const shown = kind === 'SelfSubjectRulesReview' ? {spec: {}} : isSelf ? {} : {spec};
	const answer = {kind, apiVersion: served.apiVersion, metadata, ...shown, status};
	return jsonAnswer(201, JSON.stringify(answer));
}

/** Of somebody else nothing is known but that members of system:masters may do everything. */
function accessStatus(spec: JsonObject, user: User | undefined): JsonObject {
	const verb = textAt(spec, 'resourceAttributes', 'verb') ?? textAt(spec, 'nonResourceAttributes', 'verb') ?? '';
	const groups: Json = spec.groups ?? [];
	const isMaster = Array.isArray(groups) && groups.includes('system:masters');
	return {allowed: user === undefined ? isMaster : isAllowed(user, verb)};
}

function rulesStatus(user: User | undefined): JsonObject {
	const verbs = user?.role === 'admin' ? ['*'] : ['get', 'list', 'watch'];
	return {
		resourceRules: [{verbs, apiGroups: ['*'], resources: ['*']}],
		nonResourceRules: [{verbs: user?.role === 'admin' ? ['*'] : ['get'], nonResourceURLs: ['*']}],
		incomplete: false,
	};
}

function userInfo(user: User | undefined): JsonObject {
	return {username: user?.name ?? '', uid: user?.name ?? '', groups: user?.groups ?? []};
}
