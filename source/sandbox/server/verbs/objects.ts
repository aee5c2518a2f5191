import {withWarning} from '../answer/answers.ts';
import {methodNotAllowed} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {flagOf, type Query} from '../request/query.ts';
import {checkVerb, type ObjectsTarget} from '../request/target.ts';
import {checkAllowed} from './allowed.ts';
import type {Asked} from './context.ts';
import {createObject} from './create.ts';
import {deleteCollection, deleteObject} from './delete.ts';
import {listObjects} from './list.ts';
import {answerPart} from './parts.ts';
import {patchObject} from './patch.ts';
import {getObject} from './read.ts';
import {answerReview, isReview} from './reviews.ts';
import {updateObject} from './update.ts';
import {watchObjects} from './watch.ts';

type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** Answers a request about objects. */
export function answerObjects(asked: Asked): Answer {
	const {target} = asked;
	const verb = verbOf(asked);
	checkAllowed(asked, verb);
	checkVerb(target, verb);
	checkPlaced(target, verb);
	const answer = target.subresource === '' ? answerVerb(asked, verb) : answerPart(asked);
	return withWarning(answer, target.served.deprecation);
}

const verbsOfOne: Readonly<Record<string, Verb>> = {PUT: 'update', PATCH: 'patch', DELETE: 'delete'};
const verbsOfAll: Readonly<Record<string, Verb>> = {POST: 'create', DELETE: 'deletecollection'};

function verbOf({request, query, target}: Asked): Verb {
	const {method} = request;
	const verb = method === 'GET' ? readingVerb(target, query) : writingVerb(method, target);
	if (verb === undefined) {
		throw methodNotAllowed();
	}

	return verb;
}

/** One object is read, whatever is said of watching: only its collection is watched. */
function readingVerb({name}: ObjectsTarget, {parameters}: Query): Verb {
	return name !== '' ? 'get' : flagOf(parameters, 'watch') ? 'watch' : 'list';
}

function writingVerb(method: string, {name, subresource}: ObjectsTarget): Verb | undefined {
	const isCreated = method === 'POST' && subresource !== '';
	return isCreated ? 'create' : (name === '' ? verbsOfAll : verbsOfOne)[method];
}

/** Objects of a namespace are read across all of them, and written in one. */
function checkPlaced({served, namespace}: ObjectsTarget, verb: Verb): void {
	if (served.resource.namespaced && namespace === '' && !['list', 'watch'].includes(verb)) {
		throw methodNotAllowed();
	}
}

function answerVerb(asked: Asked, verb: Verb): Answer {
	switch (verb) {
		case 'get':
			return getObject(asked);
		case 'list':
			return listObjects(asked);
		case 'watch':
			return watchObjects(asked);
		case 'create':
			return isReview(asked.target.served.storage) ? answerReview(asked) : createObject(asked);
		case 'update':
			return updateObject(asked);
		case 'patch':
			return patchObject(asked);
		case 'delete':
			return deleteObject(asked);
		case 'deletecollection':
			return deleteCollection(asked);
	}
}
