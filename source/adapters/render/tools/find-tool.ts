import {stat} from 'node:fs/promises';
import {inOneLine, printable} from '../printable.ts';
import {bare, type Choice, choicesOf, isVersion} from './choose-program.ts';
import {boundaryOf} from './enclose.ts';
import {findProgram} from './find-program.ts';
import {explainBoundary, isNotStarted} from './not-started.ts';
import {runTool} from './run-tool.ts';
import {noSettings, type Sees, type ToolSettings} from './settings.ts';
import {createSmallWorkspace} from './workspace.ts';

export type ToolName = 'kustomize' | 'kubectl' | 'helm' | 'jsonnet' | 'sops';

/** A program that is there. */
export type Tool = {
	readonly name: string;
	/** Absolute, with no symbolic link in it: another program under the same name is another path or another date. */
	readonly program: string;
	/** As it tells it: `v5.8.2`. */
	readonly version: string;
	/** Size and date of the file: what is put into its place has another one, though it may tell the same version. */
	readonly mark: string;
	readonly sees?: Sees;
};

/** Why there is none; `at` is where one lies that can't be started. */
export type FoundTool = Tool | {readonly missing: string; readonly at?: string};

export type Toolbox = {
	/** The first of these that is pinned or on the PATH, or what to do about it. */
	find(names: readonly ToolName[], version: string, signal: AbortSignal): Promise<FoundTool>;
	/** A plugin's program; its version is not asked for, and told by its date. */
	findPlugin(name: string, program: string): Promise<FoundTool>;
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
export function createToolbox(environment: NodeJS.ProcessEnv, {tools}: ToolSettings = noSettings): Toolbox {
	const versions = new Map<string, Promise<Answer>>();

	const versionOf = async (name: ToolName, program: string, mark: string, signal: AbortSignal) => {
		const key = [name, program, mark].join('\n');
		const version = versions.get(key) ?? askVersion({name, program, sees: tools[name]?.sees}, signal);
		versions.set(key, version);
		const forget = () => versions.delete(key);
		// What could not be started may be another time, with the file as it was: it may be a wrapper of another one.
		version.then(answer => 'missing' in answer && forget(), forget);
		return await version;
	};

	const path = environment.PATH ?? '';

	const look = async (
		name: ToolName,
		{place, expected}: Choice,
		signal: AbortSignal,
	): Promise<FoundTool | undefined> => {
		const program = await findProgram(place ?? name, path);
		if (program === undefined) {
			return place === undefined ? undefined : {missing: `${name} is pinned to ${place}, where no program is`};
		}

		const mark = await markOf(program);
		const answer = await versionOf(name, program, mark, signal);
		return 'missing' in answer
			? {...answer, at: program}
			: asPinned({name, program, version: answer.version, mark, sees: tools[name]?.sees}, expected);
	};

	/** Of those that tell another version than the one that is wanted, what they are is noted. */
	const findAmong = async (name: ToolName, wanted: string, others: string[], signal: AbortSignal) => {
		for (const choice of choicesOf(tools[name], wanted)) {
			const found = await look(name, choice, signal);
			if (isAnswer(found, choice, wanted)) {
				return found;
			}

			if (found !== undefined && 'program' in found) {
				others.push(`${found.program} is ${found.version}`);
			}
		}

		return undefined;
	};

	return {
		async find(names, version, signal) {
			const others: string[] = [];
			for (const name of names) {
				const found = await findAmong(name, version, others, signal);
				if (found !== undefined) {
					return found;
				}
			}

			return {missing: explainMissing(names, printable(version, 50), others)};
		},
		async findPlugin(name, program) {
			const found = await findProgram(program, path);
			const missing = `${printable(program, 200)} of plugin ${printable(name, 100)} is not there: install it`;
			return found === undefined
				? {missing}
				: {name, program: found, version: `of ${await dateOf(found)}`, mark: await markOf(found)};
		},
	};
}

function asPinned(tool: Tool, expected: string): FoundTool {
	const {name, program, version} = tool;
	return expected !== '' && bare(expected) !== bare(version)
		? {missing: `${name} is pinned to ${expected}, and ${program} is ${version}: install that one, or pin this one`}
		: tool;
}

/** What is declared for a version has to be there; the usual program may be another one. */
function isAnswer(found: FoundTool | undefined, {isDeclared = false}: Choice, wanted: string): boolean {
	if (wanted === '' || found === undefined) {
		return wanted === '';
	}

	return 'missing' in found ? isDeclared : isVersion(found.version, wanted);
}

function explainMissing(names: readonly ToolName[], version: string, others: readonly string[]): string {
	if (version === '') {
		return `${names.join(', or ')} is not on the PATH: install it, or start trueup with a PATH that has it`;
	}

	const [name] = names;
	const told = others.length === 0 ? '' : `, and ${others.join(', ')}`;
	return (
		`${name} ${version} is not declared here${told}: ` +
		`say under tools.${name}.versions in the configuration file (--config) where it is`
	);
}

async function dateOf(program: string): Promise<string> {
	const {mtime} = await stat(program);
	return mtime.toISOString();
}

async function markOf(program: string): Promise<string> {
	const {mtimeMs, size} = await stat(program);
	return `${mtimeMs} ${size}`;
}

type Answer = {readonly version: string} | {readonly missing: string};
type Asked = {readonly name: ToolName; readonly program: string; readonly sees: Sees | undefined};

/** Within the boundary in which it renders: it may be anything that is called so. */
async function askVersion({name, program, sees}: Asked, signal: AbortSignal): Promise<Answer> {
	const {args, pattern} = questions[name];
	await using workspace = await createSmallWorkspace();
	const {folder, tree: cwd, home} = workspace;
	const how = {cwd, folder, home, boundary: boundaryOf(sees), limits: {time: versionTimeMs}};
	const answer = await runTool({program, args, ...how}, signal);
	const messages = inOneLine(answer.messages);
	if (answer.kind === 'failed') {
		const why = [answer.reason, messages].filter(Boolean).join(': ');
		return isNotStarted(answer)
			? {missing: await explainStart({name, program, why})}
			: {version: `of an unknown version (${printable(messages || answer.reason, 60)})`};
	}

	const told = answer.output.toString('utf8');
	const found = pattern.exec(told);
	const unknown = `of an unknown version (${printable(inOneLine(told) || messages, 60)})`;
	return {version: found?.[1] ?? found?.[0] ?? unknown};
}

async function explainStart({name, program, why}: Pick<Asked, 'name' | 'program'> & {readonly why: string}) {
	const kept = await explainBoundary({setting: `tools.${name}.sees`, isPlugin: false, messages: why});
	return `${name} can't be started: ${program} ${printable(why, 300)}${kept}`;
}
