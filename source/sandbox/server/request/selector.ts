import type {JsonObject} from '../../objects/json.ts';
import {badRequest} from '../answer/refused.ts';

/** One condition of a label selector. */
type Requirement = {readonly key: string; readonly operator: string; readonly values: readonly string[]};

export type LabelSelector = readonly Requirement[];

/** Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`; throws a refusal. */
export function readLabelSelector(text: string): LabelSelector {
	return splitOutside(text).flatMap(part => (part.trim() === '' ? [] : [readRequirement(part.trim())]));
}

export function matchesLabels(selector: LabelSelector, labels: JsonObject | undefined): boolean {
	return selector.every(({key, operator, values}) => {
		const value = labels?.[key];
		const label = typeof value === 'string' ? value : undefined;
		switch (operator) {
			case 'exists':
				return label !== undefined;
			case '!':
				return label === undefined;
			case 'in':
				return label !== undefined && values.includes(label);
			case 'notin':
				return label === undefined || !values.includes(label);
			default:
				return label !== undefined && isBeyond(label, operator, values[0] ?? '');
		}
	});
}

/** Splits at commas that are not within brackets. */
function splitOutside(text: string): readonly string[] {
	return text.match(/(?:[^,(]|\([^)]*\)?)+/g) ?? [];
}

const setPattern = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/;
const equalPattern = /^([^\s=!<>]+)\s*(==|=|!=|>|<)\s*([^\s=!<>]*)$/;

function readRequirement(text: string): Requirement {
	return checked(readSet(text) ?? readEqual(text) ?? readPresence(text));
}

function readSet(text: string): Requirement | undefined {
	const [, key, operator, list = ''] = setPattern.exec(text) ?? [];
	return key === undefined || operator === undefined
		? undefined
		: {key, operator, values: list.split(',').map(value => value.trim())};
}

function readEqual(text: string): Requirement | undefined {
	const [, key, sign = '', value = ''] = equalPattern.exec(text) ?? [];
	if (key === undefined) {
		return undefined;
	}

	const operator = sign === '!=' ? 'notin' : sign.startsWith('=') ? 'in' : sign;
	return {key, operator, values: [value]};
}

function readPresence(text: string): Requirement {
	const [, isNot, name] = /^(!?)\s*([^\s=!<>()]+)$/.exec(text) ?? [];
	if (name === undefined) {
		const [, second = ''] = text.split(/\s+/);
		throw badRequest(`unable to parse requirement: found '${second}', expected: in, notin, =, ==, !=, gt, lt`);
	}

	return {key: name, operator: isNot === '!' ? '!' : 'exists', values: []};
}

const namePattern = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;

function checked(requirement: Requirement): Requirement {
	const {key, values} = requirement;
	const name = key.split('/').at(-1) ?? '';
	if (!namePattern.test(name) || name.length > 63) {
		throw badRequest(
			`unable to parse requirement: <nil>: Invalid value: ${JSON.stringify(key)}: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
		);
	}

	const wrong = values.find(value => value !== '' && !(namePattern.test(value) && value.length <= 63));
	if (wrong !== undefined) {
		throw badRequest(
			`unable to parse requirement: values[0][${key}]: Invalid value: ${JSON.stringify(wrong)}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
		);
	}

	return requirement;
}

function isBeyond(label: string, sign: string, limit: string): boolean {
	const [value, bound] = [Number(label), Number(limit)];
	return /^-?\d+$/.test(label) && (sign === '>' ? value > bound : value < bound);
}
