import {isObject, type Json, type JsonObject, textAt} from '../../objects/json.ts';
import {type Parsed, parseBody, shown} from '../../objects/parse-body.ts';
import {invalid} from '../../objects/refusal.ts';
import {badRequest, Refused, refusedFor} from '../answer/refused.ts';
import type {Request} from '../handler.ts';
import type {Served} from '../registry.ts';
import {foreignKind} from './foreign-kind.ts';

type Body = Omit<Extract<Parsed, {kind: 'parsed'}>, 'kind'>;

const accepted = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** The type without its parameters. */
export function mediaTypeOf({contentType}: Request): string {
	return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** The body of a request that sends an object. */
export function readBody(request: Request, kind: string): Body {
	const type = mediaTypeOf(request);
	if (!['', 'application/json', 'application/yaml'].includes(type)) {
		throw new Refused({
			code: 415,
			reason: 'UnsupportedMediaType',
			message: `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
		});
	}

	return parsed(parseBody(request.body, type === 'application/yaml' ? 'yaml' : 'json', kind), kind);
}

/** What could be read of a body, or a refusal. */
export function parsed(body: Parsed, kind: string): Body {
	if (body.kind === 'refused') {
		throw refusedFor(body.refusal, {group: '', kind, name: ''});
	}

	return body;
}

type WithKind = Pick<Served, 'resource' | 'apiVersion' | 'isCustom'>;

/** The object with its kind, which may be left out; another kind than that of the path is refused. */
export function withKind(value: Json, served: WithKind): JsonObject {
	const {resource, apiVersion} = served;
	if (value !== null && !isObject(value)) {
		throw badRequest(
			`the object provided is unrecognized (must be of type ${resource.kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${shown(JSON.stringify(value))})`,
		);
	}

	const {apiVersion: ownVersion = '', kind = '', ...rest}: JsonObject = value ?? {};
	if (served.isCustom) {
		checkCustomKind(value ?? {}, served);
	}

	const sent = {apiVersion: String(ownVersion || apiVersion), kind: String(kind || resource.kind)};
	const foreign = foreignKind({resource}, sent);
	if (foreign !== undefined) {
		const version = JSON.stringify(sent.apiVersion.split('/').at(-1));
		throw badRequest(`${sent.kind} in version ${version} cannot be handled as a ${resource.kind}: ${foreign}`);
	}

	if (ownVersion !== '' && ownVersion !== apiVersion) {
		throw badRequest(
			`the API version in the data (${String(ownVersion)}) does not match the expected API version (${apiVersion})`,
		);
	}

	return {kind: resource.kind, apiVersion, ...rest};
}

/** What no schema in the server knows has to say what it is. */
function checkCustomKind(object: JsonObject, {resource, apiVersion}: WithKind): void {
	const [kind, version] = [textAt(object, 'kind') ?? '', textAt(object, 'apiVersion') ?? ''];
	if (kind === '') {
		const text = JSON.stringify(object);
		const why = `Object 'Kind' is missing in '${text}' (${text})`;
		throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): ${why}`);
	}

	if (version !== apiVersion) {
		throw badRequest(
			`the API version in the data (${version}) does not match the expected API version (${apiVersion})`,
		);
	}

	if (kind !== resource.kind) {
		const named = {group: resource.group, kind, name: textAt(object, 'metadata', 'name') ?? ''};
		const message = `Invalid value: ${JSON.stringify(kind)}: must be ${resource.kind}`;
		throw refusedFor(invalid(named, [{reason: 'FieldValueInvalid', message, field: 'kind'}]), named);
	}
}

function jsonType(value: Json): string {
	return Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

/** The body of an optional set of options, as DeleteOptions; nothing where there is none. */
export function readOptions(request: Request): JsonObject {
	if (request.body.trim() === '') {
		return {};
	}

	const {value} = readBody(request, 'DeleteOptions');
	if (!isObject(value)) {
		throw badRequest(`couldn't get version/kind; json parse error: the options of a deletion are ${jsonType(value)}`);
	}

	const kind = textAt(value, 'kind') ?? 'DeleteOptions';
	if (kind !== 'DeleteOptions') {
		throw badRequest(`no kind "${kind}" is registered for the options of a deletion`);
	}

	const types = {propagationPolicy: 'v1.DeletionPropagation', gracePeriodSeconds: 'int64', orphanDependents: 'bool'};
	for (const [field, type] of Object.entries(types)) {
		const given = value[field] ?? null;
		if (given !== null && jsonType(given) !== jsonTypeOf[type]) {
			throw badRequest(
				`json: cannot unmarshal ${jsonType(given)} into Go struct field DeleteOptions.${field} of type ${type}`,
			);
		}
	}

	return value;
}

const jsonTypeOf: Readonly<Record<string, string>> = {
	'v1.DeletionPropagation': 'string',
	int64: 'number',
	bool: 'bool',
};
