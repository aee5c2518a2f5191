import {posix} from 'node:path';
import type {KustomizeOptions} from '../../../model/application.ts';
import {type Json, type JsonObject, members, text} from '../../../model/json.ts';
import type {Problem} from '../../../model/problem.ts';
import type {Origin} from '../../../model/resource.ts';
import {printJson} from '../../cluster/rest/exact-json.ts';
import {findEntry, type Tree} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import type {Preparation} from '../tools/prepared.ts';
import {InputFinder} from './inputs.ts';
import {asksForOrigins, withOptions, withOrigins} from './with-options.ts';

export type KustomizeRequest = {
	/** From the top of the repository, empty for the top itself. */
	readonly folder: string;
	readonly options: KustomizeOptions;
	readonly tree: Tree;
	readonly read: ReadBlobs;
};

/** Finds all that a build reads, and changes the kustomization as the application asks. */
export async function prepareKustomize({folder, options, tree, read}: KustomizeRequest): Promise<Preparation> {
	const components = options.ignoreMissingComponents
		? options.components.filter(component => findEntry(tree, posix.join(folder, component))?.kind === 'folder')
		: options.components;
	const wanted = {...options, components};
	const {entries, problems, root} = await new InputFinder(tree, read).find(folder, wanted);
	if (root === undefined || problems.length > 0) {
		return {problems: problems.length > 0 ? problems : [noKustomization(folder)]};
	}

	const changed = withOptions(root.body, wanted);
	if ('problem' in changed) {
		return {problems: [{scope: 'application', where: printable(root.path, 300), message: changed.problem}]};
	}

	const isOriginWanted = asksForOrigins(changed.body);
	return {
		// What names a version means Kustomize's own.
		tools: options.version === '' ? ['kustomize', 'kubectl'] : ['kustomize'],
		version: options.version,
		inputs: entries,
		replaced: new Map([[root.path, printJson(withOrigins(changed.body))]]),
		where: root.path,
		arguments: ({name}) => [
			name === 'kubectl' ? 'kustomize' : 'build',
			`./${folder}`,
			'--load-restrictor=LoadRestrictionsRootOnly',
		],
		attributionOf:
			() =>
			(body, {line}) => ({
				body: isOriginWanted ? body : withoutOrigin(body),
				origin: originOf(body, root.path, folder) ?? {file: root.path, line},
			}),
		remarksOn: () => [],
	};
}

function noKustomization(folder: string): Problem {
	const message = 'there is no kustomization.yaml in this folder: check the path';
	return {scope: 'source', where: printable(folder || '.', 300), message};
}

const originAnnotation = 'config.kubernetes.io/origin';

/** The file that Kustomize names; the kustomization for what a generator has made. */
function originOf(body: JsonObject, kustomization: string, folder: string): Origin | undefined {
	const told = text(body, 'metadata', 'annotations', originAnnotation);
	const parsed = told === '' ? undefined : parseDocument(told);
	const origin: Json | undefined = parsed && 'value' in parsed ? parsed.value : undefined;
	const file = text(origin, 'path') || text(origin, 'configuredIn');
	return file === '' ? undefined : {file: posix.join(folder, file) || kustomization, line: 1};
}

function withoutOrigin(body: JsonObject): JsonObject {
	const {annotations: _, ...metadata} = members(body, 'metadata');
	const {[originAnnotation]: __, ...annotations} = members(body, 'metadata', 'annotations');
	const left = Object.keys(annotations).length > 0 ? {annotations} : {};
	return {...body, metadata: {...metadata, ...left}};
}
