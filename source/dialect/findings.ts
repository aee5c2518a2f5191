import type * as z from 'zod';
import {isList, type Json, type JsonObject, members} from '../model/json.ts';
import {formatPath, quote} from './format.ts';
import {meantBy} from './known-fields.ts';
import {describeSources} from './source-findings.ts';

/** What is wrong with an application's document, a sentence each, that begins with the field's path. */
export function listFindings(document: JsonObject, issues: readonly z.core.$ZodIssue[]): readonly string[] {
	return [
		...issues.flatMap(issue => describeIssue(document, issue)),
		...describeDestination(document),
		...describeSources(document),
		...describeAnnotations(document),
	];
}

export function describeIssue(document: JsonObject, issue: z.core.$ZodIssue): readonly string[] {
	if (issue.code === 'unrecognized_keys') {
		return issue.keys.map(key => {
			const meant = meantBy(key, issue.path);
			const what =
				meant === undefined ? 'is not supported yet and would be ignored' : `is unknown; did you mean ${meant}?`;
			return `${formatPath([...issue.path, key])} ${what}`;
		});
	}

	const path = formatPath(issue.path);
	const found = follow(document, issue.path);
	return issue.code === 'invalid_type'
		? [`${path} ${describeType(found, issue.expected)}`]
		: [`${path}${formatValue(found)} ${issue.message}`];
}

const typeNames: Readonly<Record<string, string>> = {
	array: 'a list',
	bigint: 'a number',
	boolean: 'true or false',
	object: 'an object',
	string: 'text',
};

function describeType(found: Json | undefined, expected: string): string {
	if (found === undefined) {
		return 'is missing';
	}

	const type = isList(found) ? 'array' : typeof found;
	const advice = expected === 'string' && type !== 'array' && type !== 'object' ? ': put it in quotes' : '';
	return `must be ${nameType(expected)}, not ${nameType(type)}${advice}`;
}

function nameType(type: string): string {
	return typeNames[type] ?? `a ${type}`;
}

function describeDestination(document: JsonObject): readonly string[] {
	const {server, name} = members(document, 'spec', 'destination');
	return server === undefined || name === undefined
		? []
		: ['spec.destination has both server and name: keep the one that is meant'];
}

const argoPrefix = 'argocd.argoproj.io/';

// None of these changes what is deployed or when: marks, links, requests for a refresh, limits on what is read anew.
const harmlessAnnotations: ReadonlySet<string> = new Set([
	'ignore-default-links',
	'installation-id',
	'managed-by-url',
	'manifest-generate-paths',
	'refresh',
	'tracking-id',
]);

function describeAnnotations(document: JsonObject): readonly string[] {
	return Object.keys(members(document, 'metadata', 'annotations'))
		.filter(key => key.startsWith(argoPrefix) && !harmlessAnnotations.has(key.slice(argoPrefix.length)))
		.map(key => `${formatPath(['metadata', 'annotations', key])} is not supported yet and would be ignored`);
}

function follow(document: JsonObject, path: readonly PropertyKey[]): Json | undefined {
	return path.reduce<Json | undefined>(
		(here, key) => (isList(here) ? here[Number(key)] : members(here)[String(key)]),
		document,
	);
}

function formatValue(value: Json | undefined): string {
	return typeof value === 'string' ? ` (${quote(value)})` : '';
}
