import {posix} from 'node:path';
import type {JsonnetOptions, JsonnetVariable} from '../../../model/application.ts';
import {isVariableName, variableNameRule} from '../../../model/jsonnet-names.ts';
import type {Tree, TreeEntry} from '../../git/tree.ts';
import {createPace, type Pace} from '../pace.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import type {Output, Preparation} from '../tools/prepared.ts';
import {ImportFinder} from './import-finder.ts';
import {importsIn} from './imports.ts';

export type JsonnetRequest = {
	readonly entry: TreeEntry;
	/** The application's, from the top of the repository. */
	readonly folder: string;
	readonly options: JsonnetOptions;
	readonly tree: Tree;
	readonly read: ReadBlobs;
};

/** Finds all that one file in Jsonnet imports. */
export async function prepareJsonnet(request: JsonnetRequest, signal: AbortSignal): Promise<Preparation> {
	const {entry, folder, options, tree, read} = request;
	const pace = createPace(signal);
	const wrong = [...wrongLibsIn(options), ...(await wrongVariablesIn(options, pace))];
	if (wrong.length > 0) {
		const where = printable(entry.path, 300);
		return {problems: wrong.map(message => ({scope: 'application', where, message: `directory.jsonnet.${message}`}))};
	}

	const paths = [folder || '.', ...options.libs.map(lib => posix.join('.', lib).replace(/(?<=.)\/$/, ''))];
	// Jsonnet looks into the last one first.
	const finder = new ImportFinder({tree, read, pace}, paths.toReversed());
	await finder.find(entry);
	if (finder.problems.length > 0) {
		return {problems: finder.problems};
	}

	return {
		tools: ['jsonnet'],
		inputs: finder.inputs(),
		replaced: new Map(),
		where: entry.path,
		arguments: () => [
			...paths.flatMap(path => ['--jpath', `./${path}`]),
			...options.extVars.flatMap(variable => argumentOf('ext', variable)),
			...options.tlas.flatMap(variable => argumentOf('tla', variable)),
			`./${entry.path}`,
		],
		documentsIn,
		attributionOf: () => body => ({body, origin: {file: entry.path}}),
		remarksOn: () => [],
	};
}

function isOutside(path: string): boolean {
	return path === '..' || path.startsWith('../');
}

function wrongLibsIn({libs}: JsonnetOptions): readonly string[] {
	const outside = libs.filter(lib => isOutside(posix.join('.', lib)));
	return outside.map(lib => `libs "${printable(lib, 200)}" leads out of the repository: write a path within it`);
}

async function wrongVariablesIn({extVars, tlas}: JsonnetOptions, pace: Pace): Promise<readonly string[]> {
	const wrong = [
		...extVars.map(async variable => ['extVars', variable.name, await wrongWith(variable, pace)] as const),
		...tlas.map(async variable => ['tlas', variable.name, await wrongWith(variable, pace)] as const),
	];
	return (await Promise.all(wrong)).flatMap(([field, name, message]) =>
		message === undefined ? [] : [`${field} "${printable(name, 100)}" ${message}`],
	);
}

/** Jsonnet would look up what the code of a variable imports in places that the variable's name has chosen. */
async function wrongWith({name, value, code}: JsonnetVariable, pace: Pace): Promise<string | undefined> {
	if (!isVariableName(name)) {
		return `has a name that ${variableNameRule}`;
	}

	const [first] = code ? await importsIn(value, pace) : [];
	return first === undefined
		? undefined
		: `imports "${printable(first.path, 200)}": only files may import, so write the import into the file`;
}

function argumentOf(kind: 'ext' | 'tla', {name, value, code}: JsonnetVariable): readonly string[] {
	return [`--${kind}-${code ? 'code' : 'str'}`, `${name}=${value}`];
}

/**
 * Argo CD takes one object or a list of them. Jsonnet indents what it prints: what stands a level within a list is an
 * element, and becomes a document of its own, so that never more than one object is parsed at a time.
 */
export function documentsIn(output: string): Output {
	if (output.startsWith('[')) {
		const lines = output.trimEnd().split('\n').slice(1, -1);
		return {text: lines.map(ofDocument).join('\n')};
	}

	return !output.startsWith('{') || /^ {3}"(?:kind|apiVersion)":/m.test(output)
		? {text: output}
		: {
				problem:
					'it makes an object that is none of Kubernetes: Argo CD takes one, or a list, such as std.objectValues makes of an object of objects',
			};
}

/** An element's first line begins a document; after its last one stands a comma that is none of it. */
function ofDocument(line: string): string {
	if (!/^ {3}\S/.test(line)) {
		return line;
	}

	const text = line.endsWith(',') ? line.slice(0, -1) : line;
	return /^ {3}[\]}]/.test(text) ? text : `---\n${text}`;
}
