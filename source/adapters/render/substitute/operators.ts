import {longestPrefix, shortestPrefix} from './prefixes.ts';
import {SubstitutionError} from './substitution-error.ts';

export type Operator =
	| 'value'
	| 'length'
	| 'default'
	| 'substring'
	| ','
	| ',,'
	| '^'
	| '^^'
	| '/'
	| '//'
	| '/#'
	| '/%'
	| '#'
	| '##'
	| '%'
	| '%%';

const longest = 3 * 1024 * 1024;

type Apply = (value: string, first: string, second: string | undefined) => string;

/** As drone's envsubst, of which Flux's is a copy: lengths and positions count bytes. */
const operators: Readonly<Record<Operator, Apply>> = {
	value: value => value,
	length: value => String(Buffer.byteLength(value)),
	default: (value, fallback) => value || fallback,
	substring,
	',': value => changeFirst(value, first => first.toLowerCase()),
	',,': value => value.toLowerCase(),
	'^': value => changeFirst(value, first => first.toUpperCase()),
	'^^': value => value.toUpperCase(),
	'/': (value, pattern, replacement = '') => {
		const at = value.indexOf(pattern);
		return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + pattern.length);
	},
	'//': replaceAll,
	'/#': (value, pattern, replacement) =>
		replacement !== undefined && value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value,
	'/%': (value, pattern, replacement) =>
		replacement !== undefined && value.endsWith(pattern)
			? value.slice(0, value.length - pattern.length) + replacement
			: value,
	'#': (value, pattern) => value.slice(shortestPrefix(value, pattern)),
	'##': (value, pattern) => value.slice(longestPrefix(value, pattern)),
	'%': (value, pattern) => fromTheEnd(value, pattern, shortestPrefix),
	'%%': (value, pattern) => fromTheEnd(value, pattern, longestPrefix),
};

export function applyOperator(operator: Operator, value: string, args: readonly string[]): string {
	return operators[operator](value, args[0] ?? '', args[1]);
}

/** What is no number leaves the value as it is, as in bash. */
function substring(value: string, start: string, length: string | undefined): string {
	const bytes = Buffer.from(value);
	const isNumber = (text: string) => /^[+-]?\d{1,15}$/.test(text);
	if (!isNumber(start) || (length !== undefined && !isNumber(length))) {
		return value;
	}

	const position = Number(start) < 0 ? Math.max(bytes.length + Number(start), 0) : Number(start);
	const count = Number(length ?? bytes.length);
	const end = count < 0 ? bytes.length + count : position + count;
	return bytes.subarray(position, Math.max(end, position)).toString('utf8');
}

function changeFirst(value: string, change: (first: string) => string): string {
	const [first = ''] = value;
	return change(first) + value.slice(first.length);
}

function replaceAll(value: string, pattern: string, replacement = ''): string {
	const parts = pattern === '' ? ['', ...value, ''] : value.split(pattern);
	if (value.length + parts.length * replacement.length > longest) {
		throw new SubstitutionError('its variables make more than 3 MB of it');
	}

	return parts.join(replacement);
}

/** As a prefix of what is written backwards, with the pattern written backwards too. */
function fromTheEnd(value: string, pattern: string, find: typeof shortestPrefix): string {
	const backwards = [...value].toReversed().join('');
	const length = find(backwards, [...pattern].toReversed().join(''));
	return value.slice(0, value.length - length);
}
