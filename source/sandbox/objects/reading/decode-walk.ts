import {isEmpty, isList, isObject, type Json, type JsonObject} from '../json.ts';
import {type ListSchema, type MapSchema, type ScalarSchema, type Schema, type StructSchema, zeroOf} from '../schema.ts';
import {convertScalar, jsonKind, readScalar} from './scalar.ts';

/** One reading of an object: what it is as Go writes it, and what was wrong with it. */
export class Walk {
	/** Go's words for the first value of a wrong type. */
	failure: string | undefined;
	/** Unknown and duplicate fields, in the order of the text. */
	readonly told: string[] = [];
	readonly #custom: boolean;
	readonly #way: 'decodes' | 'converts';
	readonly #duplicates: ReadonlySet<string>;
	readonly #path: (string | number)[] = [];

	/** What is sent is decoded, what was applied is converted: there nulls of custom resources stay. */
	constructor(custom: boolean, duplicates: readonly string[], way: 'decodes' | 'converts' = 'decodes') {
		this.#custom = custom;
		this.#way = way;
		this.#duplicates = new Set(duplicates);
	}

	/** Identical to what came in where nothing had to be changed. */
	struct(schema: StructSchema, value: JsonObject): Json {
		const result: Record<string, Json> = {};
		let changed = false;
		for (const name in value) {
			const child = value[name] ?? null;
			const written = this.#field(schema, name, child);
			if (written !== undefined) {
				result[name] = written;
			}

			changed ||= written !== child;
		}

		for (const [name, zero] of schema.always) {
			if (result[name] === undefined) {
				result[name] = zero;
				changed = true;
			}
		}

		return changed ? result : value;
	}

	#field(schema: StructSchema, name: string, value: Json): Json | undefined {
		this.#path.push(name);
		const written = this.#known(schema, name, value);
		this.#path.pop();
		return written;
	}

	#known(schema: StructSchema, name: string, value: Json): Json | undefined {
		if (this.#duplicates.size > 0) {
			this.#tellDuplicate();
		}

		const type = schema.fields.get(name)?.schema ?? schema.rest;
		if (type === undefined) {
			this.told.push(`unknown field ${JSON.stringify(this.#place())}`);
			return undefined;
		}

		if (value === null && this.#dropsNull(schema, name)) {
			return undefined;
		}

		const written = this.#value(type, value, schema);
		// An empty list of owners is a wish to forget them.
		return schema.dropped.has(name) && isZero(written) && name !== 'managedFields' ? undefined : written;
	}

	/** Of custom resources only nulls that may not be, and stand for no default. */
	#dropsNull(schema: StructSchema, name: string): boolean {
		const field = schema.fields.get(name);
		return (
			schema.name !== '' ||
			(this.#way === 'decodes' && field !== undefined && !field.isNullable && field.default === undefined)
		);
	}

	#tellDuplicate(): void {
		const place = this.#place();
		if (this.#duplicates.has(place)) {
			this.told.push(`duplicate field ${JSON.stringify(place)}`);
		}
	}

	#value(schema: Schema, value: Json, holder: StructSchema): Json {
		switch (schema.kind) {
			case 'any':
				return value;
			case 'scalar':
				return this.#scalar(schema, value, holder);
			case 'struct':
				return isObject(value) ? this.struct(schema, value) : this.#wrong(schema, value, holder);
			case 'map':
				return isObject(value) ? this.#map(schema, value, holder) : this.#wrong(schema, value, holder);
			case 'list':
				return isList(value) ? this.#list(schema, value, holder) : this.#wrong(schema, value, holder);
		}
	}

	#map(schema: MapSchema, value: JsonObject, holder: StructSchema): JsonObject {
		const result: Record<string, Json> = {};
		let changed = false;
		for (const name in value) {
			const child = value[name] ?? null;
			this.#path.push(name);
			if (this.#duplicates.size > 0) {
				this.#tellDuplicate();
			}

			const written =
				child === null && !this.#isLoose(holder) ? emptyItem(schema.items) : this.#value(schema.items, child, holder);
			this.#path.pop();
			result[name] = written;
			changed ||= written !== child;
		}

		return changed ? result : value;
	}

	#list(schema: ListSchema, value: readonly Json[], holder: StructSchema): readonly Json[] {
		let changed = false;
		const result = value.map((child, index) => {
			this.#path.push(index);
			const written =
				child === null && !this.#isLoose(holder) ? zeroOf(schema.items) : this.#value(schema.items, child, holder);
			this.#path.pop();
			changed ||= written !== child;
			return written;
		});
		return changed ? result : value;
	}

	#scalar(schema: ScalarSchema, value: Json, holder: StructSchema): Json {
		if (this.#isLoose(holder)) {
			return value;
		}

		const read = this.#way === 'decodes' ? readScalar(schema, value) : convertScalar(schema, value);
		if (read.kind === 'value') {
			return read.value;
		}

		this.failure ??= read.kind === 'broken' ? read.message : this.#mismatch(read.found, read.type, holder);
		return value;
	}

	/** Whether types are left to validation: in custom resources all are, but those of their metadata. */
	#isLoose(holder: StructSchema): boolean {
		return this.#custom && holder.name === '';
	}

	#wrong(schema: Schema, value: Json, holder: StructSchema): Json {
		if (!this.#isLoose(holder)) {
			this.failure ??= this.#mismatch(jsonKind(value), goType(schema), holder);
		}

		return value;
	}

	#mismatch(found: string, type: string, holder: StructSchema): string {
		const struct = holder.name.slice(holder.name.lastIndexOf('.') + 1);
		const inMap = holder.fields.has(String(this.#path.at(-1))) ? this.#path : this.#path.slice(0, -1);
		const path = inMap.filter(part => typeof part === 'string').join('.');
		return `json: cannot unmarshal ${found} into Go struct field ${struct}.${path} of type ${type}`;
	}

	#place(): string {
		let place = '';
		for (const part of this.#path) {
			place += typeof part === 'number' ? `[${part}]` : place === '' ? part : `.${part}`;
		}

		return place;
	}
}

/** No bytes are an empty text in a map, where nothing leaves them out. */
function emptyItem(schema: Schema): Json {
	return schema.kind === 'scalar' && schema.type === 'bytes' ? '' : zeroOf(schema);
}

function isZero(value: Json): boolean {
	return (
		value === '' || value === 0 || value === false || value === null || (typeof value === 'object' && isEmpty(value))
	);
}

const goScalars: Partial<Record<string, string>> = {
	boolean: 'bool',
	number: 'float64',
	bytes: '[]uint8',
	time: 'string',
};

function goType(schema: Schema): string {
	switch (schema.kind) {
		case 'struct':
			return schema.name.split('.').slice(-2).join('.');
		case 'list':
			return `[]${goType(schema.items)}`;
		case 'map':
			return `map[string]${goType(schema.items)}`;
		case 'any':
			return 'interface {}';
		case 'scalar':
			return goScalars[schema.type] ?? (schema.type === 'integer' ? schema.format : 'string');
	}
}
