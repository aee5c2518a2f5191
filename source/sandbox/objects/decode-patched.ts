import {type Decoded, type DecodeOptions, decode} from './decode.ts';
import {isList, isObject, type Json, type JsonObject, objectAt, textAt} from './json.ts';
import {goValue} from './reading/go-value.ts';
import {invalid} from './refusal.ts';

type HowPatched = {
	readonly type: 'json' | 'merge' | 'strategic';
	readonly patch: Json;
	/** What is wrong with the kind that came of it. */
	readonly foreign?: string | undefined;
};

/** Reads what a patch made. What is wrong with it is the patch's fault, and told as such. */
export function decodePatched(value: Json, options: DecodeOptions, {type, patch, foreign}: HowPatched): Decoded {
	const decoded = decode(value, options);
	if (decoded.kind === 'decoded' && foreign === undefined) {
		return decoded;
	}

	const text = type === 'strategic' ? goValue(patch) : JSON.stringify(inOrder(value, patch));
	const {kind, version} = options.kind;
	const start = `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: `;
	const message = decoded.kind === 'refused' ? decoded.refusal.message : (foreign ?? '');
	const detail = message.startsWith(start) ? message.slice(start.length) : message;
	const cause = {
		reason: 'FieldValueInvalid',
		message: `Invalid value: ${JSON.stringify(text)}: ${inWords(detail, type)}`,
		field: 'patch',
	};
	return {kind: 'refused', refusal: invalid({group: '', kind: '', name: ''}, [cause])};
}

const metadataFields = [
	'name',
	'generateName',
	'namespace',
	'selfLink',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'deletionTimestamp',
	'deletionGracePeriodSeconds',
	'labels',
	'annotations',
	'ownerReferences',
	'finalizers',
	'managedFields',
];

/** The fields as the real server writes them: sorted where the patch came, in their own order elsewhere. */
function inOrder(value: Json, patch: Json): Json {
	if (!isObject(value)) {
		return value;
	}

	const metadata = objectAt(value, 'metadata');
	const isTouched = isList(patch)
		? patch.some(operation => textAt(operation, 'path')?.startsWith('/metadata/'))
		: objectAt(patch, 'metadata') !== undefined;
	const sorted = sortedBy(value, Object.keys(value).sort());
	return metadata === undefined
		? sorted
		: {...sorted, metadata: sortedBy(metadata, isTouched ? Object.keys(metadata).sort() : metadataFields)};
}

function sortedBy(object: JsonObject, order: readonly string[]): JsonObject {
	const fields = [
		...order.filter(field => field in object),
		...Object.keys(object).filter(one => !order.includes(one)),
	];
	return Object.fromEntries(fields.map(field => [field, object[field] ?? null]));
}

/** A strategic patch is read by other means, which have their own words. */
function inWords(message: string, type: 'json' | 'merge' | 'strategic'): string {
	if (type !== 'strategic') {
		return message;
	}

	const [, found = '', expected = ''] =
		/^json: cannot unmarshal (\w+)(?: [\d.]+)? into Go struct field \S+ of type (.+)$/.exec(message) ?? [];
	if (expected === '') {
		return message;
	}

	return expected.startsWith('[]')
		? `cannot restore slice from ${found === 'object' ? 'map' : found}`
		: `unrecognized type: ${expected}`;
}
