import {dig, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {ForbiddenError, InvalidError, NotFoundError} from '../../../model/operator-error.ts';
import type {Cluster} from '../../../model/ports.ts';
import type {Right} from '../../../model/right.ts';
import type {Subject} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {printable} from '../rest/printable.ts';
import {createShared, type Shared} from '../rest/shared.ts';

/** What this user may do in one namespace, everywhere included. */
export type Rules = {readonly rules: readonly Json[]; readonly isComplete: boolean};

const authorization = '/apis/authorization.k8s.io/v1';
const subject: Subject = {what: 'what this user may do', kind: 'access reviews', isSecret: false, isNamespace: false};

/** No namespace can have this name, so the rules for it are those that hold everywhere. */
const everywhere = '*';

const everything: Right = {verb: 'get', group: '*', plural: '*', namespace: '', name: ''};

/**
 * Asks the cleverest question first: whether everything is allowed; then for all rules of a namespace at once; and
 * right by right only where an authorizer can't list its rules (a webhook).
 */
export function createRights(client: Client): Pick<Cluster, 'lacks' | 'forgetRights' | 'user'> {
	const user = createShared(signal => readUser(client, signal));
	let known = remember(client);

	return {
		async lacks(rights, signal) {
			const {mayAll, has} = known;
			if (await mayAll(signal)) {
				return [];
			}

			const answers = await Promise.all(rights.map(right => has(right, signal)));
			return rights.filter((_, index) => !answers[index]);
		},
		forgetRights() {
			known = remember(client);
		},
		user: signal => user(signal),
	};
}

function remember(client: Client) {
	const rules = new Map<string, Shared<Rules>>();
	const answers = new Map<string, Shared<boolean>>();
	const of = <T>(known: Map<string, Shared<T>>, key: string, load: (signal: AbortSignal) => Promise<T>) => {
		const shared = known.get(key) ?? createShared(load);
		known.set(key, shared);
		return shared;
	};

	return {
		/** Also where the cluster reviews nothing: what is not known to be forbidden is tried. */
		mayAll: createShared(signal => mayAll(client, signal)),
		async has(right: Right, signal: AbortSignal): Promise<boolean> {
			const namespace = right.namespace || everywhere;
			const found = await of(rules, namespace, one => readRules(client, namespace, one))(signal);
			if (grants(found.rules, right)) {
				return true;
			}

			const {verb, group, plural, name} = right;
			const key = [verb, group, plural, right.namespace, name].join('\n');
			return !found.isComplete && of(answers, key, one => review(client, right, one))(signal);
		},
	};
}

async function mayAll(client: Client, signal: AbortSignal): Promise<boolean> {
	try {
		return await review(client, everything, signal, '*');
	} catch (error) {
		if (isNoReview(error)) {
			return true;
		}

		throw error;
	}
}

async function readRules(client: Client, namespace: string, signal: AbortSignal): Promise<Rules> {
	try {
		const answer = await ask(client, {kind: 'SelfSubjectRulesReview', spec: {namespace}}, signal);
		return {
			rules: items(answer, 'status', 'resourceRules'),
			isComplete: dig(answer, 'status', 'incomplete') !== true,
		};
	} catch (error) {
		if (isNoReview(error)) {
			return {rules: [], isComplete: false};
		}

		throw error;
	}
}

/** Whether one of the rules allows it, as RBAC reads rules. */
export function grants(rules: readonly Json[], {verb, group, plural, name}: Right): boolean {
	const part = plural.includes('/') ? `*/${plural.slice(plural.indexOf('/') + 1)}` : plural;
	return rules.some(rule => {
		const names = items(rule, 'resourceNames');
		return (
			hasOne(items(rule, 'verbs'), [verb]) &&
			hasOne(items(rule, 'apiGroups'), [group]) &&
			hasOne(items(rule, 'resources'), [plural, part]) &&
			(names.length === 0 || (name !== '' && names.includes(name)))
		);
	});
}

function hasOne(all: readonly Json[], wanted: readonly string[]): boolean {
	return all.includes('*') || wanted.some(one => all.includes(one));
}

async function review(client: Client, right: Right, signal: AbortSignal, verb: string = right.verb): Promise<boolean> {
	const {group, plural, namespace, name} = right;
	const [resource = '', subresource] = plural.split('/');
	const resourceAttributes = {verb, group, resource, namespace, name, ...(subresource && {subresource})};
	const answer = await ask(client, {kind: 'SelfSubjectAccessReview', spec: {resourceAttributes}}, signal);
	return dig(answer, 'status', 'allowed') === true;
}

async function ask(
	client: Client,
	{kind, spec}: {readonly kind: string; readonly spec: JsonObject},
	signal: AbortSignal,
): Promise<Json> {
	const json = {kind, apiVersion: 'authorization.k8s.io/v1', spec};
	const path = `${authorization}/${kind.toLowerCase()}s`;
	return (await client.send({verb: 'review', path, subject, body: {type: 'application/json', json}}, signal)).body;
}

async function readUser(client: Client, signal: AbortSignal): Promise<string> {
	const json = {kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1'};
	const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
	try {
		const call = {verb: 'review', path, subject, body: {type: 'application/json', json}} as const;
		return printable(text((await client.send(call, signal)).body, 'status', 'userInfo', 'username'));
	} catch (error) {
		if (isNoReview(error)) {
			return '';
		}

		throw error;
	}
}

/** Not served, or not to this user. */
function isNoReview(error: unknown): boolean {
	return error instanceof NotFoundError || error instanceof ForbiddenError || error instanceof InvalidError;
}
