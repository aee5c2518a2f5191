import type {Json} from '../../../model/json.ts';

declare global {
	// TypeScript's library does not know it yet; Node does since version 21.
	interface JSON {
		rawJSON(text: string): object;
	}
}

const longDigits = /[0-9]{16,}/;
const wholeNumber = /^-?[0-9]+$/;

/** Whole numbers beyond 2^53 come as bigint. Throws a SyntaxError as `JSON.parse` does. */
export function parseJson(text: string): Json {
	// The reviver costs a call a value: only texts that may hold such a number pay for it.
	return longDigits.test(text) ? JSON.parse(text, toExact) : JSON.parse(text);
}

function toExact(_key: string, value: Json, context?: {readonly source?: string}): Json {
	const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
	return isInexact && context?.source !== undefined && wholeNumber.test(context.source)
		? BigInt(context.source)
		: value;
}

export function printJson(value: Json): string {
	try {
		return JSON.stringify(value);
	} catch {
		// It refuses a bigint. The replacer costs a call a value: only what holds such a number pays for it.
		return JSON.stringify(value, (_key, member: unknown) =>
			typeof member === 'bigint' ? JSON.rawJSON(member.toString()) : member,
		);
	}
}
