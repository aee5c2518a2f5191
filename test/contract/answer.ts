import type {Json, JsonObject} from '../../source/model/json.ts';

/** What a step was answered; bodies that are no JSON are texts. */
export type Answered = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Json;
};

/** Headers that clients go by, whose values are the same each time; of an audit's id, that there is one. */
const telling = ['content-type', 'audit-id', 'retry-after', 'warning', 'allow', 'location'];
/** What almost every answer has need not be recorded each time: that it lacks is. */
const usual = new Map([
	['content-type', 'application/json'],
	['audit-id', 'some'],
]);

export function tellingHeaders(headers: Readonly<Record<string, string | string[] | undefined>>) {
	return Object.fromEntries(
		telling.flatMap(name => {
			const values = [headers[name] ?? []].flat();
			const value = name === 'audit-id' && values.length > 0 ? 'some' : values.join(', ');
			return value === (usual.get(name) ?? '') ? [] : [[name, value]];
		}),
	);
}

/** The body of an answer, as JSON where it is that. */
export function bodyOf(text: string): Json {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The value at a path like `items.0.metadata.name`. */
export function at(value: Json | undefined, path: string): Json | undefined {
	return path.split('.').reduce<Json | undefined>((here, key) => memberOf(here, key), value);
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** What of a body is compared, by path where only a part is. */
export function partOf(body: Json, only: readonly string[] | undefined): Json {
	if (only === undefined) {
		return body;
	}

	const part: Record<string, Json> = {};
	for (const path of only) {
		const value = at(body, path);
		if (value !== undefined) {
			part[path] = value;
		}
	}

	return part satisfies JsonObject;
}
