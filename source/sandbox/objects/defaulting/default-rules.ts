import {
	isEmpty,
	isList,
	isObject,
	type Json,
	type JsonObject,
	listAt,
	objectAt,
	textAt,
	withField,
	withValueAt,
} from '../json.ts';

/** What the API server adds to one struct. Runs from the outside in, as Go's generated defaulting does. */
export type DefaultRule = (value: JsonObject) => JsonObject;

/** Adds what is missing. */
export function fill(values: JsonObject): DefaultRule {
	return value => {
		let result: Record<string, Json> | undefined;
		for (const field in values) {
			if (value[field] === undefined) {
				result ??= {...value};
				result[field] = values[field] ?? null;
			}
		}

		return result ?? value;
	};
}

export function inOrder(...rules: readonly DefaultRule[]): DefaultRule {
	return value => rules.reduce((current, rule) => rule(current), value);
}

/** A rule for an object inside; `made`: also where there is none yet. */
export function inside(field: string, rule: DefaultRule, made: 'made' | 'present'): DefaultRule {
	return value => {
		const child = objectAt(value, field);
		return child === undefined && made === 'present' ? value : withField(value, field, rule(child ?? {}));
	};
}

/** A rule for what is there only where another rule's condition holds. */
export function where(condition: (value: JsonObject) => boolean, rule: DefaultRule): DefaultRule {
	return value => (condition(value) ? rule(value) : value);
}

export function isText(field: string, ...texts: readonly string[]): (value: JsonObject) => boolean {
	return value => texts.includes(textAt(value, field) ?? '');
}

export function eachItem(field: string, rule: DefaultRule): DefaultRule {
	return value => {
		const items = value[field];
		return isList(items)
			? withItems(
					value,
					field,
					items.map(item => (isObject(item) ? rule(item) : item)),
				)
			: value;
	};
}

function withItems(value: JsonObject, field: string, items: readonly Json[]): JsonObject {
	const before = listAt(value, field);
	return items.every((item, index) => item === before[index]) ? value : {...value, [field]: items};
}

export function copyLabelsOf(...path: readonly string[]): DefaultRule {
	return value => {
		const labels = objectAt(value, ...path, 'metadata', 'labels');
		const own = objectAt(value, 'metadata', 'labels');
		return labels === undefined || (own !== undefined && !isEmpty(own))
			? value
			: withValueAt(value, ['metadata', 'labels'], labels);
	};
}
