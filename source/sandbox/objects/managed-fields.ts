import {emptySet, type FieldSet, fieldSetOf, ordered} from './fields/field-set.ts';
import {
	isEmpty,
	isList,
	isObject,
	type Json,
	type JsonObject,
	sameJson,
	textAt,
	withField,
	withValueAt,
} from './json.ts';

/** Who owns which fields: an entry of metadata.managedFields. */
export type Owner = {
	readonly manager: string;
	readonly operation: 'Apply' | 'Update';
	readonly apiVersion: string;
	readonly subresource: string;
	/** RFC 3339, to the second. An owner of a change that changed nothing has none. */
	readonly time: string | undefined;
	readonly fields: FieldSet;
	/** The entry that this was read from, used again where nothing changed. */
	readonly source?: JsonObject;
};

/** By `ownerName`: appliers are the same whatever version they apply. */
export type Owners = ReadonlyMap<string, Owner>;

export function ownerName({manager, operation, apiVersion, subresource}: Omit<Owner, 'time' | 'fields'>): string {
	return JSON.stringify([manager, operation, operation === 'Apply' ? '' : apiVersion, subresource]);
}

const path = ['metadata', 'managedFields'];

/** Of an object's managedFields; nothing where they are no valid ones. */
export function ownersOf(object: JsonObject | undefined): Owners | undefined {
	const entries = object === undefined ? undefined : managedFieldsOf(object);
	const owners = new Map<string, Owner>();
	for (const entry of isList(entries) ? entries : []) {
		const owner = isObject(entry) ? ownerOf(entry) : undefined;
		if (owner === undefined) {
			return undefined;
		}

		owners.set(ownerName(owner), owner);
	}

	return owners;
}

export function managedFieldsOf(object: JsonObject): Json | undefined {
	const {metadata} = object;
	return isObject(metadata) ? metadata.managedFields : undefined;
}

function ownerOf(entry: JsonObject): Owner | undefined {
	const {operation, apiVersion, fieldsType} = entry;
	const isValid = typeof apiVersion === 'string' && apiVersion !== '' && fieldsType === 'FieldsV1';
	if (!isValid || (operation !== 'Apply' && operation !== 'Update')) {
		return undefined;
	}

	return {
		manager: textAt(entry, 'manager') ?? '',
		operation,
		apiVersion,
		subresource: textAt(entry, 'subresource') ?? '',
		time: textAt(entry, 'time'),
		fields: fieldSetOf(entry.fieldsV1),
		source: entry,
	};
}

/** Whether a client asks to forget all owners: `[]` or `[{}]`. */
export function isReset(object: JsonObject): boolean {
	const entries = managedFieldsOf(object);
	const [only] = isList(entries) ? entries : [];
	return isList(entries) && (entries.length === 0 || (entries.length === 1 && isObject(only) && isEmpty(only)));
}

/** The object with its owners, identical where they are the same. */
export function withOwners(object: JsonObject, owners: Owners): JsonObject {
	const entries = [...owners.values()].sort(compareOwners).map(entryOf);
	const before = managedFieldsOf(object);
	const isSame =
		isList(before) && before.length === entries.length && before.every((entry, index) => entry === entries[index]);
	return isSame ? object : withValueAt(object, path, entries.length === 0 ? undefined : entries);
}

export function withoutOwners(object: JsonObject): JsonObject {
	const {metadata} = object;
	return isObject(metadata) && 'managedFields' in metadata
		? withField(object, 'metadata', withField(metadata, 'managedFields', undefined))
		: object;
}

function entryOf({source, manager, operation, apiVersion, subresource, time, fields}: Owner): JsonObject {
	if (source !== undefined && source.fieldsV1 === fields && source.time === time && source.apiVersion === apiVersion) {
		return source;
	}

	return {
		manager,
		operation,
		apiVersion,
		...(time === undefined ? {} : {time}),
		fieldsType: 'FieldsV1',
		fieldsV1: ordered(fields),
		...(subresource === '' ? {} : {subresource}),
	};
}

/** Appliers first, then by time, as apimachinery sorts them. */
function compareOwners(a: Owner, b: Owner): number {
	return (
		compareTexts(a.operation, b.operation) ||
		compareTexts(a.time ?? '', b.time ?? '') ||
		compareTexts(a.manager, b.manager) ||
		compareTexts(a.apiVersion, b.apiVersion) ||
		compareTexts(a.subresource, b.subresource)
	);
}

function compareTexts(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** What belongs to nobody: apimachinery's stripMeta. */
export const unowned: FieldSet = {
	'f:apiVersion': emptySet,
	'f:kind': emptySet,
	'f:metadata': {
		'.': emptySet,
		'f:name': emptySet,
		'f:namespace': emptySet,
		'f:creationTimestamp': emptySet,
		'f:selfLink': emptySet,
		'f:uid': emptySet,
		'f:clusterName': emptySet,
		'f:generation': emptySet,
		'f:managedFields': emptySet,
		'f:resourceVersion': emptySet,
	},
};

/**
 * `before` where nothing but times of owners moved, as the API server's store does it, so that writing the same again
 * is no change; `after` else.
 */
export function keepTimes(before: JsonObject, after: JsonObject): JsonObject {
	if (before === after) {
		return before;
	}

	const [old, young] = [managedFieldsOf(before), managedFieldsOf(after)];
	const areSame = isList(old) && isList(young) && old.length === young.length;
	if (!(areSame && old.every((entry, index) => isSameButTime(entry, young[index])))) {
		return sameJson(before, after) ? before : after;
	}

	return sameJson(withoutOwners(before), withoutOwners(after)) ? before : after;
}

function isSameButTime(a: Json, b: Json | undefined): boolean {
	return a === b || (isObject(a) && isObject(b) && sameJson({...a, time: null}, {...b, time: null}));
}
