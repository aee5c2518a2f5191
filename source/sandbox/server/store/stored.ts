import {isObject, type Json, type JsonObject, objectAt, textAt} from '../../objects/json.ts';

/**
 * One version of one object. It is kept as text: answers and watches send it as it is. The parsed form comes back when
 * it is asked for, and may be dropped when memory is short.
 */
export class Stored {
	readonly namespace: string;
	readonly name: string;
	/** Its resourceVersion. */
	readonly version: number;
	/** JSON of the object without `kind` and `apiVersion`, which depend on who asks. */
	readonly body: string;
	readonly #apiVersion: string;
	readonly #kind: string;
	#parsed: WeakRef<JsonObject>;

	constructor(object: JsonObject, version: number) {
		const {apiVersion: _, kind: __, ...rest} = object;
		this.#apiVersion = textAt(object, 'apiVersion') ?? '';
		this.#kind = textAt(object, 'kind') ?? '';
		this.namespace = textAt(object, 'metadata', 'namespace') ?? '';
		this.name = textAt(object, 'metadata', 'name') ?? '';
		this.version = version;
		this.body = JSON.stringify(rest);
		this.#parsed = new WeakRef(object);
	}

	get key(): string {
		return keyOf(this.namespace, this.name);
	}

	/** As it was stored, in the version that is stored. */
	get object(): JsonObject {
		const known = this.#parsed.deref();
		if (known !== undefined) {
			return known;
		}

		const parsed: Json = JSON.parse(this.text(this.#apiVersion));
		const object = isObject(parsed) ? parsed : {};
		this.#parsed = new WeakRef(object);
		return object;
	}

	/** The whole JSON. */
	text(apiVersion: string): string {
		return `{"kind":${JSON.stringify(this.#kind)},"apiVersion":${JSON.stringify(apiVersion)},${this.body.slice(1)}`;
	}

	get metadata(): JsonObject {
		return objectAt(this.object, 'metadata') ?? {};
	}
}

export function keyOf(namespace: string, name: string): string {
	return `${namespace}/${name}`;
}
