import path from 'node:path';
import {isObject, type Json} from '../../objects/json.ts';
import {badRequest, type Refused} from '../answer/refused.ts';
import type {Query} from '../request/query.ts';
import type {ObjectsTarget} from '../request/target.ts';

const tokenVersion = 'meta.k8s.io/v1';

/** Where a list goes on, and at which version: -1 for that of now. After k8s.io/apiserver/pkg/storage/continue.go. */
export function continueToken(version: number, key: string, target: ObjectsTarget): string {
	const token = {v: tokenVersion, rv: version, start: relative(key, target)};
	return Buffer.from(JSON.stringify(token)).toString('base64url');
}

export function readContinueToken(
	text: string,
	target: ObjectsTarget,
): {readonly version: number; readonly start: string} {
	const token = parsed(text);
	const {v: kind = '', rv: version = 0, start = ''} = isObject(token) ? token : {};
	if (kind !== tokenVersion) {
		throw invalid(`server does not recognize this encoded version ${String(kind)}`);
	}

	if (typeof version !== 'number' || version === 0) {
		throw invalid(`incorrect encoded start resourceVersion (version ${tokenVersion})`);
	}

	if (typeof start !== 'string' || start === '') {
		throw invalid(`encoded start key empty (version ${tokenVersion})`);
	}

	const rooted = start.startsWith('/') ? start : `/${start}`;
	if (path.posix.normalize(rooted) !== rooted) {
		throw invalid(start);
	}

	return {version, start: absolute(rooted, target)};
}

/** A token has its version in itself; 0 is let pass. */
export function refuseVersionBeside({parameters}: Query): void {
	if (!['', '0'].includes(parameters.get('resourceVersion') ?? '')) {
		throw badRequest('specifying resource version is not allowed when using continue');
	}
}

/** Keys of tokens begin where the list does: in its namespace, or above all of them. */
function relative(key: string, {namespace, served}: ObjectsTarget): string {
	return namespace !== '' || !served.resource.namespaced ? key.slice(namespace.length) : `/${key}`;
}

function absolute(start: string, {namespace, served}: ObjectsTarget): string {
	return namespace !== '' || !served.resource.namespaced ? `${namespace}${start}` : start.slice(1);
}

function parsed(text: string): Json {
	const wrong = /[^\w-]/.exec(text)?.index ?? (text.length % 4 === 1 ? text.length - 1 : -1);
	if (wrong >= 0) {
		throw invalid(`illegal base64 data at input byte ${wrong}`);
	}

	const json = Buffer.from(text, 'base64url').toString();
	try {
		return JSON.parse(json);
	} catch {
		// Of all that can be wrong with JSON, only this is said as Go says it.
		throw invalid(`invalid character '${json.slice(0, 1)}' looking for beginning of value`);
	}
}

function invalid(why: string): Refused {
	return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
