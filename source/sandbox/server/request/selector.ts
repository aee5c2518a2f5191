import type {JsonObject} from '../../objects/json.ts';
import {labelValue, qualifiedName} from '../../objects/validation/names.ts';
import {badRequest, type Refused} from '../answer/refused.ts';
import {binaryOperators, isEnd, Tokens} from './selector-tokens.ts';

/** One condition of a label selector. */
type Requirement = {readonly key: string; readonly operator: string; readonly values: readonly string[]};

export type LabelSelector = readonly Requirement[];

/** Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1` as k8s.io/apimachinery/pkg/labels does; throws a refusal. */
export function readLabelSelector(text: string): LabelSelector {
	const tokens = new Tokens(text);
	const requirements: Requirement[] = [];
	while (tokens.peek().kind !== 'end') {
		if (!startsRequirement(tokens)) {
			throw unexpected(tokens, "found '%', expected: !, identifier, or 'end of string'");
		}

		requirements.push(checked(readRequirement(tokens)));
		if (!isEnd(tokens.peek())) {
			throw unexpected(tokens, "found '%', expected: ',' or 'end of string'");
		}

		if (tokens.takeIf(',') && !startsRequirement(tokens)) {
			throw unexpected(tokens, "found '%', expected: identifier after ','");
		}
	}

	return requirements;
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

function startsRequirement(tokens: Tokens): boolean {
	const {kind, text} = tokens.peek();
	return kind === 'word' || (kind === 'sign' && text === '!');
}

function readRequirement(tokens: Tokens): Requirement {
	const isAbsence = tokens.takeIf('!');
	const key = readWord(tokens);
	checkKey(key);
	if (isAbsence || isEnd(tokens.peek())) {
		return {key, operator: isAbsence ? '!' : 'exists', values: []};
	}

	const {text: operator} = tokens.peek();
	switch (operator) {
		case 'in':
		case 'notin':
			tokens.take();
			return {key, operator, values: readValues(tokens)};
		case '=':
		case '==':
		case '!=':
			tokens.take();
			return {key, operator: operator === '!=' ? 'notin' : 'in', values: [readValue(tokens)]};
		case '<':
		case '>':
			tokens.take();
			return {key, operator, values: [readValue(tokens)]};
		default:
			throw inRequirement(tokens, `found '%', expected: ${binaryOperators.join(', ')}`);
	}
}

function readWord(tokens: Tokens): string {
	if (tokens.peek().kind !== 'word') {
		throw inRequirement(tokens, "found '%', expected: identifier");
	}

	return tokens.take().text;
}

/** What is left out is empty. */
function readValue(tokens: Tokens): string {
	return isEnd(tokens.peek()) ? '' : readWord(tokens);
}

function readValues(tokens: Tokens): readonly string[] {
	if (!tokens.takeIf('(')) {
		throw inRequirement(tokens, "found '%' expected: '('");
	}

	const values: string[] = [];
	do {
		values.push(tokens.peek().kind === 'word' ? tokens.take().text : '');
	} while (tokens.takeIf(','));

	if (!tokens.takeIf(')')) {
		throw inRequirement(tokens, "found '%', expected: ',' or ')'");
	}

	return values;
}

function checkKey(key: string): void {
	const [wrong] = qualifiedName(key);
	if (wrong !== undefined) {
		const why = wrong.replace(/^a qualified name/, 'a valid label key');
		throw notParsed(`<nil>: Invalid value: ${JSON.stringify(key)}: ${why}`);
	}
}

function checked(requirement: Requirement): Requirement {
	const {key, operator, values} = requirement;
	if (operator === '<' || operator === '>') {
		if (!/^[-+]?\d+$/.test(values[0] ?? '')) {
			const why = "for 'Gt', 'Lt' operators, the value must be an integer";
			throw notParsed(`values[0]: Invalid value: ${JSON.stringify(values[0])}: ${why}`);
		}
	}

	for (const [index, value] of values.entries()) {
		const [wrong] = labelValue(value);
		if (wrong !== undefined) {
			throw notParsed(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong}`);
		}
	}

	return requirement;
}

/** `%` stands for what is there instead. */
function unexpected(tokens: Tokens, message: string): Refused {
	return badRequest(message.replace('%', () => tokens.peek().text));
}

function inRequirement(tokens: Tokens, message: string): Refused {
	return notParsed(message.replace('%', () => tokens.peek().text));
}

function notParsed(why: string): Refused {
	return badRequest(`unable to parse requirement: ${why}`);
}

function isBeyond(label: string, sign: string, limit: string): boolean {
	const [value, bound] = [Number(label), Number(limit)];
	return /^-?\d+$/.test(label) && (sign === '>' ? value > bound : value < bound);
}
