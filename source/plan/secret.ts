import {isObject, type Json, type JsonObject, members, text, texts} from '../model/json.ts';
import {isWithin, mapLeaves, privateAnnotation, privateFieldsOf} from '../model/private-fields.ts';
import {keyedHashOf} from './canonical.ts';

export function isSecret(body: JsonObject): boolean {
	return text(body, 'kind') === 'Secret' && text(body, 'apiVersion') === 'v1';
}

/** Where `kubectl apply` keeps what it was given. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What of a Secret may be seen. A member that is not known may be a value under a mistyped name. */
const seen: readonly string[] = ['apiVersion', 'kind', 'metadata', 'type', 'immutable'];

/**
 * A Secret with each value replaced by a keyed hash: equal values look equal, changed ones changed. Of others those
 * fields are that the object says to be private, or `like`, which is the same object on the other side. The rest passes.
 */
export function maskSecret(body: JsonObject, secretKey: string, like: JsonObject = body): JsonObject {
	if (!isSecret(body)) {
		return maskPrivate(body, secretKey, [...new Set([body, like].flatMap(privateFieldsOf))]);
	}

	const pairs = Object.entries(body).map(([name, value]) => {
		const encoding = name === 'data' ? 'base64' : 'utf8';
		return [name, seen.includes(name) ? value : maskMembers(value, secretKey, encoding)];
	});
	return withMaskedAnnotation(Object.fromEntries(pairs), secretKey);
}

/** What they say has to be known: whose the object is, and which of its fields are private. */
const ourAnnotations = '.metadata.annotations.trueup.dev/';

function maskPrivate(body: JsonObject, secretKey: string, fields: readonly string[]): JsonObject {
	if (fields.length === 0) {
		return body;
	}

	const isHidden = (pattern: string) => isWithin(pattern, fields) && !pattern.startsWith(ourAnnotations);
	const masked = mapLeaves(body, (leaf, pattern) =>
		leaf !== null && isHidden(pattern) ? maskValue(leaf, secretKey, 'utf8') : leaf,
	);
	return withMaskedAnnotation(members({masked}, 'masked'), secretKey);
}

function maskMembers(value: Json, secretKey: string, encoding: 'base64' | 'utf8'): Json {
	return isObject(value)
		? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskValue(member, secretKey, encoding)]))
		: maskValue(value, secretKey, 'utf8');
}

function maskValue(value: Json, secretKey: string, encoding: 'base64' | 'utf8'): string {
	const bytes = typeof value === 'string' ? Buffer.from(value, encoding) : JSON.stringify(value, printBigint);
	return `(secret ${keyedHashOf(secretKey, bytes).slice(0, 16)})`;
}

function printBigint(_: string, value: unknown): unknown {
	return typeof value === 'bigint' ? value.toString() : value;
}

/** What `kubectl apply` last sent holds the values once more. */
function withMaskedAnnotation(body: JsonObject, secretKey: string): JsonObject {
	const annotations = members(body, 'metadata', 'annotations');
	const copy = annotations[lastApplied];
	return copy === undefined
		? body
		: {
				...body,
				metadata: {
					...members(body, 'metadata'),
					annotations: {...annotations, [lastApplied]: maskValue(copy, secretKey, 'utf8')},
				},
			};
}

/**
 * `stringData` moved into `data`, as the server does on a write: a later removal of a key is then seen as one.
 * Done before anything is applied or compared (Flux normalises likewise, `pkg/ssa/normalize`).
 */
export function withEncodedData(body: JsonObject): JsonObject {
	if (!isSecret(body) || !isObject(body.stringData)) {
		return body;
	}

	const {stringData, data, ...rest} = body;
	const plain = texts(stringData);
	if (Object.keys(plain).length !== Object.keys(members(stringData)).length) {
		return body;
	}

	const encoded = Object.entries(plain).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
	return {...rest, data: {...members(data), ...Object.fromEntries(encoded)}};
}

/** The object with the names of its private fields, and none that somebody else has named. */
export function withPrivateFields(body: JsonObject, fields: readonly string[] = []): JsonObject {
	const metadata = members(body, 'metadata');
	const {[privateAnnotation]: foreign, ...annotations} = members(metadata, 'annotations');
	const own = fields.length === 0 ? {} : {[privateAnnotation]: JSON.stringify(fields)};
	return fields.length === 0 && foreign === undefined
		? body
		: {...body, metadata: {...metadata, annotations: {...annotations, ...own}}};
}
