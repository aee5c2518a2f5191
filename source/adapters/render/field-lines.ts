import {isMap, isScalar, isSeq, LineCounter, parseDocument} from 'yaml';

/** The lines, from 0, at which fields of a document stand; of one that is not there, the line of what should have it. */
export function fieldLines(text: string): (path: readonly PropertyKey[]) => number {
	const lineCounter = new LineCounter();
	const {contents} = parseDocument(text, {lineCounter, logLevel: 'silent'});
	return path => lineCounter.linePos(offsetOf(contents, path)).line - 1;
}

function offsetOf(top: unknown, path: readonly PropertyKey[]): number {
	let node = top;
	let offset = startOf(top);
	for (const key of path) {
		const found = memberOf(node, key);
		if (found === undefined) {
			return offset;
		}

		offset = found.offset;
		node = found.value;
	}

	return offset;
}

function memberOf(node: unknown, key: PropertyKey): {readonly offset: number; readonly value: unknown} | undefined {
	if (isSeq(node)) {
		const item: unknown = node.items[Number(key)];
		return item === undefined ? undefined : {offset: startOf(item), value: item};
	}

	const pair = isMap(node) ? node.items.find(one => isScalar(one.key) && String(one.key.value) === key) : undefined;
	return pair && {offset: startOf(pair.key), value: pair.value};
}

function startOf(node: unknown): number {
	return isMap(node) || isSeq(node) || isScalar(node) ? (node.range?.[0] ?? 0) : 0;
}
