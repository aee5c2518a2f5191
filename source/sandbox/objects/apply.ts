import {convert} from './decode.ts';
import {typeErrors} from './fields/check.ts';
import {pathText} from './fields/elements.ts';
import {difference, emptySet, type FieldSet, pathsOf, recursiveDifference} from './fields/field-set.ts';
import {fieldsOf} from './fields/fields.ts';
import {lastAppliedFields, withLastApplied} from './fields/last-applied.ts';
import {merge} from './fields/merge.ts';
import {disown, prune, type Taken} from './fields/ownership.ts';
import {isEmpty, isList, isObject, type Json, type JsonObject, textAt} from './json.ts';
import {
	managedFieldsOf,
	type Owner,
	type Owners,
	ownerName,
	ownersOf,
	unowned,
	withOwners,
	withoutOwners,
} from './managed-fields.ts';
import {badRequest, type Cause, type Refusal, unspecific} from './refusal.ts';
import type {KindName} from './schema.ts';
import {emptyObject, type TrackOptions, tracked} from './track.ts';

export type ApplyOptions = TrackOptions & {readonly force: boolean; readonly kind: KindName};

export type ApplyResult =
	| {readonly kind: 'applied'; readonly object: JsonObject}
	| {readonly kind: 'refused'; readonly refusal: Refusal};

/**
 * Server-side apply, as apimachinery's field managers and structured-merge-diff do it. `live` is undefined where the
 * object is to be created. The result has its owners and is written as Go writes it, and is `live` itself where nothing
 * changed; it still wants defaults, strategy and validation, and `keepTimes` at the end.
 */
export function apply(live: JsonObject | undefined, configuration: JsonObject, options: ApplyOptions): ApplyResult {
	const problem = problemOf(configuration, options);
	if (problem !== undefined) {
		return {kind: 'refused', refusal: problem};
	}

	const before = live ?? emptyObject(options);
	const owners = startingOwners(before, options);
	const bare = withoutOwners(before);
	const outcome = applied(bare, configuration, owners, options);
	const conflicts = options.force ? [] : conflictsOf(bare, outcome, options);
	return conflicts.length > 0
		? {kind: 'refused', refusal: conflict(conflicts)}
		: finished([before, bare, configuration], outcome, options);
}

type Outcome = {readonly object: JsonObject; readonly owners: Map<string, Owner>; readonly taken: readonly Taken[]};

function problemOf(configuration: JsonObject, {kind, schema}: ApplyOptions): Refusal | undefined {
	const expected = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
	const [version, name] = [textOf(configuration, 'apiVersion'), textOf(configuration, 'kind')];
	if (version !== expected || name !== kind.kind) {
		return badRequest(`invalid object type: ${version.includes('/') ? version : `/${version}`}, Kind=${name}`);
	}

	if (isList(managedFieldsOf(configuration))) {
		return badRequest('metadata.managedFields must be nil');
	}

	const errors = typeErrors(schema, configuration);
	return errors === undefined
		? undefined
		: unspecific(500, `failed to create typed patch object (${named(configuration, kind)}): ${errors}`);
}

/** As apimachinery's field managers name an object in their messages. */
function named(configuration: JsonObject, kind: KindName): string {
	const place = `${textOf(configuration, 'metadata', 'namespace')}/${textOf(configuration, 'metadata', 'name')}`;
	return `${place}; ${kindText(kind)}`;
}

function kindText({group, version, kind}: KindName): string {
	return `${group}/${version}, Kind=${kind}`;
}

function textOf(object: JsonObject, ...path: readonly string[]): string {
	return textAt(object, ...path) ?? '';
}

/** Fields of an object that nobody owns yet belong to whoever was there before the first apply. */
function startingOwners(before: JsonObject, options: ApplyOptions): Owners {
	const owners = ownersOf(before) ?? new Map<string, Owner>();
	if (owners.size > 0 || textAt(before, 'metadata', 'uid') === undefined) {
		return owners;
	}

	return tracked([emptyObject(options), before], owners, {...options, manager: 'before-first-apply'});
}

function applied(before: JsonObject, configuration: JsonObject, owners: Owners, options: ApplyOptions): Outcome {
	const {schema, ignored = emptySet, manager, subresource, apiVersion} = options;
	const owner = {manager, operation: 'Apply', subresource, apiVersion} as const;
	const name = ownerName(owner);
	const last = owners.get(name);
	const fields = recursiveDifference(fieldsOf(schema, configuration), ignored);
	const kept = last === undefined ? fields : keptSet(last.fields, difference(fields, unowned));
	const all = new Map(owners).set(name, {
		...last,
		...owner,
		time: last?.time,
		fields: last?.fields === kept ? kept : fields,
	});
	const merged = merge(schema, before, configuration) ?? before;
	const pruned = objectOf(prune(schema, merged, last?.fields, all));
	const disowned = disown([before, pruned], schema, all, {self: name, ignored});
	return {object: pruned, owners: withoutUnowned(disowned.owners, name), taken: disowned.taken};
}

/** The set that was there where it has the same elements, so that entries that did not change stay themselves. */
function keptSet(last: FieldSet, fields: FieldSet): FieldSet {
	return isEmpty(difference(fields, last)) && isEmpty(difference(last, fields)) ? last : fields;
}

function objectOf(value: Json): JsonObject {
	return isObject(value) ? value : {};
}

function withoutUnowned(owners: Map<string, Owner>, name: string): Map<string, Owner> {
	const owner = owners.get(name);
	const fields = owner === undefined ? emptySet : difference(owner.fields, unowned);
	if (owner === undefined || isEmpty(fields)) {
		owners.delete(name);
	} else if (fields !== owner.fields) {
		owners.set(name, {...owner, fields});
	}

	return owners;
}

/** What kubectl applied from the client's side and is still there is its own: such conflicts are none. */
function conflictsOf(before: JsonObject, {taken}: Outcome, options: ApplyOptions): readonly Taken[] {
	const allowed = options.manager === 'kubectl' && taken.length > 0 ? lastAppliedFields(before, options) : undefined;
	if (allowed === undefined) {
		return taken;
	}

	return taken.flatMap(one => {
		const fields = difference(one.fields, allowed);
		return isEmpty(fields) ? [] : [{...one, fields}];
	});
}

function conflict(taken: readonly Taken[]): Refusal {
	const sorted = [...taken].sort((a, b) => (a.name < b.name ? -1 : 1));
	const groups = sorted.map(({owner, fields}) => ({who: describe(owner), paths: [...pathsOf(fields)].map(pathText)}));
	const causes = groups.flatMap(({who, paths}) =>
		paths.map((field): Cause => ({reason: 'FieldManagerConflict', message: `conflict with ${who}`, field})),
	);
	const [only] = causes;
	const text =
		causes.length === 1 && only !== undefined
			? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
			: `Apply failed with ${causes.length} conflicts: ${groups.map(({who, paths}) => [`conflicts with ${who}:`, ...paths.map(path => `- ${path}`)].join('\n')).join('\n')}`;
	return {code: 409, reason: 'Conflict', message: text, causes};
}

function describe({manager, subresource, operation, apiVersion}: Owner): string {
	const name = JSON.stringify(manager) + (subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`);
	return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

function finished(
	[live, bare, configuration]: readonly [JsonObject, JsonObject, JsonObject],
	{object, owners}: Outcome,
	{manager, subresource, apiVersion, now, schema, kind}: ApplyOptions,
): ApplyResult {
	const name = ownerName({manager, operation: 'Apply', subresource, apiVersion});
	const owner = owners.get(name);
	// Who changes nothing gets no new time.
	const isChanged = object !== bare;
	if (owner !== undefined && isChanged) {
		owners.set(name, {...owner, time: now});
	}

	const written = isChanged ? convert(object, schema) : ({kind: 'converted', object: live} as const);
	if (written.kind === 'failed') {
		const start = `failed to convert new object (${named(configuration, kind)}) to proper version`;
		const what = `unable to convert unstructured object to ${kindText(kind)}`;
		return {kind: 'refused', refusal: unspecific(500, `${start}: ${what}: ${written.message}`)};
	}

	const annotated = manager === 'kubectl' ? withLastApplied(written.object, configuration) : written.object;
	return {kind: 'applied', object: withOwners(annotated, owners)};
}
