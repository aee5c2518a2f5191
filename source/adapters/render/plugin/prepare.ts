import {posix} from 'node:path';
import type {PluginOptions} from '../../../model/application.ts';
import type {Problem} from '../../../model/problem.ts';
import {filesBelow, findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import type {Variables} from '../build-variables.ts';
import {printable} from '../printable.ts';
import {mostInputs} from '../tools/input-limits.ts';
import type {Preparation} from '../tools/prepared.ts';
import type {Plugin} from '../tools/settings.ts';
import {pluginVariables} from './variables.ts';

export type PluginRequest = {
	/** The application's, from the top of the repository; empty for the top itself. */
	readonly folder: string;
	readonly options: PluginOptions;
	readonly plugins: Readonly<Record<string, Plugin>>;
	/** Of the build. */
	readonly variables: Variables;
	readonly tree: Tree;
};

const kindWords = {link: 'a symbolic link', submodule: 'a submodule'} as const;

/** Gathers what a plugin is declared to read. */
export function preparePlugin({folder, options, plugins, variables, tree}: PluginRequest): Preparation {
	const where = folder || '.';
	const {name} = options;
	const plugin = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
	if (plugin === undefined) {
		const shown = `"${printable(name, 100)}"`;
		const advice = 'say under plugins in the configuration file (--config) which commands it means';
		return {
			problems: [
				{scope: 'application', where: printable(where, 300), message: `no plugin ${shown} is declared here: ${advice}`},
			],
		};
	}

	const found = findInputs(folder, plugin, tree);
	const problems = problemsOf(found, where);
	if (problems.length > 0) {
		return {problems};
	}

	const [program = '', ...args] = plugin.generate;
	// Who reads a part alone is not run anew by commits that touch none of it, so the commit is no part of what it gets.
	const known = plugin.reads === undefined ? variables : withoutRevision(variables);
	return {
		tools: [],
		plugin: {
			name,
			program,
			init: plugin.init,
			folder,
			variables: pluginVariables(options, known, variables),
			sees: plugin.sees,
		},
		inputs: [...found.values()].filter(entry => entry !== undefined),
		replaced: new Map(),
		where,
		arguments: () => args,
		attributionOf: () => body => ({body, origin: {file: where}}),
		printed: `the output of plugin ${printable(name, 100)}`,
		remarksOn: () => [],
	};
}

function withoutRevision(variables: Variables): Variables {
	return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('ARGOCD_APP_REVISION')));
}

type Found = ReadonlyMap<string, TreeEntry | undefined>;

function findInputs(folder: string, {reads}: Plugin, tree: Tree): Found {
	const starts = reads === undefined ? [''] : [folder, ...reads.map(path => posix.join('.', path))];
	return new Map(starts.flatMap(start => inputsAt(start.replace(/^\.$|\/$/, ''), tree)));
}

function inputsAt(path: string, tree: Tree): readonly (readonly [string, TreeEntry | undefined])[] {
	const entry = findEntry(tree, path);
	return path === '' || entry?.kind === 'folder'
		? [...filesBelow(tree, path)].map(one => [one.path, one])
		: [[path, entry]];
}

function problemsOf(found: Found, where: string): readonly Problem[] {
	if (found.size > mostInputs) {
		const message = `the plugin gets to see ${found.size} files, more than ${mostInputs}: declare what it reads`;
		return [{scope: 'source', where: printable(where, 300), message}];
	}

	return [...found].flatMap(([path, entry]): readonly Problem[] => {
		const message = complaintAbout(entry);
		return message === undefined ? [] : [{scope: 'source', where: printable(path, 300), message}];
	});
}

function complaintAbout(entry: TreeEntry | undefined): string | undefined {
	switch (entry?.kind) {
		case undefined:
			return 'the plugin is declared to read this, and it is not there';
		case 'link':
		case 'submodule':
			return `this is ${kindWords[entry.kind]}, which is not followed: commit the files, or declare what the plugin reads`;
		case 'file':
		case 'folder':
			return undefined;
	}
}
