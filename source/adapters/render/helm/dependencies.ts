import {createHash} from 'node:crypto';
import {posix} from 'node:path';
import {dig, isList, isObject, items, type Json, text} from '../../../model/json.ts';
import {findEntry, type Tree} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import type {ReadBlobs} from '../read-text.ts';

export type Dependency = {
	readonly name: string;
	readonly repository: string;
	/** Or what it may be. */
	readonly version: string;
};

/** What a chart says of the charts that it needs. */
export type Dependencies = {
	readonly all: readonly Dependency[];
	/** Where they stand, from the top of the repository. */
	readonly file: string;
	/** The versions that are locked, in the same order; undefined where there is no lock. */
	readonly locked: readonly string[] | undefined;
	/** The lock is that of other dependencies. */
	readonly isStale: boolean;
	/** From the top of the repository. */
	readonly lockFile: string;
};

type Files = {readonly tree: Tree; readonly read: ReadBlobs};

/** Charts of Helm 2 list them in a file of their own, which Helm reads after that of any chart. */
export function listedDependencies(chart: Json, requirements: Json): readonly Json[] {
	return items(isListed(requirements) ? requirements : chart, 'dependencies');
}

function isListed(requirements: Json): boolean {
	return dig(requirements, 'dependencies') !== undefined;
}

/** Reads the dependencies of the chart in a folder. */
export async function readDependencies(files: Files, folder: string): Promise<Dependencies> {
	const chart = await parse(files, posix.join(folder, 'Chart.yaml'));
	const isOld = ['v1', ''].includes(text(chart, 'apiVersion'));
	const lockFile = posix.join(folder, isOld ? 'requirements.lock' : 'Chart.lock');
	const lock = await parse(files, lockFile);
	const requirements = await parse(files, posix.join(folder, 'requirements.yaml'));
	const declared = listedDependencies(chart, requirements);
	const all = declared.map(one => ({
		name: text(one, 'name'),
		repository: text(one, 'repository'),
		version: text(one, 'version'),
	}));
	const locked = items(lock, 'dependencies');
	const digests = [hashOf([declared.map(forHash), locked.map(forHash)])];
	if (isOld) {
		digests.push(hashOf({dependencies: declared.map(forHash)}));
	}

	return {
		all,
		file: posix.join(folder, isListed(requirements) ? 'requirements.yaml' : 'Chart.yaml'),
		locked: lock === null ? undefined : all.map((_, index) => text(locked[index], 'version')),
		isStale: lock !== null && !digests.includes(text(lock, 'digest')),
		lockFile,
	};
}

/** Null where it is not there; what can't be parsed is told of by Helm. */
async function parse({tree, read}: Files, path: string): Promise<Json> {
	const entry = findEntry(tree, path);
	if (entry?.kind !== 'file') {
		return null;
	}

	const [content] = await read([entry.id]);
	const parsed = parseDocument(content?.toString('utf8') ?? '');
	return 'value' in parsed ? parsed.value : null;
}

/** The fields in the order of Helm's own, without those that are empty. */
function forHash(dependency: Json): Json {
	const [version, condition, alias] = ['version', 'condition', 'alias'].map(key => text(dependency, key));
	const [tags, imports] = ['tags', 'import-values'].map(key => items(dependency, key));
	return {
		name: text(dependency, 'name'),
		...(version && {version}),
		repository: text(dependency, 'repository'),
		...(condition && {condition}),
		...(tags && tags.length > 0 && {tags}),
		...(dig(dependency, 'enabled') === true && {enabled: true}),
		...(imports && imports.length > 0 && {'import-values': imports.map(sorted)}),
		...(alias && {alias}),
	};
}

function sorted(value: Json): Json {
	if (isList(value)) {
		return value.map(sorted);
	}

	const pairs = isObject(value) ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) : [];
	return isObject(value) ? Object.fromEntries(pairs.map(([key, member]) => [key, sorted(member)])) : value;
}

/** As Go writes JSON. */
function hashOf(value: Json): string {
	const json = JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? Number(member) : member));
	const escaped = json.replaceAll(
		/[<>&\u2028\u2029]/g,
		character => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
	);
	return `sha256:${createHash('sha256').update(escaped).digest('hex')}`;
}
