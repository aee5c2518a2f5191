import {createHash} from 'node:crypto';
import type {Application, Source} from '../model/application.ts';
import {type JsonObject, members, text} from '../model/json.ts';
import type {ResourceId} from '../model/resource.ts';

/** On every object that is managed, for watching. */
export const appLabel = 'trueup.dev/app';

/** Names the application and the object itself, so that a copy of it on another object says nothing. */
const trackingAnnotation = 'trueup.dev/tracking-id';

/** Says which source the object came from. */
const sourceAnnotation = 'trueup.dev/source';

type Sourced = Pick<Application, 'sources'>;

/**
 * What objects of the application are marked with: its first source that declares something, so that one which is added
 * behind it makes no new owner. A source is one repository and path, or chart, however its URL is written. The revision
 * does not count: moving to a tag is no new owner.
 */
export function sourceIdOf({sources}: Sourced): string {
	return idOf(sources.find(({path}) => path !== '') ?? sources[0]);
}

/** Whether a mark is of one of the application's sources: their order may have been another one. */
export function isSourceOf({sources}: Sourced, sourceId: string): boolean {
	return sources.some(source => source.path !== '' && idOf(source) === sourceId);
}

/** The revisions that an application follows; another branch of the same place is another source of commits. */
export function trackOf({sources}: Sourced): string {
	return sources.map(source => `${idOf(source)} ${source.revision}`).join('\n');
}

/** Each object is asked whose it is, and thousands are of one source. */
const sourceIds = new WeakMap<Source, string>();

function idOf(source: Source): string {
	const known = sourceIds.get(source) ?? hashSource(source);
	sourceIds.set(source, known);
	return known;
}

function hashSource({repository, path, chart}: Source): string {
	const what = [normalizeRepository(repository), normalizePath(path), ...(chart === '' ? [] : [chart])];
	return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}

/** Whether two addresses mean one repository, as far as they can tell. */
export function isSameRepository(one: string, other: string): boolean {
	return asPath(normalizeRepository(one)) === asPath(normalizeRepository(other));
}

// Not in marks: those of a folder that is written as a URL are on objects already.
function asPath(repository: string): string {
	return repository.replace(/^file:\/\/(?=\/)/, '');
}

// A token in the URL may be renewed without the repository being another one.
function normalizeRepository(repository: string): string {
	const plain = repository.replace(/^(https?:\/\/)[^/@]*@/, '$1');
	return trimEnd(trimEnd(trimEnd(plain, '/'), '.git'), '/');
}

function normalizePath(path: string): string {
	const plain = trimEnd(path.replace(/^(?:\.\/+)+/, ''), '/');
	return plain === '' ? '.' : plain;
}

function trimEnd(whole: string, end: string): string {
	let length = whole.length;
	while (length > end.length && whole.endsWith(end, length)) {
		length -= end.length;
	}

	return whole.slice(0, length);
}

/** The object with our marks, whatever it said under their names before. */
export function stamp(body: JsonObject, id: ResourceId, app: string, sourceId: string): JsonObject {
	const metadata = members(body, 'metadata');
	return {
		...body,
		metadata: {
			...metadata,
			labels: {...members(metadata, 'labels'), [appLabel]: app},
			annotations: {
				...members(metadata, 'annotations'),
				[trackingAnnotation]: `${app}:${placeOf(id)}`,
				[sourceAnnotation]: sourceId,
			},
		},
	};
}

function placeOf({group, kind, namespace, name}: ResourceId): string {
	return `${group}/${kind}:${namespace}/${name}`;
}

/**
 * - `none`: without our marks
 * - `copied`: with marks that were made for another object, as Endpoints inherit them from their Service
 * - `marked`: ours
 */
export type Owner =
	| {readonly kind: 'none'}
	| {readonly kind: 'copied'}
	| {readonly kind: 'marked'; readonly app: string; readonly sourceId: string};

/** Who manages a live object by our marks. The annotation is the truth; the label is there for watching alone. */
export function ownerOf(body: JsonObject, id: ResourceId): Owner {
	const tracking = annotation(body, trackingAnnotation);
	if (tracking === '') {
		return {kind: label(body, appLabel) === '' ? 'none' : 'copied'};
	}

	const [, app = '', place] = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?):(.*)$/s.exec(tracking) ?? [];
	return place === placeOf(id) ? {kind: 'marked', app, sourceId: annotation(body, sourceAnnotation)} : {kind: 'copied'};
}

/** Which other tool says that it manages the object, in words: `Argo CD application web`. */
export function foreignOwnerOf(body: JsonObject): string | undefined {
	const owner = argoOwner(body) ?? fluxOwner(body);
	return owner?.slice(0, longestOwner).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

const longestOwner = 200;

function argoOwner(body: JsonObject): string | undefined {
	const tracking = annotation(body, 'argocd.argoproj.io/tracking-id');
	const [, app, kind, namespace, name] = /^([^:]+):[^:/]*\/([^:/]*):([^:/]*)\/(.*)$/s.exec(tracking) ?? [];
	// Argo CD writes the application's namespace where the object has none.
	const own = text(body, 'metadata', 'namespace');
	const isCopied =
		name !== text(body, 'metadata', 'name') ||
		(own !== '' && namespace !== own) ||
		![kind, 'PartialObjectMetadata', ''].includes(text(body, 'kind'));
	return app === undefined || isCopied ? undefined : `Argo CD application ${app}`;
}

function fluxOwner(body: JsonObject): string | undefined {
	return fluxOwnerBy(body, 'kustomize', 'Kustomization') ?? fluxOwnerBy(body, 'helm', 'HelmRelease');
}

function fluxOwnerBy(body: JsonObject, toolkit: string, kind: string): string | undefined {
	const name = label(body, `${toolkit}.toolkit.fluxcd.io/name`);
	return name === '' ? undefined : `Flux ${kind} ${label(body, `${toolkit}.toolkit.fluxcd.io/namespace`)}/${name}`;
}

function annotation(body: JsonObject, key: string): string {
	return text(body, 'metadata', 'annotations', key);
}

function label(body: JsonObject, key: string): string {
	return text(body, 'metadata', 'labels', key);
}
