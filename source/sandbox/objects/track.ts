import {difference, emptySet, type FieldSet, readableFields, recursiveDifference, union} from './fields/field-set.ts';
import {disown} from './fields/ownership.ts';
import {isEmpty, isList, isObject, type Json, type JsonObject, textAt} from './json.ts';
import {
	isReset,
	managedFieldsOf,
	type Owner,
	type Owners,
	ownerName,
	ownersOf,
	unowned,
	withOwners,
	withoutOwners,
} from './managed-fields.ts';
import {type StructSchema, zeroOf} from './schema.ts';

export type TrackOptions = {
	/** The field manager; the API server's own choice is the user agent up to its first `/`. */
	readonly manager: string;
	/** Empty for the object itself. */
	readonly subresource: string;
	/** As the object's, such as `apps/v1`. */
	readonly apiVersion: string;
	/** RFC 3339, to the second. */
	readonly now: string;
	readonly schema: StructSchema;
	/** What this way of writing can't change, from `resetFields`. */
	readonly ignored?: FieldSet;
};

const current = 'current-operation';
const mostUpdaters = 10;

/**
 * The object with its owners after somebody created, replaced or patched it: `FieldManager.Update` of apimachinery.
 * `before` is undefined on creation. Comes before strategy (`prepareCreate`, `prepareUpdate`) and allocation, whose
 * fields belong to nobody.
 */
export function trackUpdate(before: JsonObject | undefined, after: JsonObject, options: TrackOptions): JsonObject {
	const owners = ownersToStartFrom(before, after, options.subresource);
	// An object without owners stays so, but for a new one.
	if (owners.size === 0 && textAt(before, 'metadata', 'uid') !== undefined) {
		return withoutOwners(after);
	}

	return withOwners(after, capped(tracked([before ?? emptyObject(options), after], owners, options)));
}

/** A client may write owners itself; one that sends none, or broken ones, does not mean to. */
function ownersToStartFrom(before: JsonObject | undefined, after: JsonObject, subresource: string): Owners {
	if (subresource === '') {
		if (isReset(after)) {
			return new Map();
		}

		const given = ownersOf(after);
		if (given !== undefined && given.size > 0) {
			return readable(given, before);
		}
	}

	return ownersOf(before) ?? new Map();
}

/** Without the fields that can't be read, as Go passes over them, and without owners of nothing else. */
function readable(given: Owners, before: JsonObject | undefined): Owners {
	const stored = before === undefined ? undefined : managedFieldsOf(before);
	const known = new Set<Json | undefined>(isList(stored) ? stored : []);
	const owners = [...given].map(([name, owner]): [string, Owner] =>
		known.has(owner.source) ? [name, owner] : [name, {...owner, fields: readableFields(owner.fields)}],
	);
	return new Map(owners.filter(([, {fields}]) => !isEmpty(fields)));
}

/** What Go has before anything is decoded into it. */
export function emptyObject({
	schema,
	apiVersion,
}: {
	readonly schema: StructSchema;
	readonly apiVersion: string;
}): JsonObject {
	const zero = zeroOf(schema);
	return isObject(zero) ? {apiVersion, ...zero} : {apiVersion};
}

export function tracked(
	[before, after]: readonly [JsonObject, JsonObject],
	owners: Owners,
	{manager, subresource, apiVersion, now, schema, ignored = emptySet}: TrackOptions,
): Map<string, Owner> {
	const disowned = disown([withoutOwners(before), withoutOwners(after)], schema, owners, {self: current, ignored});
	const {modified, added} = disowned.comparison;
	const gained = difference(recursiveDifference(union(modified, added), ignored), unowned);
	if (isEmpty(gained)) {
		return disowned.owners;
	}

	const owner = {manager: manager === '' ? 'unknown' : manager, operation: 'Update', subresource, apiVersion} as const;
	const name = ownerName(owner);
	const previous = disowned.owners.get(name)?.fields ?? emptySet;
	disowned.owners.set(name, {...owner, time: now, fields: union(previous, gained)});
	return disowned.owners;
}

/** The oldest updaters beyond ten become one, `ancient-changes`, as apimachinery's capManagers does it. */
function capped(owners: Map<string, Owner>): Map<string, Owner> {
	const updaters = [...owners].filter(([, {operation}]) => operation === 'Update');
	if (updaters.length <= mostUpdaters) {
		return owners;
	}

	updaters.sort(([a, {time: first = ''}], [b, {time: second = ''}]) =>
		first === second ? (a < b ? -1 : 1) : first < second ? -1 : 1,
	);
	const firsts = new Map<string, string>();
	let excess = updaters.length - mostUpdaters;
	for (const [name, owner] of updaters) {
		const first = firsts.get(owner.apiVersion);
		if (excess === 0) {
			break;
		}

		if (first === undefined) {
			firsts.set(owner.apiVersion, name);
			continue;
		}

		joinAncient(owners, [first, name], owner);
		excess -= 1;
	}

	return owners;
}

function joinAncient(owners: Map<string, Owner>, [first, name]: readonly [string, string], owner: Owner): void {
	const ancient = {
		manager: 'ancient-changes',
		operation: 'Update',
		subresource: '',
		apiVersion: owner.apiVersion,
	} as const;
	const bucket = ownerName(ancient);
	const gathered = owners.get(bucket) ?? owners.get(first);
	owners.delete(owners.has(bucket) ? name : first);
	owners.delete(name);
	owners.set(bucket, {...ancient, time: owner.time, fields: union(owner.fields, gathered?.fields ?? emptySet)});
}
