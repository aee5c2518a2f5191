import {isObject, type Json, type JsonObject, listAt, objectAt, textAt, withField} from '../../objects/json.ts';
import {jsonAnswer} from '../answer/answers.ts';
import {badRequest, conflict, methodNotAllowed} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {readBody, withKind} from '../request/body.ts';
import {commitChange, inVersion} from './commit.ts';
import {type Asked, timestamp} from './context.ts';
import {deleteObject} from './delete.ts';
import {checkBudget} from './evict.ts';
import {answerLog} from './log.ts';
import {patchObject} from './patch.ts';
import {findObject, getObject} from './read.ts';
import {answerScale} from './scale.ts';
import {updateObject} from './update.ts';

/** Answers a request about a subresource; that it is offered is known. */
export function answerPart(asked: Asked): Answer {
	switch (asked.target.subresource) {
		case 'scale':
			return answerScale(asked);
		case 'binding':
			return bind(asked);
		case 'eviction':
			return evict(asked);
		case 'log':
			return answerLog(asked);
		case 'finalize':
			return finalize(asked);
		case 'token':
			return requestToken(asked);
		case 'status':
		case 'ephemeralcontainers':
		case 'resize':
		case 'approval':
			return ordinary(asked);
		default:
			throw methodNotAllowed();
	}
}

function ordinary(asked: Asked): Answer {
	switch (asked.request.method) {
		case 'GET':
			return getObject(asked);
		case 'PUT':
			return updateObject(asked);
		default:
			return patchObject(asked);
	}
}

const created = (kind: string) => JSON.stringify({kind, apiVersion: 'v1', metadata: {}, status: 'Success', code: 201});

/** Puts a pod on a node, as the scheduler does. */
function bind(asked: Asked): Answer {
	const {cluster, target} = asked;
	const {value} = readBody(asked.request, 'Binding');
	const stored = findObject(asked);
	const live = inVersion(target.served, stored);
	const node = textAt(value, 'target', 'name') ?? '';
	const uid = textAt(value, 'metadata', 'uid') ?? '';
	const bound = textAt(live, 'spec', 'nodeName') ?? '';
	if (uid !== '' && uid !== textAt(live, 'metadata', 'uid')) {
		const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${textAt(live, 'metadata', 'uid')}`;
		throw conflict(target.served.resource, target.name, why);
	}

	if (bound !== '') {
		throw conflict(
			{group: '', plural: 'pods/binding'},
			target.name,
			`pod ${target.name} is already assigned to node "${bound}"`,
		);
	}

	const now = timestamp(cluster.now());
	const scheduled: Json = {
		type: 'PodScheduled',
		status: 'True',
		observedGeneration: objectAt(live, 'metadata')?.generation ?? 1,
		lastProbeTime: null,
		lastTransitionTime: now,
	};
	const others = listAt(live, 'status', 'conditions').filter(one => textAt(one, 'type') !== 'PodScheduled');
	const object = {
		...live,
		spec: {...objectAt(live, 'spec'), nodeName: node},
		status: {...objectAt(live, 'status'), conditions: [...others, scheduled]},
	};
	commitChange(asked, stored, {object, warnings: []});
	return jsonAnswer(201, created('Status'));
}

function evict(asked: Asked): Answer {
	checkBudget(asked);
	const {value} = readBody(asked.request, 'Eviction');
	const options = objectAt(value, 'deleteOptions') ?? {};
	const body = JSON.stringify({...options, apiVersion: 'v1', kind: 'DeleteOptions'});
	deleteObject({...asked, request: {...asked.request, contentType: 'application/json', body}});
	return jsonAnswer(201, created('Status'));
}

/** Lets go of a namespace: the one way to change its `spec.finalizers`. */
function finalize(asked: Asked): Answer {
	const {value} = readBody(asked.request, 'Namespace');
	const wanted = withKind(value, asked.target.served);
	const stored = findObject(asked);
	const live = inVersion(asked.target.served, stored);
	const spec = objectAt(live, 'spec') ?? {};
	const finalizers = listAt(wanted, 'spec', 'finalizers');
	const object = {...live, spec: withField(spec, 'finalizers', finalizers.length === 0 ? undefined : finalizers)};
	return commitChange(asked, stored, {object, warnings: []});
}

/** A token that looks like one, and opens nothing. */
function requestToken(asked: Asked): Answer {
	const {cluster, target} = asked;
	const {value} = readBody(asked.request, 'TokenRequest');
	const stored = findObject(asked);
	if (!isObject(value)) {
		throw badRequest('the body of the request is no TokenRequest');
	}

	const spec = objectAt(value, 'spec') ?? {};
	const expirationSeconds = typeof spec.expirationSeconds === 'number' ? spec.expirationSeconds : 3600;
	const expires = new Date(cluster.now().getTime() + expirationSeconds * 1000);
	const answer: JsonObject = {
		kind: 'TokenRequest',
		apiVersion: 'authentication.k8s.io/v1',
		metadata: {
			name: target.name,
			namespace: target.namespace,
			uid: textAt(stored.object, 'metadata', 'uid') ?? '',
			creationTimestamp: timestamp(cluster.now()),
		},
		spec: {audiences: ['https://kubernetes.default.svc'], expirationSeconds, boundObjectRef: null, ...spec},
		status: {
			token: `sandbox-${Buffer.from(`${target.namespace}/${target.name}`).toString('base64url')}`,
			expirationTimestamp: timestamp(expires),
		},
	};
	return jsonAnswer(201, JSON.stringify(answer));
}
