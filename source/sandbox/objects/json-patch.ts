import {isList, isObject, type Json, type JsonObject, sameJson, textAt, withField} from './json.ts';
import {jsonKind} from './reading/scalar.ts';
import {badRequest, type Refusal} from './refusal.ts';

export type Patched =
	| {readonly kind: 'patched'; readonly value: Json}
	| {readonly kind: 'refused'; readonly refusal: Refusal};

type Step = {readonly kind: 'done'; readonly value: Json} | {readonly kind: 'failed'};

const failed: Step = {kind: 'failed'};

/** The API server says no more of a patch that can't be done, or whose test fails. */
const rejected: Refusal = {
	code: 422,
	reason: 'Invalid',
	message: 'the server rejected our request due to an error in our request',
	causes: [],
};

/** RFC 6902, with the leniency of evanphx/json-patch: what is replaced in an object need not be there. */
export function jsonPatch(object: JsonObject, patch: Json): Patched {
	if (patch === null) {
		return {kind: 'patched', value: object};
	}

	const broken = isList(patch) ? patch.find(operation => !isObject(operation)) : undefined;
	if (broken !== undefined) {
		const message = `error decoding patch: json: cannot unmarshal ${jsonKind(broken)} into Go value of type handlers.jsonPatchOp`;
		return {kind: 'refused', refusal: badRequest(message)};
	}

	if (!isList(patch)) {
		const message = `error decoding patch: json: cannot unmarshal ${jsonKind(patch)} into Go value of type []handlers.jsonPatchOp`;
		return {kind: 'refused', refusal: badRequest(message)};
	}

	let value: Json = object;
	for (const operation of patch) {
		const step = carryOut(value, operation);
		if (step.kind === 'failed') {
			return {kind: 'refused', refusal: rejected};
		}

		value = step.value;
	}

	return {kind: 'patched', value};
}

type Operation = {readonly path: readonly string[]; readonly from: readonly string[] | undefined; readonly value: Json};

function carryOut(document: Json, operation: Json): Step {
	const path = pointer(textAt(operation, 'path'));
	const act = acts[textAt(operation, 'op') ?? ''];
	const value = isObject(operation) ? (operation.value ?? null) : null;
	return path === undefined || act === undefined
		? failed
		: act(document, {path, value, from: pointer(textAt(operation, 'from'))});
}

const acts: Readonly<Record<string, (document: Json, operation: Operation) => Step>> = {
	add: (document, {path, value}) => edit(document, path, {kind: 'add', value}),
	replace: (document, {path, value}) => edit(document, path, {kind: 'replace', value}),
	remove: (document, {path}) => edit(document, path, {kind: 'remove'}),
	test: (document, {path, value}) =>
		sameJson(find(document, path) ?? null, value) ? {kind: 'done', value: document} : failed,
	copy: (document, {path, from}) =>
		from === undefined ? failed : edit(document, path, {kind: 'add', value: find(document, from) ?? null}),
	move: (document, {path, from}) => {
		const value = from === undefined ? undefined : find(document, from);
		const removed = from === undefined || value === undefined ? failed : edit(document, from, {kind: 'remove'});
		return removed.kind === 'failed' || value === undefined ? failed : edit(removed.value, path, {kind: 'add', value});
	},
};

function pointer(text: string | undefined): readonly string[] | undefined {
	if (text === undefined) {
		return undefined;
	}

	// What stands before the first slash counts for nothing.
	return text
		.split('/')
		.slice(1)
		.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function find(document: Json, path: readonly string[]): Json | undefined {
	let value: Json | undefined = document;
	for (const part of path) {
		value = isList(value) ? value[indexOf(value, part) ?? -1] : isObject(value) ? value[part] : undefined;
	}

	return value;
}

function indexOf(list: readonly Json[], part: string): number | undefined {
	if (!/^-?\d+$/.test(part)) {
		return undefined;
	}

	const index = Number(part);
	return index < 0 ? index + list.length : index;
}

type Edit = {readonly kind: 'add' | 'replace'; readonly value: Json} | {readonly kind: 'remove'};

function edit(document: Json, [part, ...rest]: readonly string[], change: Edit): Step {
	if (part === undefined) {
		return change.kind === 'remove' ? failed : {kind: 'done', value: change.value};
	}

	if (rest.length === 0) {
		return isList(document) ? editItem(document, part, change) : editField(document, part, change);
	}

	const child = find(document, [part]);
	const step = child === undefined ? failed : edit(child, rest, change);
	return step.kind === 'failed' ? failed : {kind: 'done', value: withChild(document, part, step.value)};
}

function withChild(document: Json, part: string, child: Json): Json {
	if (isList(document)) {
		return document.with(indexOf(document, part) ?? 0, child);
	}

	return isObject(document) ? withField(document, part, child) : document;
}

function editField(document: Json, part: string, change: Edit): Step {
	if (!isObject(document) || (change.kind === 'remove' && !Object.hasOwn(document, part))) {
		return failed;
	}

	return {kind: 'done', value: withField(document, part, change.kind === 'remove' ? undefined : change.value)};
}

/** From the end, an item is added behind the one that is counted. */
function indexToAdd(list: readonly Json[], part: string, {kind}: Edit): number | undefined {
	const index = indexOf(list, part);
	return index !== undefined && kind === 'add' && part.startsWith('-') ? index + 1 : index;
}

function editItem(list: readonly Json[], part: string, change: Edit): Step {
	const index = part === '-' ? list.length : indexToAdd(list, part, change);
	const last = change.kind === 'add' ? list.length : list.length - 1;
	if (index === undefined || index < 0 || index > last) {
		return failed;
	}

	switch (change.kind) {
		case 'add':
			return {kind: 'done', value: list.toSpliced(index, 0, change.value)};
		case 'replace':
			return {kind: 'done', value: list.with(index, change.value)};
		case 'remove':
			return {kind: 'done', value: list.toSpliced(index, 1)};
	}
}
