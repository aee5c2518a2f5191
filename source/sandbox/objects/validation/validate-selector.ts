import {isEmpty, isList, isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, invalidValue, required} from './field-errors.ts';
import {validateLabels} from './validate-metadata.ts';

/** The selector of a workload against the labels of its template. `kind` in lower case. */
export function validateWorkloadSelector(spec: JsonObject, kind: string): readonly Cause[] {
	const selector = objectAt(spec, 'selector');
	const field = 'spec.selector';
	const labels = objectAt(spec, 'template', 'metadata', 'labels') ?? {};
	const mismatch = invalidValue(
		'spec.template.metadata.labels',
		objectAt(spec, 'template', 'metadata', 'labels'),
		'`selector` does not match template `labels`',
	);
	if (selector === undefined) {
		return [required(field), mismatch];
	}

	const causes = selectorCauses(selector, field);
	if (causes.length > 0) {
		return [...causes, invalidValue(field, selector, 'invalid label selector')];
	}

	if (isEmpty(selector)) {
		return [invalidValue(field, selector, `empty selector is invalid for ${kind}`)];
	}

	return matches(selector, labels) ? [] : [mismatch];
}

export function selectorCauses(selector: JsonObject, path: string): readonly Cause[] {
	return [
		...validateLabels(selector.matchLabels, `${path}.matchLabels`),
		...eachOf(selector.matchExpressions, `${path}.matchExpressions`, (expression, place) => {
			const values = listAt(expression, 'values');
			switch (textAt(expression, 'operator') ?? '') {
				case 'In':
				case 'NotIn':
					return values.length === 0
						? [required(`${place}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
						: [];
				case 'Exists':
				case 'DoesNotExist':
					return [];
				default:
					return [
						invalidValue(`${place}.operator`, textAt(expression, 'operator') ?? '', 'not a valid selector operator'),
					];
			}
		}),
	];
}

/** Whether labels are those of a LabelSelector. */
export function matches(selector: JsonObject, labels: JsonObject): boolean {
	const isEqual = Object.entries(objectAt(selector, 'matchLabels') ?? {}).every(
		([key, value]) => labels[key] === value,
	);
	return isEqual && listAt(selector, 'matchExpressions').every(expression => fulfils(expression, labels));
}

function fulfils(expression: Json, labels: JsonObject): boolean {
	const value = labels[textAt(expression, 'key') ?? ''];
	const values = isObject(expression) && isList(expression.values) ? expression.values : [];
	switch (textAt(expression, 'operator') ?? '') {
		case 'In':
			return value !== undefined && values.includes(value);
		case 'NotIn':
			return value === undefined || !values.includes(value);
		case 'Exists':
			return value !== undefined;
		default:
			return value === undefined;
	}
}
