import {constants} from 'node:fs';
import {access, mkdtemp, realpath, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {delimiter, isAbsolute, join} from 'node:path';
import {printable} from '../printable.ts';
import {runTool} from './run-tool.ts';

export type ToolName = 'kustomize' | 'kubectl' | 'helm' | 'jsonnet' | 'sops';

/** A program that is there. */
export type Tool = {
	readonly name: ToolName;
	/** Absolute, with no symbolic link in it: another program under the same name is another path or another date. */
	readonly program: string;
	/** As it tells it: `v5.8.2`. */
	readonly version: string;
};

export type Toolbox = {
	/** The first of these that is on the PATH, or what to do about it. */
	find(names: readonly ToolName[], signal: AbortSignal): Promise<Tool | {readonly missing: string}>;
};

type VersionQuestion = {readonly args: readonly string[]; readonly pattern: RegExp};

const questions: Readonly<Record<ToolName, VersionQuestion>> = {
	kustomize: {args: ['version'], pattern: /v\d+\.\d+\.\d+\S*/},
	// What counts is the Kustomize that is built into it.
	kubectl: {args: ['version', '--client', '--output=json'], pattern: /"kustomizeVersion": *"(v[^"]+)"/},
	helm: {args: ['version', '--template={{.Version}}'], pattern: /v\d+\.\d+\.\d+\S*/},
	jsonnet: {args: ['--version'], pattern: /v\d+\.\d+\.\d+\S*/},
	sops: {args: ['--version', '--disable-version-check'], pattern: /\d+\.\d+\.\d+\S*/},
};

const versionTimeMs = 20_000;

/** Looks programs up once, and again when the file on the PATH is another one. */
export function createToolbox(environment: NodeJS.ProcessEnv): Toolbox {
	const versions = new Map<string, Promise<string>>();

	const versionOf = async (name: ToolName, program: string, signal: AbortSignal): Promise<string> => {
		const {mtimeMs, size} = await stat(program);
		const key = [name, program, mtimeMs, size].join('\n');
		const version = versions.get(key) ?? askVersion(name, program, signal);
		versions.set(key, version);
		version.catch(() => versions.delete(key));
		return await version;
	};

	return {
		async find(names, signal) {
			for (const name of names) {
				const program = await findProgram(name, environment.PATH ?? '');
				if (program !== undefined) {
					return {name, program, version: await versionOf(name, program, signal)};
				}
			}

			const needed = names.join(', or ');
			return {missing: `${needed} is not on the PATH: install it, or start trueup with a PATH that has it`};
		},
	};
}

export async function findProgram(name: string, path: string): Promise<string | undefined> {
	for (const folder of path.split(delimiter).filter(isAbsolute)) {
		const program = join(folder, name);
		try {
			await access(program, constants.X_OK);
			if ((await stat(program)).isFile()) {
				return await realpath(program);
			}
		} catch {
			// It is not in this folder.
		}
	}

	return undefined;
}

async function askVersion(name: ToolName, program: string, signal: AbortSignal): Promise<string> {
	const {args, pattern} = questions[name];
	const home = await mkdtemp(join(tmpdir(), 'trueup-render-'));
	try {
		const answer = await runTool({program, args, cwd: home, home, limits: {time: versionTimeMs}}, signal);
		const told = answer.kind === 'done' ? answer.output.toString('utf8') : '';
		const found = pattern.exec(told);
		return found?.[1] ?? found?.[0] ?? `of an unknown version (${printable(told.trim() || answer.messages, 60)})`;
	} finally {
		await rm(home, {recursive: true, force: true});
	}
}
