import type {Cause} from '../refusal.ts';
import {invalidValue} from './field-errors.ts';

/** What is wrong with a name; nothing where it is right. As apimachinery's util/validation words it. */
export type NameRule = (name: string) => readonly string[];

function rule(pattern: string, longest: number, words: string): NameRule {
	const whole = new RegExp(`^${pattern}$`);
	return name => [
		...(name.length > longest ? [`must be no more than ${longest} characters`] : []),
		...(whole.test(name) ? [] : [words]),
	];
}

const labelPattern = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainPattern = `${labelPattern}(\\.${labelPattern})*`;
const labelWords = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${labelPattern}')`;
const subdomainWords = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomainPattern}')`;
const qualifiedPattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedWords = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedPattern}')`;

const wholeQualified = new RegExp(`^${qualifiedPattern}$`);
const plainLabel = rule(labelPattern, 63, labelWords);

export const dnsSubdomain: NameRule = rule(subdomainPattern, 253, subdomainWords);

export const dnsLabel: NameRule = name =>
	name.includes('.') && /^[a-z0-9.-]+$/.test(name) ? ['must not contain dots'] : plainLabel(name);

/** Of roles, which may be called nearly anything. */
export const pathSegment: NameRule = name => {
	if (name === '.' || name === '..') {
		return [`may not be '${name}'`];
	}

	return ['/', '%'].filter(character => name.includes(character)).map(character => `may not contain '${character}'`);
};

export const cronJobName: NameRule = name => [
	...dnsSubdomain(name),
	...(name.length > 52 ? ['must be no more than 52 characters'] : []),
];

/** Of annotation keys, finalizers: a name, with a prefix or without. */
export const qualifiedName: NameRule = key => qualified(key, 'a qualified name');

export const labelKey: NameRule = key => qualified(key, 'a valid label key');

function qualified(key: string, what: string): readonly string[] {
	const parts = key.split('/');
	if (parts.length > 2) {
		return [
			`${what} must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedPattern}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
		];
	}

	const [name = '', prefix] = parts.reverse();
	return [
		...(prefix === undefined ? [] : prefixProblems(prefix)),
		...(name === '' ? ['name part must be non-empty'] : []),
		...(name.length > 63 ? ['name part must be no more than 63 bytes'] : []),
		...(wholeQualified.test(name) ? [] : [qualifiedWords]),
	];
}

function prefixProblems(prefix: string): readonly string[] {
	return prefix === ''
		? ['prefix part must be non-empty']
		: dnsSubdomain(prefix).map(problem => `prefix part ${problem}`);
}

export const labelValue: NameRule = value => [
	...(value.length > 63 ? ['must be no more than 63 bytes'] : []),
	...(/^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value) ? [] : [labelValueWords]),
];

const labelValueWords =
	"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

export const configKey: NameRule = key => [
	...(key.length > 253 ? ['must be no more than 253 characters'] : []),
	...(key === '.' || key === '..'
		? [`must not be '${key}'`]
		: key.startsWith('..')
			? ["must not start with '..'"]
			: []),
	...(/^[-._a-zA-Z0-9]+$/.test(key)
		? []
		: [
				"a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
			]),
];

export const portName: NameRule = name => [
	...(name.length > 15 ? ['must be no more than 15 characters'] : []),
	...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
	...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
	...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
	...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
];

export const environmentName: NameRule = name =>
	/^[ -<>-~]+$/.test(name)
		? []
		: ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

/** A check of a name at a place. */
export function named(field: string, name: string, check: NameRule): readonly Cause[] {
	return check(name).map(problem => invalidValue(field, name, problem));
}
