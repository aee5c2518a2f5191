import type {KustomizeOptions} from '../../../model/application.ts';
import {items, type Json, type JsonObject, members, text, texts} from '../../../model/json.ts';
import {printable} from '../printable.ts';

/** What an application asks for besides can't be combined with the kustomization. */
class OptionError extends Error {
	readonly field: string;

	constructor(field: string, message: string) {
		super(message);
		this.field = field;
	}
}

/** The kustomization with what an application asks for besides, as `kustomize edit` would write it; or what is wrong. */
export function withOptions(
	body: JsonObject,
	options: KustomizeOptions,
): {readonly body: JsonObject} | {readonly problem: string; readonly field: string} {
	try {
		return {
			body: {
				...body,
				...replaced(options),
				...appended(body, 'patches', options.patches),
				...appended(body, 'components', missingFrom(items(body, 'components'), options.components)),
				...mergeReplicas(body, options.replicas),
				...mergeImages(items(body, 'images'), options.images),
				...mergeLabels(body, options),
				...mergeAnnotations(body, options),
			},
		};
	} catch (error) {
		if (error instanceof OptionError) {
			return {problem: error.message, field: `spec.source.kustomize.${error.field}`};
		}

		throw error;
	}
}

function replaced({namePrefix, nameSuffix, namespace}: KustomizeOptions): JsonObject {
	return {...(namePrefix && {namePrefix}), ...(nameSuffix && {nameSuffix}), ...(namespace && {namespace})};
}

function appended(body: JsonObject, field: string, added: readonly Json[]): JsonObject {
	return added.length === 0 ? {} : {[field]: [...items(body, field), ...added]};
}

function missingFrom(known: readonly Json[], wanted: readonly string[]): readonly string[] {
	return wanted.filter(one => !known.includes(one));
}

function mergeReplicas(body: JsonObject, replicas: KustomizeOptions['replicas']): JsonObject {
	const names = new Set(replicas.map(({name}) => name));
	const kept = items(body, 'replicas').filter(item => !names.has(text(item, 'name')));
	return replicas.length === 0 ? {} : {replicas: [...kept, ...replicas]};
}

const imagePattern = /^(?:([^=]*)=)?([^@=]*?)(?::([^:@/]*))?(?:@(.*))?$/;
const kept = '*';

/** `name=new:tag@digest`, and what of it may be left out. */
function parseImage(typed: string): JsonObject | undefined {
	const [, key, name = '', newTag = '', digest = ''] = imagePattern.exec(typed) ?? [];
	const isChange = key !== undefined || newTag !== '' || digest !== '';
	return name === '' || !isChange
		? undefined
		: {name: key ?? name, ...(key !== undefined && {newName: name}), ...(newTag && {newTag}), ...(digest && {digest})};
}

function mergeImages(known: readonly Json[], typed: readonly string[]): JsonObject {
	const added = new Map<string, JsonObject>();
	for (const one of typed) {
		const image = parseImage(one);
		if (image === undefined) {
			throw new OptionError(
				'images',
				`the image "${printable(one, 200)}" is not written as name=new:tag, name:tag or name@digest`,
			);
		}

		added.set(text(image, 'name'), image);
	}

	const knownByName = new Map(known.map(image => [text(image, 'name'), image]));
	const merged = [...added.values()].map(image => resolveKept(image, knownByName.get(text(image, 'name'))));
	const others = known.filter(image => !added.has(text(image, 'name')));
	return typed.length === 0 ? {} : {images: [...others, ...merged]};
}

function resolveKept(image: JsonObject, before: Json | undefined): JsonObject {
	const pairs = Object.entries(image).map(([field, value]) => [field, value === kept ? text(before, field) : value]);
	return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

function mergeLabels(body: JsonObject, options: KustomizeOptions): JsonObject {
	const {labels, forceLabels, labelIncludeTemplates: includeTemplates} = options;
	const merge = (known: Pairs) => mergePairs(known, labels, {isForced: forceLabels, what: 'label'});
	if (Object.keys(labels).length === 0) {
		return {};
	}

	if (!options.labelWithoutSelector) {
		return {commonLabels: merge(texts(body, 'commonLabels'))};
	}

	const known = items(body, 'labels');
	const index = known.findIndex(
		item => members(item).includeSelectors !== true && (members(item).includeTemplates === true) === includeTemplates,
	);
	const pairs = merge(texts(known[index], 'pairs'));
	const entry = {...members(known[index]), pairs, ...(includeTemplates && {includeTemplates})};
	return {labels: index < 0 ? [...known, entry] : known.with(index, entry)};
}

function mergeAnnotations(body: JsonObject, {annotations, forceAnnotations}: KustomizeOptions): JsonObject {
	const how = {isForced: forceAnnotations, what: 'annotation'};
	return Object.keys(annotations).length === 0
		? {}
		: {commonAnnotations: mergePairs(texts(body, 'commonAnnotations'), annotations, how)};
}

type Pairs = Readonly<Record<string, string>>;

function mergePairs(
	known: Pairs,
	added: Pairs,
	{isForced, what}: {readonly isForced: boolean; readonly what: string},
): Pairs {
	const taken = Object.keys(added).find(key => Object.hasOwn(known, key));
	if (taken !== undefined && !isForced) {
		throw new OptionError(
			what === 'label' ? 'commonLabels' : 'commonAnnotations',
			`the ${what} ${printable(taken, 200)} is in the kustomization already: take it out of one of both, or force it`,
		);
	}

	return {...known, ...added};
}
