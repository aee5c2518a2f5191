import {isList, isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {formatOf, type SopsFormat} from '../sops/format.ts';

export type Reference = {
	readonly field: string;
	readonly reference: string;
	/** Where it stands, from the top of the kustomization. */
	readonly at: readonly PropertyKey[];
	/** How SOPS has encrypted it, if it has, where Flux decrypts it. */
	readonly sops?: SopsFormat;
};

const listsOfFiles = ['crds', 'configurations', 'patchesStrategicMerge'] as const;
const listsWithPaths = ['patches', 'patchesJson6902', 'replacements'] as const;
const generators = ['configMapGenerator', 'secretGenerator'] as const;

/** The files that a kustomization names, by the fields that can name nothing else. */
export function fileReferences(body: JsonObject): readonly Reference[] {
	return [
		...listsOfFiles.flatMap(field => referencesIn(field, body[field])),
		...listsWithPaths.flatMap(field =>
			items(body, field).flatMap((item, index) =>
				pathIn(`${field}[].path`, text(item, 'path'), [field, index, 'path']).map(decrypted),
			),
		),
		...generators.flatMap(field =>
			items(body, field).flatMap((item, index) => generatedFrom(field, item, [field, index])),
		),
		...pathIn('openapi.path', text(body, 'openapi', 'path'), ['openapi', 'path']),
	];
}

// A patch may be written out in place of its file's name.
function referencesIn(field: string, value: Json | undefined): readonly Reference[] {
	const isName = (reference: string) => !reference.includes('\n') && !/^\s*[\w.]+:(?:\s|$)/.test(reference);
	return textsOf(value, [field])
		.filter(({text: reference}) => isName(reference))
		.map(({text: reference, at}) => ({field, reference, at}))
		.map(one => (field === 'patchesStrategicMerge' ? decrypted(one) : one));
}

function pathIn(field: string, reference: string, at: Reference['at']): readonly Reference[] {
	return reference === '' ? [] : [{field, reference, at}];
}

function generatedFrom(field: string, item: Json, at: Reference['at']): readonly Reference[] {
	const {files, envs, env} = isObject(item) ? item : {};
	const isSecret = field === 'secretGenerator';
	return [
		...textsOf(files, [...at, 'files']).map(file => {
			const [, key = '', reference = file.text] = /^([^=]*)=(.*)$/s.exec(file.text) ?? [];
			return {field: `${field}[].files`, reference, at: file.at, ...(isSecret && {sops: formatOf(key || file.text)})};
		}),
		...[...textsOf(envs, [...at, 'envs']), ...textsOf(env, [...at, 'env'])].map(({text: reference, at: place}) => {
			const format = formatOf(reference);
			const sops = format === 'binary' ? 'dotenv' : format;
			return {field: `${field}[].envs`, reference, at: place, ...(isSecret && {sops})};
		}),
	];
}

function decrypted(reference: Reference): Reference {
	return {...reference, sops: formatOf(reference.reference)};
}

/** The texts of a list, or the one that stands in place of a list. */
export function textsOf(
	value: Json | undefined,
	at: Reference['at'],
): readonly {readonly text: string; readonly at: Reference['at']}[] {
	const all = isList(value) ? value.map((one, index) => ({one, at: [...at, index]})) : [{one: value, at}];
	return all.flatMap(({one, at: place}) => (typeof one === 'string' ? [{text: one, at: place}] : []));
}
