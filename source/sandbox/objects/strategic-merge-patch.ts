import {isList, isObject, type Json, type JsonObject} from './json.ts';
import type {Patched} from './json-patch.ts';
import {goValue} from './reading/go-value.ts';
import {jsonKind} from './reading/scalar.ts';
import {badRequest, type Refusal, unspecific} from './refusal.ts';
import type {Field, Schema, StructSchema} from './schema.ts';
import {ListMerge, type MergeItems} from './strategic-lists.ts';

/** A patch that can't be merged: apimachinery's strategicpatch gives up at the first error, wherever it is. */
class PatchError extends Error {
	override readonly name = 'PatchError';
	readonly refusal: Refusal;

	constructor(refusal: Refusal) {
		super(refusal.message);
		this.refusal = refusal;
	}
}

const order = '$setElementOrder/';
const deletion = '$deleteFromPrimitiveList/';

/** kubectl's own kind of patch, as `strategicpatch.StrategicMergeMapPatch` merges it. Not for custom resources. */
export function strategicMergePatch(object: JsonObject, patch: Json, schema: StructSchema): Patched {
	if (patch === null) {
		return {kind: 'patched', value: object};
	}

	if (!isObject(patch)) {
		const message = `json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`;
		return {kind: 'refused', refusal: badRequest(message)};
	}

	try {
		return {kind: 'patched', value: mergeObject(object, patch, schema)};
	} catch (error) {
		if (error instanceof PatchError) {
			return {kind: 'refused', refusal: error.refusal};
		}

		throw error;
	}
}

function fail(message: string): never {
	throw new PatchError(unspecific(500, message));
}

function fieldOf(schema: Schema | undefined, name: string): Field | undefined {
	return schema?.kind === 'struct' ? schema.fields.get(name) : undefined;
}

function mergeObject(original: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
	if (patch.$patch !== undefined) {
		return directed(patch);
	}

	const retained = retain(original, patch);
	const {result, done} = ordered(retained, patch, schema);
	for (const name in patch) {
		if (!(done.has(name) || name === '$retainKeys')) {
			mergeField(result, [name, patch[name] ?? null], schema);
		}
	}

	return result;
}

function directed(patch: JsonObject): JsonObject {
	const {$patch: directive = null, ...rest} = patch;
	if (directive === 'replace' || directive === 'delete') {
		return directive === 'replace' ? rest : {};
	}

	return fail(`unknown patch type: ${goValue(directive)} in map: ${goValue(patch)}`);
}

/** `$retainKeys` names all fields that may stay. */
function retain(original: JsonObject, patch: JsonObject): JsonObject {
	const keys = patch.$retainKeys;
	if (keys === undefined) {
		return original;
	}

	if (!isList(keys)) {
		throw new PatchError(badRequest('invalid patch format of retainKeys'));
	}

	const strays = Object.keys(patch).filter(
		name => !name.startsWith('$') && patch[name] !== null && !keys.includes(name),
	);
	if (strays.length > 0) {
		throw new PatchError(badRequest('invalid patch format of retainKeys'));
	}

	return Object.fromEntries(Object.entries(original).filter(([name]) => keys.includes(name)));
}

/** Lists with an order in the patch are merged first, and put in that order. */
function ordered(original: JsonObject, patch: JsonObject, schema: Schema | undefined) {
	const result: Record<string, Json> = {...original};
	const done = new Set<string>();
	for (const directive of Object.keys(patch).filter(name => name.startsWith(order))) {
		const name = directive.slice(order.length);
		const list = orderedList([result[name], patch[name], patch[directive]], listMerge(schema, name));
		done.add(directive);
		if (list !== undefined) {
			result[name] = list;
			done.add(name);
		}
	}

	return {result, done};
}

type Lists = readonly [live: Json | undefined, given: Json | undefined, wanted: Json | undefined];

/** Nothing where neither side has a list. */
function orderedList([live, given, wanted]: Lists, lists: ListMerge): readonly Json[] | undefined {
	if (!isList(wanted)) {
		throw new PatchError(badRequest('invalid patch format of setElementOrder list'));
	}

	if (!(isList(live) || isList(given))) {
		return undefined;
	}

	const [before, over] = [isList(live) ? live : [], isList(given) ? given : []];
	lists.checkOrder(over, wanted);
	return lists.inOrder(isList(given) ? lists.merge(before, over) : before, wanted, before);
}

function listMerge(schema: Schema | undefined, name: string): ListMerge {
	const field = fieldOf(schema, name);
	const items = field?.schema.kind === 'list' ? field.schema.items : undefined;
	const mergeItems: MergeItems = (original, patch) => mergeObject(original, patch, items);
	return new ListMerge(field?.mergeKey, mergeItems, fail);
}

function mergeField(
	result: Record<string, Json>,
	[name, value]: readonly [string, Json],
	schema: Schema | undefined,
): void {
	if (name.startsWith(deletion)) {
		const field = name.slice(deletion.length);
		const list = result[field];
		if (isList(list) && isList(value)) {
			result[field] = list.filter(item => !value.includes(item));
		}

		return;
	}

	const before = result[name];
	if (value === null) {
		delete result[name];
	} else if (before === undefined || isList(before) !== isList(value) || isObject(before) !== isObject(value)) {
		result[name] = withoutDirectives(value);
	} else {
		result[name] = mergeValue([before, value], name, schema);
	}
}

function mergeValue([before, value]: readonly [Json, Json], name: string, schema: Schema | undefined): Json {
	const field = fieldOf(schema, name);
	if (isObject(before) && isObject(value)) {
		return field?.strategies.includes('replace')
			? value
			: mergeObject(before, value, field?.schema ?? mapItems(schema));
	}

	return isList(before) && isList(value) && field?.strategies.includes('merge')
		? listMerge(schema, name).merge(before, value)
		: value;
}

function mapItems(schema: Schema | undefined): Schema | undefined {
	return schema?.kind === 'map' ? schema.items : undefined;
}

/** What there was nothing to merge with is taken as it is, without nulls and directives. */
function withoutDirectives(value: Json): Json {
	if (isList(value)) {
		return value.filter(item => !(isObject(item) && item.$patch === 'delete')).map(withoutDirectives);
	}

	return isObject(value)
		? Object.fromEntries(
				Object.entries(value)
					.filter(
						([name, child]) =>
							child !== null && !/^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/.test(name),
					)
					.map(([name, child]) => [name, withoutDirectives(child)]),
			)
		: value;
}
