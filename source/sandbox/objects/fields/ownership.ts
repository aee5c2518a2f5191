import {isEmpty, type Json} from '../json.ts';
import type {Owner, Owners} from '../managed-fields.ts';
import type {Schema} from '../schema.ts';
import {type Comparison, compare} from './compare.ts';
import {difference, type FieldSet, intersection, recursiveDifference, union} from './field-set.ts';
import {fieldsOf, withNamedFields} from './fields.ts';
import {removeFields} from './remove.ts';

/** The fields of one owner that another's change would take. */
export type Taken = {readonly name: string; readonly owner: Owner; readonly fields: FieldSet};

export type Disowned = {
	readonly owners: Map<string, Owner>;
	readonly taken: readonly Taken[];
	readonly comparison: Comparison;
};

/**
 * What a change takes from owners other than `self`: changed and added fields as `taken`, which `owners` have lost
 * already, removed ones without a word. After `Updater.update` of structured-merge-diff.
 */
export function disown(
	[before, after]: readonly [Json, Json],
	schema: Schema,
	owners: Owners,
	{self, ignored}: {readonly self: string; readonly ignored: FieldSet},
): Disowned {
	const comparison = without(compare(schema, before, after), ignored);
	const claimed = union(comparison.modified, comparison.added);
	const taken: Taken[] = [];
	const kept = new Map<string, Owner>();
	for (const [name, owner] of owners) {
		if (name === self) {
			kept.set(name, owner);
			continue;
		}

		const fields = intersection(owner.fields, claimed);
		if (!isEmpty(fields)) {
			taken.push({name, owner, fields});
		}

		const rest = difference(difference(owner.fields, fields), comparison.removed);
		if (!isEmpty(rest)) {
			kept.set(name, rest === owner.fields ? owner : {...owner, fields: rest});
		}
	}

	return {owners: kept, taken, comparison};
}

function without(comparison: Comparison, ignored: FieldSet): Comparison {
	return isEmpty(ignored)
		? comparison
		: {
				removed: recursiveDifference(comparison.removed, ignored),
				modified: recursiveDifference(comparison.modified, ignored),
				added: recursiveDifference(comparison.added, ignored),
			};
}

/**
 * The merged value without what the applier gave up and nobody else owns: `Updater.prune`. `last` is what it applied
 * before, `owners` those after this apply.
 */
export function prune(schema: Schema, merged: Json, last: FieldSet | undefined, owners: Owners): Json {
	if (last === undefined || isEmpty(last)) {
		return merged;
	}

	const owned = [...owners.values()].reduce<FieldSet>((all, {fields}) => union(all, fields), {});
	// What is owned comes back anyway: the long way is only for what was given up.
	if (isEmpty(difference(last, owned))) {
		return merged;
	}

	const namedLast = withNamedFields(last, schema);
	const pruned = removeFields(schema, merged, namedLast) ?? null;
	const all = withNamedFields(fieldsOf(schema, merged), schema);
	const kept = union(withNamedFields(fieldsOf(schema, pruned), schema), withNamedFields(owned, schema));
	const withOwned = removeFields(schema, merged, difference(all, kept)) ?? null;
	// Fields that only others wrote by updating stay, and so does what nobody owns.
	const rest = withNamedFields(fieldsOf(schema, withOwned), schema);
	return removeFields(schema, merged, intersection(difference(all, rest), namedLast)) ?? null;
}
