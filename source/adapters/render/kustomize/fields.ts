import {isList, isObject, type Json, type JsonObject} from '../../../model/json.ts';
import {printable} from '../printable.ts';

/** All that Kustomize 5.8 knows at the top of a kustomization. */
const known: ReadonlySet<string> = new Set([
	...['apiVersion', 'kind', 'metadata', 'openapi', 'namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'labels'],
	...[
		'commonAnnotations',
		'patchesStrategicMerge',
		'patchesJson6902',
		'patches',
		'images',
		'imageTags',
		'replacements',
	],
	...['replicas', 'vars', 'sortOptions', 'resources', 'components', 'crds', 'bases', 'configMapGenerator'],
	...['secretGenerator', 'helmGlobals', 'helmCharts', 'helmChartInflationGenerator', 'generatorOptions'],
	...['configurations', 'generators', 'transformers', 'validators', 'buildMetadata'],
]);

/** Fields that name files, or folders with a kustomization of their own. */
export const folderFields = ['resources', 'bases', 'components', 'generators', 'transformers', 'validators'] as const;
/** Those of them whose files are themselves configuration, which may name files. */
export const configurationFields: ReadonlySet<string> = new Set(['generators', 'transformers', 'validators']);
export const plainFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'resources']);
/** What makes Kustomize run or fetch something else. */
const helm = ['helmCharts', 'helmGlobals', 'helmChartInflationGenerator'];

/** The keys below them that name files. */
const naming = Object.entries({
	openapi: ['path'],
	patches: ['path'],
	patchesJson6902: ['path'],
	replacements: ['path'],
	configMapGenerator: ['files', 'envs', 'env'],
	secretGenerator: ['files', 'envs', 'env'],
});

export type Misspelt = {readonly field: string; readonly message: string; readonly at: readonly PropertyKey[]};

/** Fields that are refused, and keys that Kustomize would take for others: what they name would be read unseen. */
export function wrongFields(body: JsonObject): readonly Misspelt[] {
	const unknown = Object.keys(body).filter(key => !known.has(key));
	const nested = naming.flatMap(([field, keys]) =>
		itemsOf(body[field], [field]).flatMap(({item, at}) => misspeltKeys(item, keys, at)),
	);
	return [
		...helm
			.filter(field => body[field] !== undefined)
			.map(field => ({
				field,
				at: [field],
				message: `${field} makes Kustomize fetch and run Helm charts, which is not done here: use a Helm source`,
			})),
		...unknown.map(key => {
			const field = printable(key, 100);
			const meant = [...known].find(one => fold(one) === fold(key));
			const message =
				meant === undefined
					? `unknown field "${field}": Kustomize has none of that name, correct it or take it out`
					: `Kustomize would take "${field}" for ${meant}: write ${meant}`;
			return {field, message, at: [key]};
		}),
		...nested,
	];
}

/** Those of a mapping that would be taken for one of these. */
export function misspeltKeys(body: JsonObject, keys: readonly string[], at: Misspelt['at'] = []): readonly Misspelt[] {
	return Object.keys(body).flatMap(key => {
		const meant = keys.find(one => one !== key && fold(one) === fold(key));
		const field = printable(key, 100);
		return meant === undefined
			? []
			: [{field, message: `Kustomize would take "${field}" for ${meant}: write ${meant}`, at: [...at, key]}];
	});
}

/** As Go's JSON compares keys: the Kelvin sign is a k to it, and the long s an s. */
function fold(key: string): string {
	return key.toLowerCase().replaceAll('ſ', 's');
}

function itemsOf(value: Json | undefined, at: Misspelt['at']): readonly {item: JsonObject; at: Misspelt['at']}[] {
	const all = isList(value) ? value.map((item, index) => ({item, at: [...at, index]})) : [{item: value, at}];
	return all.flatMap(({item, at: place}) => (isObject(item) ? [{item, at: place}] : []));
}
