import {isEmpty, isObject, type Json, type JsonObject, sameJson} from '../json.ts';
import type {ListSchema, Schema} from '../schema.ts';
import {elementText} from './elements.ts';
import {emptySet, type FieldSet, finished, insert, type MutableSet} from './field-set.ts';
import {childSchema, itemsOf, type Shape, shapeOf} from './typed.ts';

/** What differs between two values of a type, as structured-merge-diff's `Compare`. */
export type Comparison = {readonly removed: FieldSet; readonly modified: FieldSet; readonly added: FieldSet};

const same: Comparison = {removed: emptySet, modified: emptySet, added: emptySet};

export function compare(schema: Schema, before: Json, after: Json): Comparison {
	if (before === after) {
		return same;
	}

	const walk = new CompareWalk();
	walk.compare(schema, before, after);
	return {removed: finished(walk.removed), modified: finished(walk.modified), added: finished(walk.added)};
}

class CompareWalk {
	readonly removed: MutableSet = new Map();
	readonly modified: MutableSet = new Map();
	readonly added: MutableSet = new Map();
	readonly #path: string[] = [];

	compare(schema: Schema, before: Json | undefined, after: Json | undefined): void {
		if (before === after) {
			return;
		}

		if (this.#walk(schema, before, after) === 'leaf') {
			return;
		}

		if (before === undefined) {
			insert(this.added, this.#path);
		} else if (after === undefined) {
			insert(this.removed, this.#path);
		}
	}

	#walk(schema: Schema, before: Json | undefined, after: Json | undefined): 'leaf' | 'walked' {
		const shape = shapeOf(schema, after ?? before);
		const other = shapeOf(schema, before ?? after);
		if (shape.kind === 'leaf' || other.kind === 'leaf' || areEmpty(shape, before, after)) {
			this.#leaf(before, after);
			this.#left(other, before, shape);
			return 'leaf';
		}

		if (shape.kind === 'items') {
			this.#items(shape.schema, itemsOf(before), itemsOf(after));
		} else {
			this.#fields(shape.schema, isObject(before) ? before : {}, isObject(after) ? after : {});
		}

		return 'walked';
	}

	/** What was below a value of any type goes with it when the value becomes a single one. */
	#left(shape: Shape, before: Json | undefined, {kind}: Shape): void {
		if (shape.kind === 'fields' && isObject(before) && kind === 'leaf') {
			this.#fields(shape.schema, before, {});
		}
	}

	#leaf(before: Json | undefined, after: Json | undefined): void {
		if (before === undefined) {
			insert(this.added, this.#path);
		} else if (after === undefined) {
			insert(this.removed, this.#path);
		} else if (!sameJson(before, after)) {
			insert(this.modified, this.#path);
		}
	}

	#fields(schema: Extract<Shape, {kind: 'fields'}>['schema'], before: JsonObject, after: JsonObject): void {
		for (const field in before) {
			this.#below(`f:${field}`, childSchema(schema, field), [
				before[field],
				Object.hasOwn(after, field) ? after[field] : undefined,
			]);
		}

		for (const field in after) {
			if (!Object.hasOwn(before, field)) {
				this.#below(`f:${field}`, childSchema(schema, field), [undefined, after[field]]);
			}
		}
	}

	#below(element: string, schema: Schema, [before, after]: readonly [Json | undefined, Json | undefined]): void {
		if (before !== after) {
			this.#path.push(element);
			this.compare(schema, before, after);
			this.#path.pop();
		}
	}

	#items(list: ListSchema, before: readonly Json[], after: readonly Json[]): void {
		const [left, right] = [grouped(list, before), grouped(list, after)];
		for (const [element, items] of left) {
			this.#item(list, element, [items, right.get(element) ?? []]);
		}

		for (const [element, items] of right) {
			if (!left.has(element)) {
				this.#item(list, element, [[], items]);
			}
		}
	}

	/** Items that stand twice are compared as one. */
	#item(list: ListSchema, element: string, [before, after]: readonly [readonly Json[], readonly Json[]]): void {
		if (before.length <= 1 && after.length <= 1) {
			this.#below(element, list.items, [before[0], after[0]]);
			return;
		}

		const path = [...this.#path, element];
		if (before.length > 1 && after.length > 1) {
			if (!sameJson(before, after)) {
				insert(this.modified, path);
			}
		} else if (before.length > 1) {
			this.#below(element, list.items, [undefined, after[0]]);
			insert(this.removed, path);
		} else {
			this.#below(element, list.items, [before[0], undefined]);
			insert(this.added, path);
		}
	}
}

/** Two values with nothing in them count as leaves, so that null, empty and missing differ. */
function areEmpty(shape: Shape, before: Json | undefined, after: Json | undefined): boolean {
	if (shape.kind === 'items') {
		return itemsOf(before).length === 0 && itemsOf(after).length === 0;
	}

	return !(hasFields(before) || hasFields(after));
}

function hasFields(value: Json | undefined): boolean {
	return isObject(value) && !isEmpty(value);
}

function grouped(list: ListSchema, items: readonly Json[]): ReadonlyMap<string, readonly Json[]> {
	const result = new Map<string, Json[]>();
	for (const item of items) {
		const element = elementText(list, item);
		const group = result.get(element);
		if (group === undefined) {
			result.set(element, [item]);
		} else {
			group.push(item);
		}
	}

	return result;
}
