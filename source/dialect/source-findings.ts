import {isList, isObject, items, type Json, type JsonObject, members, text} from '../model/json.ts';
import {parseReference} from '../model/reference.ts';
import {mostSources} from './application-schema.ts';
import {quote} from './format.ts';

/** One source as it is written, with its field. */
type Written = {readonly field: string; readonly source: Json};

/** What is wrong with an application's sources beyond their types. */
export function describeSources(document: JsonObject): readonly string[] {
	const {spec} = document;
	const {source, sources} = members(spec);
	if (isList(sources)) {
		const all = sources.slice(0, mostSources).map((one, index) => ({field: `spec.sources[${index}]`, source: one}));
		return [...all.flatMap(describeSource), ...all.flatMap(describeMember), ...describeNames(all)];
	}

	if (!isObject(spec) || sources !== undefined) {
		return [];
	}

	return source === undefined
		? ['spec.source is missing']
		: [...describeSource({field: 'spec.source', source}), ...describeOnly({field: 'spec.source', source})];
}

function describeOnly(one: Written): readonly string[] {
	return [
		...describePlace(one, 'no path and no chart'),
		...(text(one.source, 'ref') === ''
			? []
			: [`${one.field}.ref is for one of several in spec.sources and would be ignored`]),
		...describeReferences(one, new Set(), path => !beginsWithVariable.test(path)),
	];
}

/** A variable of the build, or a dollar. */
const beginsWithVariable = /^\$(?:\$|\{?(?:ARGOCD_APP_|KUBE_))/;

const tools: ReadonlySet<string> = new Set(['directory', 'kustomize', 'helm', 'plugin']);

function describeSource({field, source}: Written): readonly string[] {
	const has = (key: string) => text(source, key) !== '';
	const chosen = Object.keys(members(source)).filter(
		key => tools.has(key) && Object.keys(members(source, key)).length > 0,
	);
	return [
		...(chosen.length > 1 ? [`${field} has both ${chosen.join(' and ')}: keep the one that is meant`] : []),
		...(has('chart') && has('path') ? [`${field} has both chart and path: keep the one that is meant`] : []),
		...(has('chart') && has('ref') ? [`${field} has both chart and ref: only files beside no chart can be named`] : []),
		...(has('chart') && members(source).targetRevision === undefined
			? [`${field}.targetRevision is missing: a chart needs a version`]
			: []),
	];
}

/** What holds for one of several. */
function describeMember(one: Written): readonly string[] {
	return describePlace(one, 'no path, no chart and no ref');
}

function describePlace({field, source}: Written, lacking: string): readonly string[] {
	const isPlaced = !isObject(source) || ['path', 'chart', 'ref'].some(key => source[key] !== undefined);
	return isPlaced ? [] : [`${field} has ${lacking}: write \`path: .\` for the top of the repository`];
}

function describeNames(all: readonly Written[]): readonly string[] {
	const refs = new Set(all.map(({source}) => text(source, 'ref')).filter(ref => ref !== ''));
	return [
		...describeTwins(all, 'name'),
		...describeTwins(all, 'ref'),
		...all.flatMap(one => describeReferences(one, refs)),
	];
}

function describeTwins(all: readonly Written[], key: 'name' | 'ref'): readonly string[] {
	const first = new Map<string, string>();
	return all.flatMap(({field, source}) => {
		const value = text(source, key);
		const other = first.get(value);
		first.set(value, other ?? field);
		return value === '' || other === undefined
			? []
			: [`${field}.${key} (${quote(value)}) is that of ${other} too: choose another one`];
	});
}

/** Of several sources, `$name/` at the beginning of a path of values always means one of them. */
function describeReferences(
	{field, source}: Written,
	refs: ReadonlySet<string>,
	isReference: (path: string) => boolean = () => true,
): readonly string[] {
	const there = refs.size === 0 ? 'no source has a ref' : `there is ${[...refs].map(quote).join(', ')}`;
	const helm = members(source, 'helm');
	const {valueFiles} = helm;
	const paths = [
		...(isList(valueFiles) ? valueFiles : []).map((path, index) => ({at: `valueFiles[${index}]`, path})),
		...items(helm, 'fileParameters').map((one, index) => ({
			at: `fileParameters[${index}].path`,
			path: text(one, 'path'),
		})),
	];
	return paths.flatMap(({at, path}) => {
		const named = typeof path === 'string' && isReference(path) ? parseReference(path) : undefined;
		return named === undefined || refs.has(named.ref)
			? []
			: [`${field}.helm.${at} (${quote(String(path))}) names a source that is not there: ${there}`];
	});
}
