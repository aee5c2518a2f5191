import {goQuoted} from '../../objects/reading/go-value.ts';
import {badRequest, invalidOptions} from '../answer/refused.ts';

/** The options of a request, as they stand behind the path. */
export type Query = {
	readonly parameters: URLSearchParams;
	readonly isDryRun: boolean;
	/** Empty where none is named. */
	readonly fieldManager: string;
	readonly isForced: boolean;
	readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
};

/** The kind of options that a method takes, for messages. */
const optionKinds: Readonly<Record<string, string>> = {
	POST: 'CreateOptions',
	PUT: 'UpdateOptions',
	PATCH: 'PatchOptions',
	DELETE: 'DeleteOptions',
};

const validations = ['Ignore', 'Strict', 'Warn'] as const;

export function readQuery(method: string, parameters: URLSearchParams): Query {
	const kind = optionKinds[method] ?? 'GetOptions';
	checkDryRun(kind, parameters.getAll('dryRun'));
	const fieldManager = parameters.get('fieldManager') ?? '';
	checkManager(kind, fieldManager);
	const validation = parameters.get('fieldValidation') || 'Warn';
	const fieldValidation = validations.find(one => one === validation);
	if (fieldValidation === undefined) {
		throw invalidOptions(kind, {
			reason: 'FieldValueNotSupported',
			message: `Unsupported value: ${JSON.stringify(validation)}: supported values: "", "Ignore", "Strict", "Warn"`,
			field: 'fieldValidation',
		});
	}

	return {
		parameters,
		isDryRun: parameters.get('dryRun') === 'All',
		fieldManager,
		isForced: flagOf(parameters, 'force'),
		fieldValidation,
	};
}

/** As options of requests are read, k8s.io/apimachinery/pkg/runtime: what is given and says neither false nor 0 is true. */
export function flagOf(parameters: URLSearchParams, name: string): boolean {
	const text = parameters.get(name);
	return text !== null && text !== '0' && text.toLowerCase() !== 'false';
}

export function numberOf(parameters: URLSearchParams, name: string): number | undefined {
	const text = parameters.get(name);
	if (text === null || text === '') {
		return undefined;
	}

	if (!/^-?\d{1,15}$/.test(text)) {
		throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
	}

	return Number(text);
}

function checkDryRun(kind: string, values: readonly string[]): void {
	if (values.some(value => value !== 'All')) {
		const message = `Unsupported value: [${values.map(value => JSON.stringify(value)).join(' ')}]: supported values: "All"`;
		throw invalidOptions(kind, {reason: 'FieldValueNotSupported', message, field: 'dryRun'});
	}
}

function checkManager(kind: string, manager: string): void {
	const field = 'fieldManager';
	if (manager.length > 128) {
		throw invalidOptions(kind, {
			reason: 'FieldValueTooLong',
			message: 'Too long: may not be more than 128 bytes',
			field,
		});
	}

	const index = [...manager].findIndex(letter => !/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(letter));
	if (index >= 0) {
		const code = [...manager][index]?.codePointAt(0) ?? 0;
		const hex = code.toString(16);
		const message = `Invalid value: ${goQuoted(manager)}: invalid character U+${hex.toUpperCase().padStart(4, '0')} (at position ${index})`;
		throw invalidOptions(kind, {reason: 'FieldValueInvalid', message, field});
	}
}
