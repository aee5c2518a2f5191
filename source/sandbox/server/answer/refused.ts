import type {Cause, Refusal} from '../../objects/refusal.ts';

/** `details` of a metav1.Status. */
export type Details = {
	readonly name?: string;
	readonly group?: string;
	readonly kind?: string;
	readonly uid?: string;
	readonly causes?: readonly Partial<Cause>[];
	readonly retryAfterSeconds?: number;
};

export type Failure = {
	readonly code: number;
	readonly reason: string;
	readonly message: string;
	readonly details?: Details;
	/** Of a page that expired: how to go on without it. */
	readonly continue?: string;
};

/** Ends a request with a metav1.Status that says why. */
export class Refused extends Error {
	override readonly name = 'Refused';
	readonly failure: Failure;

	constructor(failure: Failure) {
		super(failure.message);
		this.failure = failure;
	}
}

/** The plural and group of a resource, as messages name it. */
export type Named = {readonly group: string; readonly plural: string};

const qualified = ({group, plural}: Named) => (group === '' ? plural : `${plural}.${group}`);

const detailsOf = ({group, plural}: Named, name: string): Details => ({
	...(name === '' ? {} : {name}),
	...(group === '' ? {} : {group}),
	kind: plural,
});

/** Wordings are those of k8s.io/apimachinery/pkg/api/errors. */
export function notFound(resource: Named, name: string): Refused {
	const message = `${qualified(resource)} "${name}" not found`;
	return new Refused({code: 404, reason: 'NotFound', message, details: detailsOf(resource, name)});
}

/** Who lets the server choose a name may ask again; what is on its way out has its name until it is gone. */
export function alreadyExists(resource: Named, name: string, {isGenerated = false, isLeaving = false} = {}): Refused {
	const message = `${isLeaving ? 'object is being deleted: ' : ''}${qualified(resource)} "${name}" already exists`;
	const details = detailsOf(resource, name);
	return isGenerated
		? new Refused({
				code: 409,
				reason: 'AlreadyExists',
				message: `${message}, the server was not able to generate a unique name for the object`,
				details: {...details, retryAfterSeconds: 1},
			})
		: new Refused({code: 409, reason: 'AlreadyExists', message, details});
}

export function conflict(resource: Named, name: string, why: string): Refused {
	const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
	return new Refused({code: 409, reason: 'Conflict', message, details: detailsOf(resource, name)});
}

export const hasBeenModified =
	'the object has been modified; please apply your changes to the latest version and try again';

export function forbidden(resource: Named, name: string, why: string, causes: readonly Cause[] = []): Refused {
	const message = `${qualified(resource)}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`;
	const details = {...detailsOf(resource, name), ...(causes.length === 0 ? {} : {causes})};
	return new Refused({code: 403, reason: 'Forbidden', message, details});
}

export function badRequest(message: string): Refused {
	return new Refused({code: 400, reason: 'BadRequest', message});
}

/** Nothing is served at that path of a group that is. */
export function noSuchResource(): Refused {
	const message = 'the server could not find the requested resource';
	return new Refused({code: 404, reason: 'NotFound', message, details: {}});
}

export function methodNotAllowed(): Refused {
	const message = 'the server does not allow this method on the requested resource';
	return new Refused({code: 405, reason: 'MethodNotAllowed', message, details: {}});
}

export function notAcceptable(message: string, details?: Details): Refused {
	return new Refused({code: 406, reason: 'NotAcceptable', message, ...(details && {details})});
}

export function unauthorized(): Refused {
	return new Refused({code: 401, reason: 'Unauthorized', message: 'Unauthorized'});
}

export function expired(message: string, next?: string): Refused {
	return new Refused({code: 410, reason: 'Expired', message, ...(next === undefined ? {} : {continue: next})});
}

/** The client asks for a version that is yet to come. */
export function tooLargeVersion(asked: string, current: number): Refused {
	const causes = [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}];
	return new Refused({
		code: 504,
		reason: 'Timeout',
		message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
		details: {causes, retryAfterSeconds: 1},
	});
}

/** Options of a request that make no sense, as `CreateOptions`. */
export function invalidOptions(kind: string, ...causes: readonly Cause[]): Refused {
	const texts = causes.map(({field, message}) => `${field}: ${message}`);
	return new Refused({
		code: 422,
		reason: 'Invalid',
		message: `${kind}.meta.k8s.io "" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`,
		details: {group: 'meta.k8s.io', kind, causes},
	});
}

/** A version that can't be read; only lists call it the client's fault. */
export function unreadableVersion(text: string, isList: boolean): Refused {
	const quoted = JSON.stringify(text);
	const why = `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
	return isList ? badRequest(`invalid resource version: ${why}`) : new Refused({code: 500, reason: '', message: why});
}

/** What was refused for the object's sake; only validation names the object in its details. */
export function refusedFor(
	{causes, ...failure}: Refusal,
	{group, kind, name}: {readonly group: string; readonly kind: string; readonly name: string},
): Refused {
	const subject = {...(name === '' ? {} : {name}), ...(group === '' ? {} : {group}), ...(kind === '' ? {} : {kind})};
	const details = causes.length > 0 ? {...(failure.reason === 'Invalid' && subject), causes} : undefined;
	// What no field is to blame for names nothing.
	const shown = failure.reason === 'Invalid' ? (details ?? {}) : details;
	return new Refused({...failure, ...(shown === undefined ? {} : {details: shown})});
}
