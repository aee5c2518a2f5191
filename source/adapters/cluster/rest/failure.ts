import {type JsonObject, number, text} from '../../../model/json.ts';
import {
	BusyError,
	ChangedError,
	ExpiredError,
	FieldConflictError,
	ForbiddenError,
	InvalidError,
	NotFoundError,
	OperatorError,
	UnreachableError,
} from '../../../model/operator-error.ts';
import {type Headers, headerOf, type Subject, type Verb} from './call.ts';
import {printable} from './printable.ts';
import {
	causesOf,
	conflictsIn,
	deniedBy,
	failedWebhook,
	isBeingDeleted,
	isQuota,
	isRefusal,
	statusOf,
} from './status.ts';
import {nameOf, type Place} from './unreachable.ts';

export type Asked = {readonly verb: Verb; readonly subject: Subject; readonly place: Place};

export type Refusal = {readonly status: number; readonly headers: Headers; readonly text: string};

type Failure = Refusal & {readonly asked: Asked; readonly said: JsonObject};

const words: Readonly<Record<Verb, string>> = {
	get: 'read',
	list: 'list',
	watch: 'watch',
	apply: 'apply',
	'dry-run': 'dry-run',
	delete: 'delete',
	patch: 'change',
	discovery: 'ask for',
	probe: 'ask for',
	review: 'review',
};

/** What an answer that is no success means. */
export function failureOf(asked: Asked, refusal: Refusal): OperatorError {
	const retryAfter = headerOf(refusal.headers, 'retry-after');
	if (refusal.status === 429 || (refusal.status >= 500 && retryAfter !== '')) {
		const seconds = Number(retryAfter);
		const wait = retryAfter !== '' && seconds >= 0 && seconds < 86_400 ? seconds : 1;
		return new BusyError(`${nameOf(asked.place)} asks for ${wait} s of patience: it can't ${deed(asked)} now`, wait);
	}

	if (refusal.status === 401) {
		return new OperatorError(`the credentials for ${nameOf(asked.place)} are refused: they are wrong or have expired`, {
			advice: 'Log in again, or check the user of this context in the kubeconfig',
		});
	}

	const said = statusOf(refusal.text);
	if (said) {
		return ofStatus({...refusal, asked, said});
	}

	return isMissingRoute(refusal) ? notServed(asked) : notKubernetes(asked, refusal);
}

/** Something else than Kubernetes answers: a proxy, a load balancer, a login page. Its text is of no use to anyone. */
export function notKubernetes({place, ...asked}: Asked, {status, headers}: Omit<Refusal, 'text'>): UnreachableError {
	const type = headerOf(headers, 'content-type').split(';', 1)[0]?.trim();
	return new UnreachableError(
		`${nameOf(place)} can't ${deed(asked)}: it answers HTTP ${status} with ${printable(type || 'nothing')} that is not of Kubernetes`,
		{advice: 'Check the server in the kubeconfig, and proxies on the way to it'},
	);
}

function ofStatus(failure: Failure): OperatorError {
	const {asked, said} = failure;
	switch (failure.status) {
		case 403:
			return isBeingDeleted(said) ? namespaceIsGoing(asked) : forbidden(failure);
		case 404:
			return notFound(failure);
		case 409:
			return conflict(failure);
		case 410:
			return new ExpiredError(`can't ${deed(asked)}: ${message(failure)}`);
		default:
			return failure.status < 500 || isRefusal(said) ? invalid(failure) : broken(failure);
	}
}

/** A quota and a policy are no rights: who may do everything is refused by them too. */
function forbidden(failure: Failure): OperatorError {
	const {asked, said} = failure;
	if (isQuota(said)) {
		return new OperatorError(`can't ${deed(asked)}: ${message(failure)}`, {
			advice: "Raise the namespace's quota, or free some of it",
		});
	}

	const by = deniedBy(said);
	if (by !== undefined) {
		const name = asked.subject.isSecret && by !== 'admission' ? ` of ${by}` : '';
		return new OperatorError(`can't ${deed(asked)}: ${message(failure)}${name}`, {
			advice:
				'No right is missing, a rule of the cluster denies it: change what Git declares, or have the rule changed',
		});
	}

	return new ForbiddenError(`may not ${deed(asked)}: ${message(failure)}`, {
		advice: 'Ask for the right to do that, or use another context',
		// So the API server puts it, whichever authorizer it asked.
		isUnauthorized: /\bUser "[^"]*" cannot \S+ resource "/.test(text(said, 'message')),
	});
}

function notFound(failure: Failure): OperatorError {
	const {asked, said} = failure;
	const name = text(said, 'details', 'name');
	if (text(said, 'details', 'kind') === 'namespaces' && !asked.subject.isNamespace) {
		return new NotFoundError(`can't ${deed(asked)}: its namespace ${printable(name)} is not there`, {
			advice: 'Declare the namespace, or let the application create it (CreateNamespace=true)',
		});
	}

	return name === '' ? notServed(asked) : new NotFoundError(`can't ${deed(asked)}: it is not there`);
}

function notServed({place, ...asked}: Asked): OperatorError {
	return new NotFoundError(`can't ${deed(asked)}: ${nameOf(place)} does not serve ${asked.subject.kind}`, {
		advice: 'Install its CustomResourceDefinition, or correct apiVersion and kind',
	});
}

function conflict(failure: Failure): OperatorError {
	const {asked, said} = failure;
	const conflicts = conflictsIn(said);
	if (conflicts.length === 0) {
		return new ChangedError(`can't ${deed(asked)}: it was changed, deleted or made by someone else in the meantime`);
	}

	const list = conflicts.map(({manager, path}) => `${path} (${manager})`).join(', ');
	return new FieldConflictError(`can't ${deed(asked)}: others own fields of it: ${printable(list)}`, conflicts);
}

function invalid(failure: Failure): OperatorError {
	const {asked, said} = failure;
	if (!asked.subject.isSecret) {
		return new InvalidError(`the cluster refuses to ${deed(asked)}: ${message(failure)}`, causesOf(said));
	}

	// Reasons may quote values; of the fields' names only those that look like names are passed on.
	const fields = causesOf(said)
		.map(({field}) => field)
		.filter(field => /^[\w.\-/[\] ]{1,253}$/.test(field));
	return new InvalidError(
		`the cluster refuses to ${deed(asked)}: ${message(failure)}${fields.length > 0 ? `, fields ${fields.join(', ')}` : ''}`,
		fields.map(field => ({field, message: 'refused (the reason may quote the value and is withheld)'})),
	);
}

function namespaceIsGoing(asked: Asked): OperatorError {
	return new OperatorError(`can't ${deed(asked)}: its namespace is being deleted`, {
		advice: 'Wait until it is gone: what its objects hold it by is among their finalizers',
	});
}

function broken(failure: Failure): OperatorError {
	const {asked, status, said} = failure;
	const webhook = failedWebhook(said);
	if (webhook !== undefined) {
		return new OperatorError(`can't ${deed(asked)}: the admission webhook ${webhook} does not answer as it should`, {
			advice: 'Mend the webhook, or its configuration in the cluster',
		});
	}

	const why = asked.subject.isSecret ? '' : `: ${message(failure)}`;
	return new UnreachableError(`${nameOf(asked.place)} can't ${deed(asked)}: HTTP ${status}${why}`);
}

function deed({verb, subject}: Pick<Asked, 'verb' | 'subject'>): string {
	return `${words[verb]} ${subject.what}`;
}

function message({asked, said, status}: Failure): string {
	const code = number(said, 'code') ?? status;
	const words = asked.subject.isSecret ? '' : printable(text(said, 'message'));
	return words === '' ? `HTTP ${code}` : words;
}

/** The API server's own answer for groups that nobody serves; an ingress may say the same, but does not audit. */
function isMissingRoute({status, headers, text}: Refusal): boolean {
	return status === 404 && headerOf(headers, 'audit-id') !== '' && text.trim() === '404 page not found';
}
