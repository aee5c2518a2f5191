import {isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument} from 'yaml';
import {isList, isObject, type Json, type JsonObject} from '../../model/json.ts';
import {indexOf, type Segment, splitPath} from '../../plan/path.ts';

/** Lines of a text, from 1; `last` belongs to it. */
export type Range = {readonly first: number; readonly last: number};

/** What stands at a path: its value, and where it is written. */
type Found = {readonly value: Json | undefined; readonly node: unknown; readonly start: number};

/**
 * Says where a field of an object stands in the YAML that was made of it. Paths are written as in Kustomize:
 * `spec.containers.[name=web].image`. Undefined where nothing stands there.
 */
export function fieldLocator(object: JsonObject, yaml: string): (path: string) => Range | undefined {
	const counter = new LineCounter();
	// Texts stay texts: nothing is looked up but keys and places.
	const {contents} = parseDocument(yaml, {lineCounter: counter, schema: 'failsafe', logLevel: 'silent'});
	const lineAt = (offset: number) => counter.linePos(offset).line;
	return path => {
		const start: Found = {value: object, node: contents, start: 0};
		const found = splitPath(path).reduce<Found | undefined>((here, segment) => here && step(here, segment), start);
		return found && {first: lineAt(found.start), last: lineAt(Math.max(found.start, endOf(found.node) - 1))};
	};
}

function step({value, node}: Found, segment: Segment): Found | undefined {
	return isList(value) ? stepInto(value, node, segment) : stepTo(value, node, segment);
}

function stepInto(list: readonly Json[], node: unknown, segment: Segment): Found | undefined {
	const at = indexOf(list, segment);
	const item = isSeq(node) ? node.items[at] : undefined;
	return isNode(item) ? {value: list[at], node: item, start: startOf(item)} : undefined;
}

function stepTo(value: Json | undefined, node: unknown, segment: Segment): Found | undefined {
	if (segment.kind !== 'member' || !isObject(value) || !isMap(node)) {
		return undefined;
	}

	const pair = node.items.find((each: Pair) => isScalar(each.key) && String(each.key.value) === segment.name);
	return pair && isNode(pair.key)
		? {value: value[segment.name], node: isNode(pair.value) ? pair.value : pair.key, start: startOf(pair.key)}
		: undefined;
}

function startOf({range}: Node): number {
	return range?.[0] ?? 0;
}

function endOf(node: unknown): number {
	return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}
