import {isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {parseJson} from './exact-json.ts';
import {printable} from './printable.ts';

export type Cause = {readonly field: string; readonly message: string};

/** The `Status` object that Kubernetes answers failures with, or nothing where something else answers. */
export function statusOf(body: string): JsonObject | undefined {
	try {
		const parsed = parseJson(body);
		return isObject(parsed) && parsed.kind === 'Status' ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** The fields that are refused, with the reasons. */
export function causesOf(status: JsonObject | undefined): readonly Cause[] {
	const causes = items(status, 'details', 'causes').map(cause => ({
		field: printable(text(cause, 'field')),
		message: printable(text(cause, 'message')),
	}));
	return causes.length > 0 ? unique(causes) : causesInMessage(text(status, 'message'));
}

/** What strict decoding and typed patches refuse, they say in the message alone. */
function causesInMessage(message: string): readonly Cause[] {
	const unknown = [...message.matchAll(/(unknown|duplicate) field "([^"]{1,300})"/g)].map(
		([, what = '', field = '']) => ({field: printable(field), message: `${what} field`}),
	);
	const typed = isTypedPatch(message)
		? [...message.matchAll(/(?:\): |^\s*)\.(\S{1,300}): (.*)$/gm)].map(([, field = '', reason = '']) => ({
				field: printable(field),
				message: printable(reason),
			}))
		: [];
	return [...unknown, ...typed];
}

/**
 * Whether a failure of an apply is about what was sent: the API server answers those with HTTP 500 and no reason
 * when it can't make the object of its kind.
 */
export function isRefusal(status: JsonObject | undefined): boolean {
	const message = text(status, 'message');
	return text(status, 'reason') === '' && (isTypedPatch(message) || message.startsWith('failed to convert new object'));
}

/** Whether nothing new may come into the object's namespace. */
export function isBeingDeleted(status: JsonObject | undefined): boolean {
	return items(status, 'details', 'causes').some(cause => text(cause, 'reason') === 'NamespaceTerminating');
}

/** Whether there is no room left in the object's namespace. */
export function isQuota(status: JsonObject | undefined): boolean {
	return / is forbidden: exceeded quota: /.test(text(status, 'message'));
}

/**
 * What in the cluster's admission denied a request, by its name where it has one: a rule of the cluster, which holds for
 * whoever asks. Undefined where it was the authorization, or nobody knows.
 */
export function deniedBy(status: JsonObject | undefined): string | undefined {
	const said = text(status, 'message');
	const [, webhook] = /^admission webhook "([\w.-]+)" denied the request/.exec(said) ?? [];
	if (webhook !== undefined) {
		return `admission webhook ${webhook}`;
	}

	const [, forbidden] = /" is forbidden: (.*)$/s.exec(said) ?? [];
	const [policy] = /^(?:Validating|Mutating)AdmissionPolicy '[\w.-]+'/.exec(forbidden ?? '') ?? [];
	// Rights that only the server itself can look for are refused by admission too, in words about the user.
	const isAboutUser = /\buser\b|\byou\b|\bpermi/i.test(forbidden ?? '');
	return policy ?? (forbidden === undefined || isAboutUser ? undefined : 'admission');
}

/** The admission webhook that could not be asked, by its name. */
export function failedWebhook(status: JsonObject | undefined): string | undefined {
	return /^Internal error occurred: failed calling webhook "([\w.-]+)"/.exec(text(status, 'message'))?.[1];
}

function isTypedPatch(message: string): boolean {
	return message.startsWith('failed to create typed patch object');
}

/** Conflicting managers and fields, with paths in our notation as far as the server's can be told apart. */
export function conflictsIn(
	status: JsonObject | undefined,
): readonly {readonly manager: string; readonly path: string}[] {
	return items(status, 'details', 'causes')
		.filter(cause => text(cause, 'reason') === 'FieldManagerConflict')
		.map(cause => ({manager: managerOf(cause), path: ourPath(text(cause, 'field'))}));
}

function managerOf(cause: Json): string {
	const said = text(cause, 'message');
	return printable(/conflict with "((?:[^"\\]|\\.)*)"/.exec(said)?.[1] ?? said);
}

/** `.spec.containers[name="web"].image` becomes `spec.containers.[name=web].image`. */
function ourPath(field: string): string {
	const plain = field.replaceAll(/\[([^\]]*)\]/g, (_, inside: string) => `.[${inside.replaceAll('"', '')}]`);
	return printable(plain.replace(/^\./, ''));
}

function unique(causes: readonly Cause[]): readonly Cause[] {
	return [...new Map(causes.map(cause => [`${cause.field}\n${cause.message}`, cause])).values()];
}
