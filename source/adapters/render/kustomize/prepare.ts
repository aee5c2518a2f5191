import {posix} from 'node:path';
import type {KustomizeOptions} from '../../../model/application.ts';
import type {Problem} from '../../../model/problem.ts';
import {printJson} from '../../cluster/rest/exact-json.ts';
import {findEntry, type Tree} from '../../git/tree.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import type {Preparation} from '../tools/prepared.ts';
import {InputFinder} from './inputs.ts';
import {findOrigins} from './origins.ts';
import {withOptions} from './with-options.ts';

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
	const found = await new InputFinder(tree, read).find(folder, wanted);
	const {entries, problems, root, kustomizations, configuration, clues} = found;
	if (root === undefined || problems.length > 0) {
		return {problems: problems.length > 0 ? problems : [noKustomization(folder)]};
	}

	const changed = withOptions(root.body, wanted);
	if ('problem' in changed) {
		return {problems: [{scope: 'application', where: changed.field, message: changed.problem}]};
	}

	return {
		// What names a version means Kustomize's own.
		tools: options.version === '' ? ['kustomize', 'kubectl'] : ['kustomize'],
		version: options.version,
		inputs: entries,
		// As they were read here, so that Kustomize can't read anything else out of them.
		replaced: new Map([
			...configuration,
			...[...kustomizations, {...root, body: changed.body}].map(({path, body}) => [path, printJson(body)] as const),
		]),
		where: root.path,
		fields: blamedFields(options),
		arguments: ({name}) => [
			name === 'kubectl' ? 'kustomize' : 'build',
			`./${folder}`,
			'--load-restrictor=LoadRestrictionsRootOnly',
		],
		attributionOf: (_, files, pace) => findOrigins(files, clues, pace),
		printed: 'what it builds',
		remarksOn: () => [],
	};
}

/** What of the application Kustomize means by names of its own words. */
function blamedFields({replicas}: KustomizeOptions): ReadonlyMap<string, string> {
	const field = 'spec.source.kustomize.replicas';
	return new Map(
		replicas.map(({name}, index) => [`resource with name ${name} does not match`, `${field}[${index}].name`]),
	);
}

function noKustomization(folder: string): Problem {
	const message = 'there is no kustomization.yaml in this folder: check the path';
	return {scope: 'source', where: printable(folder || '.', 300), message};
}
