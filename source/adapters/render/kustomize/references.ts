import {isList, isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {formatOf, type SopsFormat} from '../sops/format.ts';

export type Reference = {
	readonly field: string;
	readonly reference: string;
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
			items(body, field).flatMap(item => pathIn(`${field}[].path`, text(item, 'path')).map(decrypted)),
		),
		...generators.flatMap(field => items(body, field).flatMap(item => generatedFrom(field, item))),
		...pathIn('openapi.path', text(body, 'openapi', 'path')),
	];
}

// A patch may be written out in place of its file's name.
function referencesIn(field: string, value: Json | undefined): readonly Reference[] {
	const isName = (reference: string) => !reference.includes('\n') && !/^\s*[\w.]+:(?:\s|$)/.test(reference);
	return textsOf(value)
		.filter(isName)
		.map(reference => ({field, reference}))
		.map(one => (field === 'patchesStrategicMerge' ? decrypted(one) : one));
}

function pathIn(field: string, reference: string): readonly Reference[] {
	return reference === '' ? [] : [{field, reference}];
}

function generatedFrom(field: string, item: Json): readonly Reference[] {
	const {files, envs, env} = isObject(item) ? item : {};
	const isSecret = field === 'secretGenerator';
	return [
		...textsOf(files).map(file => {
			const [, key = '', reference = file] = /^([^=]*)=(.*)$/s.exec(file) ?? [];
			return {field: `${field}[].files`, reference, ...(isSecret && {sops: formatOf(key || file)})};
		}),
		...[...textsOf(envs), ...textsOf(env)].map(reference => {
			const format = formatOf(reference);
			const sops = format === 'binary' ? 'dotenv' : format;
			return {field: `${field}[].envs`, reference, ...(isSecret && {sops})};
		}),
	];
}

function decrypted(reference: Reference): Reference {
	return {...reference, sops: formatOf(reference.reference)};
}

/** The texts of a list, or the one that stands in place of a list. */
export function textsOf(value: Json | undefined): readonly string[] {
	const all = isList(value) ? value : [value];
	return all.filter(one => typeof one === 'string');
}
