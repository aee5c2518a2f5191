import {dig, isObject, type Json, type JsonObject} from '../../model/json.ts';
import {groupVersion, isSecretKind, type ResourceId} from '../../model/resource.ts';
import {checkSecret} from './check-secret.ts';
import {checkClusterFields, withoutClusterFields} from './cluster-fields.ts';
import {printable} from './printable.ts';

export type Identified = {readonly id: ResourceId; readonly body: JsonObject} | {readonly problems: readonly string[]};

/** Names the object that a document declares, or says what keeps it from being one. */
export function identify(value: Json): Identified {
	if (!isObject(value)) {
		return {problems: [`this is ${kindOfValue(value)}, not an object of Kubernetes with apiVersion and kind`]};
	}

	const problems = [
		...checkText(value, 'apiVersion', /^(?:[a-z0-9][a-z0-9.-]*\/)?[a-z0-9][a-z0-9.-]*$/i, 'something like apps/v1'),
		...checkText(value, 'kind', /^[a-z][a-z0-9-]*$/i, 'something like Deployment'),
		...checkMetadata(value),
		...checkAsSecret(value),
	];
	if (problems.length > 0) {
		return {problems};
	}

	const [apiVersion, kind, name, namespace] = [
		textAt(value, 'apiVersion'),
		textAt(value, 'kind'),
		textAt(value, 'metadata', 'name'),
		textAt(value, 'metadata', 'namespace'),
	];
	return {id: {...groupVersion(apiVersion), kind, namespace, name}, body: withoutClusterFields(value)};
}

/** Other groups may have a kind of that name, with fields of its own. */
function checkAsSecret(value: JsonObject): readonly string[] {
	const [kind, apiVersion] = [textAt(value, 'kind'), textAt(value, 'apiVersion')];
	if (!isSecretKind(kind) || !/^(?:core\/)?[^/]*$/i.test(apiVersion)) {
		return [];
	}

	return kind === 'Secret' && apiVersion === 'v1'
		? checkSecret(value)
		: [`kind ${kind} of "${printable(apiVersion, 100)}": did you mean kind: Secret with apiVersion: v1?`];
}

function textAt(value: JsonObject, ...path: readonly string[]): string {
	const found = dig(value, ...path);
	return typeof found === 'string' ? found : '';
}

function checkText(value: JsonObject, field: string, pattern: RegExp, example: string): readonly string[] {
	const found = dig(value, field);
	if (found === undefined || found === null || found === '') {
		return [`${field} is missing`];
	}

	if (typeof found !== 'string') {
		return [`${field} is ${kindOfValue(found)}, not text`];
	}

	return pattern.test(found) && found.length <= 317 ? [] : [`${field} "${printable(found, 100)}" is not ${example}`];
}

function checkMetadata(value: JsonObject): readonly string[] {
	const metadata = dig(value, 'metadata');
	if (!isObject(metadata)) {
		return [metadata === undefined || metadata === null ? 'metadata.name is missing' : 'metadata is not an object'];
	}

	return [
		...checkName(metadata),
		...checkNamespace(metadata),
		...checkTexts(metadata, 'labels'),
		...checkTexts(metadata, 'annotations'),
		...checkClusterFields(metadata),
	];
}

// What Kubernetes asks of every name, whatever its kind: it becomes a part of a URL.
const namePattern = /^(?!\.{1,2}$)[^/%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,253}$/u;

function checkName(metadata: JsonObject): readonly string[] {
	const name = dig(metadata, 'name');
	if (name === undefined || name === null || name === '') {
		return dig(metadata, 'generateName') === undefined
			? ['metadata.name is missing']
			: [
					'metadata.generateName makes a new object at each sync, which only hooks may, and hooks are not supported yet: give a name',
				];
	}

	return checkPathPart('metadata.name', name);
}

function checkNamespace(metadata: JsonObject): readonly string[] {
	const namespace = dig(metadata, 'namespace');
	return namespace === undefined || namespace === null || namespace === ''
		? []
		: checkPathPart('metadata.namespace', namespace);
}

function checkPathPart(field: string, value: Json): readonly string[] {
	if (typeof value !== 'string') {
		return [`${field} is ${kindOfValue(value)}, not text: quote it`];
	}

	return namePattern.test(value) ? [] : [`${field} "${printable(value, 100)}" is a name that Kubernetes refuses`];
}

function checkTexts(metadata: JsonObject, field: string): readonly string[] {
	const texts = dig(metadata, field);
	if (texts === undefined || texts === null) {
		return [];
	}

	if (!isObject(texts)) {
		return [`metadata.${field} is ${kindOfValue(texts)}, not an object`];
	}

	return Object.entries(texts).flatMap(([key, text]) =>
		typeof text === 'string'
			? []
			: [`metadata.${field}: the value of "${printable(key, 100)}" is ${kindOfValue(text)}, not text: quote it`],
	);
}

const kindsOfValues: ReadonlyMap<string, string> = new Map([
	['string', 'text'],
	['number', 'a number'],
	['bigint', 'a number'],
	['boolean', 'a boolean'],
]);

function kindOfValue(value: Json): string {
	if (value === null) {
		return 'null';
	}

	return kindsOfValues.get(typeof value) ?? (Array.isArray(value) ? 'a list' : 'an object');
}
