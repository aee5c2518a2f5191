import {isEmpty, isObject, type Json, type JsonObject, sameJson} from '../json.ts';
import type {ListSchema, Schema} from '../schema.ts';
import {elementText} from './elements.ts';
import {childSchema, itemsOf, type Shape, shapeOf} from './typed.ts';

/**
 * The live value with a configuration over it, as structured-merge-diff's `Merge`. Identical to the live one where
 * nothing changes.
 */
export function merge(schema: Schema, live: Json | undefined, configured: Json | undefined): Json | undefined {
	if (configured === undefined || live === undefined || live === configured) {
		return configured === undefined ? live : configured;
	}

	const shape = shapeOf(schema, configured);
	switch (shape.kind) {
		case 'leaf':
			return sameJson(live, configured) ? live : configured;
		case 'fields':
			return mergeFields(shape.schema, live, configured);
		case 'items':
			return mergeItems(shape.schema, itemsOf(live), configured);
	}
}

function mergeFields(schema: Extract<Shape, {kind: 'fields'}>['schema'], live: Json, configured: Json): Json {
	const [before, over] = [isObject(live) ? live : {}, isObject(configured) ? configured : {}];
	if (isEmpty(before) && isEmpty(over)) {
		return sameJson(live, configured) ? live : configured;
	}

	return overlaid(schema, before, over);
}

function overlaid(
	schema: Extract<Shape, {kind: 'fields'}>['schema'],
	before: JsonObject,
	over: JsonObject,
): JsonObject {
	let result: Record<string, Json> | undefined;
	for (const field in over) {
		const value = merge(childSchema(schema, field), before[field], over[field]);
		if (value !== undefined && value !== before[field]) {
			result ??= {...before};
			result[field] = value;
		}
	}

	return result ?? before;
}

function mergeItems(list: ListSchema, live: readonly Json[], configured: Json): Json {
	const over = itemsOf(configured);
	if (live.length === 0 && over.length === 0) {
		return sameJson(live, configured) ? live : configured;
	}

	const merged = new ItemMerge(list, live, over).run();
	return merged.length === live.length && merged.every((item, index) => item === live[index]) ? live : merged;
}

/** Items that both have come in the configuration's order, others where they stood: `visitListItems` of merge.go. */
class ItemMerge {
	readonly #list: ListSchema;
	readonly #live: readonly Json[];
	readonly #names: readonly string[];
	readonly #otherNames: readonly string[];
	readonly #known: ReadonlyMap<string, Json | undefined>;
	readonly #others: ReadonlyMap<string, Json>;
	readonly #shared: string[];
	readonly #done = new Set<string>();
	readonly #result: Json[] = [];
	#left = 0;
	#right = 0;

	constructor(list: ListSchema, live: readonly Json[], configured: readonly Json[]) {
		this.#list = list;
		this.#live = live;
		this.#names = live.map(item => elementText(list, item));
		this.#otherNames = configured.map(item => elementText(list, item));
		this.#known = indexed(this.#names, live);
		this.#others = new Map(configured.map((item, index) => [this.#otherNames[index] ?? '', item]));
		this.#shared = this.#otherNames.filter(name => this.#known.has(name));
	}

	run(): readonly Json[] {
		while (this.#left < this.#live.length || this.#right < this.#otherNames.length) {
			if (!this.#takeBoth() && !this.#takeLive()) {
				this.#takeConfigured();
			}
		}

		return this.#result;
	}

	/** The next item is the same on both sides, or a shared one that comes later. */
	#takeBoth(): boolean {
		const [name, other] = [this.#names[this.#left], this.#otherNames[this.#right]];
		if (name === undefined || other === undefined) {
			return false;
		}

		if (name === other) {
			this.#push(name);
			this.#left += 1;
			this.#right += 1;
			this.#shared.shift();
			return true;
		}

		const [next] = this.#shared;
		if (this.#others.has(name) && next !== undefined && next !== name) {
			this.#left += 1;
			return true;
		}

		return false;
	}

	#takeLive(): boolean {
		const name = this.#names[this.#left];
		if (name === undefined) {
			return false;
		}

		if (!this.#others.has(name)) {
			this.#result.push(this.#live[this.#left] ?? null);
			this.#left += 1;
			return true;
		}

		if (this.#done.has(name)) {
			this.#left += 1;
		}

		return false;
	}

	#takeConfigured(): void {
		const name = this.#otherNames[this.#right];
		if (name === undefined) {
			return;
		}

		this.#push(name);
		this.#right += 1;
		if (this.#shared[0] === name) {
			this.#shared.shift();
		}
	}

	#push(name: string): void {
		this.#done.add(name);
		const merged = merge(this.#list.items, this.#known.get(name), this.#others.get(name));
		if (merged !== undefined) {
			this.#result.push(merged);
		}
	}
}

/** Items that stand twice are merged with nothing. */
function indexed(names: readonly string[], items: readonly Json[]): ReadonlyMap<string, Json | undefined> {
	const result = new Map<string, Json | undefined>();
	for (const [index, name] of names.entries()) {
		result.set(name, result.has(name) ? undefined : items[index]);
	}

	return result;
}
