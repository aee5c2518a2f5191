import type {Application, PostBuild, VariableSource} from '../model/application.ts';
import {type JsonObject, members, texts} from '../model/json.ts';
import {NotFoundError} from '../model/operator-error.ts';
import type {Cluster, ServedKind} from '../model/ports.ts';
import {describe} from '../model/resource.ts';
import type {Substitution, Variable} from '../model/sources.ts';
import {rightTo} from './lack-words.ts';
import {demand} from './permissions.ts';
import type {Sites} from './sites.ts';

/** The object that holds variables; undefined where it is not there, `unread` where nobody can be asked. */
export type ReadVariables = (
	application: Application,
	source: VariableSource,
	signal: AbortSignal,
) => Promise<JsonObject | undefined | 'unread'>;

const core = {group: '', version: 'v1', isNamespaced: true, isListable: true} as const;

const kinds: Readonly<Record<VariableSource['kind'], ServedKind>> = {
	ConfigMap: {...core, kind: 'ConfigMap', plural: 'configmaps'},
	Secret: {...core, kind: 'Secret', plural: 'secrets'},
};

/** Reads with the rights of the user. */
export async function readFromCluster(
	cluster: Cluster,
	{destination}: Application,
	source: VariableSource,
	signal: AbortSignal,
): Promise<JsonObject | undefined> {
	const kind = kinds[source.kind];
	return (await cluster.read(kind, idOf(source, destination), signal))?.body;
}

export async function readFromSite(
	sites: Sites,
	...[application, source, signal]: Parameters<ReadVariables>
): ReturnType<ReadVariables> {
	const site = await sites.of(application, signal);
	if ('blocked' in site) {
		return 'unread';
	}

	const right = rightTo('get', kinds[source.kind], idOf(source, application.destination));
	await demand(site, [right], `${application.name}, which takes variables from it, is not rendered`, signal);
	return await readFromCluster(site.cluster, application, source, signal);
}

/** Read anew for each render, so that what changes in the cluster is noticed. */
export function substitutionOf(application: Application, read: ReadVariables): Substitution | undefined {
	const {postBuild} = application;
	return (
		postBuild && {
			isStrict: postBuild.isStrict,
			isAlways: postBuild.isAlways,
			variables: signal => variablesOf({application, postBuild, read}, signal),
		}
	);
}

type Asked = {readonly application: Application; readonly postBuild: PostBuild; readonly read: ReadVariables};

async function variablesOf({application, postBuild, read}: Asked, signal: AbortSignal) {
	const {substitute, substituteFrom} = postBuild;
	const found = await Promise.all(
		substituteFrom.map(async source => ({source, body: await read(application, source, signal)})),
	);
	const values = new Map<string, Variable>();
	const unread: string[] = [];
	for (const {source, body} of found) {
		const name = describe(idOf(source, application.destination));
		if (body === 'unread') {
			unread.push(name);
		} else if (body === undefined && !source.isOptional) {
			throw new NotFoundError(`${name}, which ${application.name} takes variables from, is not there`, {
				advice: 'Make it, or say optional: true under substituteFrom',
			});
		} else {
			addValues(values, source.kind, body ?? {});
		}
	}

	for (const [name, value] of Object.entries(substitute)) {
		values.set(name, {value: inOneLine(value), isPrivate: false});
	}

	return {values, unread};
}

/** Others, such as names of files, are none of a variable. */
const variableName = /^[_A-Za-z][_A-Za-z0-9]*$/;

function addValues(values: Map<string, Variable>, kind: VariableSource['kind'], body: JsonObject): void {
	const named = Object.entries(texts(members(body), 'data')).filter(([name]) => variableName.test(name));
	for (const [name, value] of named) {
		const isPrivate = kind === 'Secret';
		const plain = isPrivate ? Buffer.from(value, 'base64').toString('utf8') : value;
		values.set(name, {value: inOneLine(plain), isPrivate});
	}
}

/** As Flux does. */
function inOneLine(value: string): string {
	return value.replaceAll('\n', '');
}

function idOf({kind, name}: VariableSource, {namespace}: Application['destination']) {
	return {...core, kind, name, namespace: namespace || 'default'};
}
