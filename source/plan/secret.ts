import {isObject, type Json, type JsonObject, members, text, texts} from '../model/json.ts';
import {
	isWithin,
	type LeafPlace,
	mapLeaves,
	privateAnnotation,
	privateFieldsOf,
	wholeObject,
	within,
} from '../model/private-fields.ts';
import {groupVersion, isSecretKind} from '../model/resource.ts';
import {keyedHashOf} from './canonical.ts';

/** Where `kubectl apply` keeps what it was given. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What of a Secret may be seen. A member that is not known may be a value under a mistyped name. */
const seen: readonly string[] = ['apiVersion', 'kind', 'metadata', 'type', 'immutable'];

/**
 * A Secret with each value replaced by a keyed hash: the same field of the same object looks equal where it is, and
 * changed where it changed. Of others those fields are that the object says to be private, or `like`, which is the same
 * object on the other side. The rest passes.
 */
export function maskSecret(body: JsonObject, secretKey: string, like: JsonObject = body): JsonObject {
	const isWhole = isSecretKind(text(body, 'kind'));
	const fields = [...new Set([body, like].flatMap(privateFieldsOf))];
	if (!isWhole && fields.length === 0) {
		return body;
	}

	const hide = masker(body, secretKey);
	const isPrivate = (pattern: string) => isWithin(pattern, fields) && !ourAnnotations.test(pattern);
	const pairs = Object.entries(body).map(([name, value]) => {
		const isHidden = isWhole && !seen.includes(name);
		const mask = (leaf: Json, {pattern, path}: LeafPlace) => (isHidden || isPrivate(pattern) ? hide(leaf, path) : leaf);
		return [name, mapLeaves(value, mask, within(wholeObject, name))];
	});
	return withMaskedAnnotation(Object.fromEntries(pairs), hide);
}

/** As clusters know it; the rest is mistyped, or of another group. */
function isServed(body: JsonObject): boolean {
	return text(body, 'kind') === 'Secret' && text(body, 'apiVersion') === 'v1';
}

/** What they say has to be known: whose the object is, and which of its fields are private. */
const ourAnnotations = /^\.metadata\.annotations\.trueup\.dev\/(?:tracking-id|source|private-fields)$/;

type Hide = (leaf: Json, path: string) => string;

/**
 * Object and field are part of each hash: equal ones would tell who may choose the value of one field what that of
 * another is, guess by guess.
 */
function masker(body: JsonObject, secretKey: string): Hide {
	const {group} = groupVersion(text(body, 'apiVersion'));
	const metadata = members(body, 'metadata');
	const owner = JSON.stringify([group, text(body, 'kind'), text(metadata, 'namespace'), text(metadata, 'name')]);
	return (leaf, path) => {
		const encoding = isServed(body) && path.startsWith('."data"') ? 'base64' : 'utf8';
		// What is written under stringData is data once it is there.
		const place = path.replace(/^\."stringData"/, '."data"');
		const value = Buffer.concat([Buffer.from(`${owner}\n${place}\n`), bytesOf(leaf, encoding)]);
		return `(secret ${keyedHashOf(secretKey, value).slice(0, 16)})`;
	};
}

function bytesOf(leaf: Json, encoding: 'base64' | 'utf8'): Uint8Array {
	return typeof leaf === 'string' ? Buffer.from(leaf, encoding) : Buffer.from(JSON.stringify(leaf, printBigint));
}

function printBigint(_: string, value: unknown): unknown {
	return typeof value === 'bigint' ? value.toString() : value;
}

/** What `kubectl apply` last sent holds the values once more. */
function withMaskedAnnotation(body: JsonObject, hide: Hide): JsonObject {
	const annotations = members(body, 'metadata', 'annotations');
	const copy = annotations[lastApplied];
	return copy === undefined
		? body
		: {
				...body,
				metadata: {
					...members(body, 'metadata'),
					annotations: {...annotations, [lastApplied]: hide(copy, lastApplied)},
				},
			};
}

/**
 * `stringData` moved into `data`, as the server does on a write: a later removal of a key is then seen as one.
 * Done before anything is applied or compared (Flux normalises likewise, `pkg/ssa/normalize`).
 */
export function withEncodedData(body: JsonObject): JsonObject {
	if (!isServed(body) || !isObject(body.stringData)) {
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
