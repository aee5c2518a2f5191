import {type Json, type JsonObject, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {invalidValue, required} from './field-errors.ts';

/** The keys that a Secret of a type must have. */
const needed: Readonly<Record<string, readonly string[]>> = {
	'kubernetes.io/tls': ['tls.crt', 'tls.key'],
	'kubernetes.io/ssh-auth': ['ssh-privatekey'],
	'kubernetes.io/dockercfg': ['.dockercfg'],
	'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
};

const account = 'kubernetes.io/service-account.name';

/** What the type of a Secret asks of its content; the content itself is never told. */
export function secretTypeCauses(object: JsonObject): readonly Cause[] {
	const type = textAt(object, 'type') ?? '';
	const data = objectAt(object, 'data') ?? {};
	switch (type) {
		case 'kubernetes.io/service-account-token':
			return (textAt(object, 'metadata', 'annotations', account) ?? '') === ''
				? [required(`metadata.annotations[${account}]`)]
				: [];
		case 'kubernetes.io/basic-auth':
			return 'username' in data || 'password' in data ? [] : [required('data[username]'), required('data[password]')];
		default:
			return (needed[type] ?? []).flatMap(key =>
				key in data ? brokenJson(type, key, data[key]) : [required(`data[${key}]`)],
			);
	}
}

function brokenJson(type: string, key: string, encoded: Json | undefined): readonly Cause[] {
	if (!type.startsWith('kubernetes.io/docker')) {
		return [];
	}

	const text = Buffer.from(String(encoded ?? ''), 'base64').toString();
	try {
		JSON.parse(text);
		return [];
	} catch {
		const [first = ''] = text.trim();
		const why =
			first === '' || first === '{'
				? 'unexpected end of JSON input'
				: `invalid character '${first}' looking for beginning of value`;
		return [invalidValue(`data[${key}]`, '<secret contents redacted>', why)];
	}
}
