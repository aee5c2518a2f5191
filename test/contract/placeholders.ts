import {isList, isObject, type Json} from '../../source/model/json.ts';
import {at} from './answer.ts';

/** What placeholders stand for while a sequence runs. */
export type Values = {
	readonly namespace: string;
	readonly unique: string;
	/** Bodies by the index and by the name of their steps. */
	readonly bodies: ReadonlyMap<string, Json>;
};

const pattern = /\{(?:(namespace|unique)|(?:as:)?([\w-]+)\.([\w.-]+))\}/g;
const whole = new RegExp(`^${pattern.source}$`);

export function filled(value: Json, values: Values): Json {
	if (typeof value === 'string') {
		const match = whole.exec(value);
		return match?.[2] === undefined ? filledText(value, values) : answerAt(match[2], match[3] ?? '', values);
	}

	if (isList(value)) {
		return value.map(item => filled(item, values));
	}

	return isObject(value)
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [filledText(key, values), filled(item, values)]))
		: value;
}

export function filledText(text: string, values: Values): string {
	return text.replace(pattern, (_, own: 'namespace' | 'unique' | undefined, step = '', path = '') =>
		own === undefined ? String(answerAt(step, path, values)) : values[own],
	);
}

function answerAt(step: string, path: string, {bodies}: Values): Json {
	const value = at(bodies.get(step), path);
	if (value === undefined) {
		throw new Error(`the answer of step ${step} has nothing at ${path}: ${JSON.stringify(bodies.get(step))}`);
	}

	return value;
}
