import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {Program} from '../../model/diagnosis.ts';
import {OperatorError} from '../../model/operator-error.ts';
import {gitEnvironment} from '../git/environment.ts';
import {inOneLine, printable} from '../render/printable.ts';
import {findProgram} from '../render/tools/find-program.ts';
import {createToolbox, type ToolName} from '../render/tools/find-tool.ts';
import {isNotStarted} from '../render/tools/not-started.ts';
import {noSettings, type PinnedTool, type ToolSettings} from '../render/tools/settings.ts';

const run = promisify(execFile);

const longestMs = 20_000;

/** The tools of rendering: the least version whose output is known, and what needs it. */
const tools: readonly KnownTool[] = [
	{name: 'kustomize', least: '5.0.0', use: "kustomizations can't be built, unless kubectl builds them"},
	{name: 'kubectl', least: '5.0.0', use: "kustomizations can't be built, unless kustomize builds them"},
	{name: 'helm', least: '3.8.0', use: "charts can't be rendered"},
	{name: 'jsonnet', least: '0.17.0', use: "Jsonnet can't be evaluated"},
	{name: 'sops', least: '3.10.0', use: "files that SOPS has encrypted can't be decrypted"},
];

/** The programs that trueup starts, and the one that it runs on, all at the same time. */
export async function findPrograms(
	environment: NodeJS.ProcessEnv,
	settings: ToolSettings,
	signal: AbortSignal,
): Promise<readonly Program[]> {
	const path = environment.PATH ?? '';
	return await Promise.all([
		node(),
		plain(
			'git',
			{least: '2.29.0', use: 'no repository can be read', isAlwaysNeeded: true},
			{environment, path, signal},
		),
		plain('ssh', {least: '0.0.0', use: 'no repository can be read by SSH'}, {environment, path, signal}),
		...tools
			.flatMap(tool => [{...tool, pinned: settings.tools[tool.name]}, ...declaredOf(tool, settings)])
			.map(tool => askTool(tool, environment, signal)),
	]);
}

type KnownTool = {readonly name: ToolName; readonly least: string; readonly use: string};
type WantedTool = KnownTool & {readonly pinned: PinnedTool | undefined; readonly shown?: string};

/** Those that applications may ask for by their version. */
function declaredOf(tool: KnownTool, {tools: pinned}: ToolSettings): readonly WantedTool[] {
	return Object.entries(pinned[tool.name]?.versions ?? {}).map(([declared, path]) => {
		const version = /^v?\d+$/.test(declared) ? undefined : declared;
		const use = `applications that ask for ${tool.name} ${printable(declared, 50)} can't be rendered`;
		return {...tool, use, shown: `${tool.name} ${printable(declared, 50)}`, pinned: {path, version, versions: {}}};
	});
}

async function askTool(
	{name, least, use, pinned, shown = name}: WantedTool,
	environment: NodeJS.ProcessEnv,
	signal: AbortSignal,
): Promise<Program> {
	const started = performance.now();
	const toolbox = createToolbox(environment, {...noSettings, tools: {[name]: pinned}});
	const known = await toolbox
		.find([name], '', signal)
		.then(
			found =>
				'missing' in found
					? {path: found.at ?? '', version: '', ...((pinned || found.at) && {trouble: found.missing})}
					: {path: found.program, version: found.version},
			unasked,
		);
	return programOf({name: shown, least, use, ...known, tookMs: performance.now() - started});
}

/** For want of a folder to ask it in. */
function unasked(error: unknown) {
	if (error instanceof OperatorError) {
		return {path: '', version: '', trouble: error.message};
	}

	throw error;
}

async function node(): Promise<Program> {
	const about = {name: 'node', least: '22.19.0', use: 'nothing works', isAlwaysNeeded: true};
	return programOf({...about, path: process.execPath, version: process.version, tookMs: 0});
}

type About = {readonly least: string; readonly use: string; readonly isAlwaysNeeded?: boolean};
type Search = {readonly environment: NodeJS.ProcessEnv; readonly path: string; readonly signal: AbortSignal};

async function plain(name: 'git' | 'ssh', about: About, {environment, path, signal}: Search): Promise<Program> {
	const started = performance.now();
	const program = await findProgram(name, path);
	const told = program === undefined ? {version: ''} : await askVersion(name, program, {environment, path, signal});
	return programOf({name, ...about, path: program ?? '', ...told, tookMs: performance.now() - started});
}

async function askVersion(name: 'git' | 'ssh', program: string, {environment, signal}: Search) {
	const env = gitEnvironment(environment);
	try {
		const options = {env, cwd: '/', timeout: longestMs, signal, maxBuffer: 1024 * 1024};
		const {stdout, stderr} = await run(program, [name === 'git' ? '--version' : '-V'], options);
		return {version: printable(inOneLine(`${stdout}${stderr}`).replace(/^git version /, ''), 60)};
	} catch (error) {
		signal.throwIfAborted();
		const why = inOneLine(error instanceof Error ? error.message : String(error));
		return hasNotStarted(error)
			? {version: '', trouble: `${name} can't be started: ${printable(why, 300)}`}
			: {version: `of an unknown version (${printable(why, 60)})`};
	}
}

/** By the system, or by the shell that runs it as a script. */
function hasNotStarted(error: unknown): boolean {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return typeof code === 'number' ? isNotStarted({code}) : /^E[A-Z]+$/.test(String(code));
}

type Known = About & {
	readonly name: string;
	readonly path: string;
	readonly version: string;
	readonly trouble?: string;
	readonly tookMs: number;
};

function programOf({isAlwaysNeeded = false, ...known}: Known): Program {
	const {path, version, least, trouble} = known;
	const isThere = path !== '' && trouble === undefined;
	return {...known, isAlwaysNeeded, isSupported: isThere && isAtLeast(version, least)};
}

/** What tells no version is believed to be new enough. */
function isAtLeast(version: string, least: string): boolean {
	const [, ...found] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
	const wanted = least.split('.').map(Number);
	for (const [index, number] of found.entries()) {
		const difference = Number(number ?? 0) - (wanted[index] ?? 0);
		if (difference !== 0) {
			return difference > 0;
		}
	}

	return true;
}
