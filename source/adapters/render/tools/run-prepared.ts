import {dirname, join} from 'node:path';
import type {Problem} from '../../../model/problem.ts';
import type {Rendered} from '../../../model/sources.ts';
import {findMemoryPlace} from '../../memory-place.ts';
import {printable} from '../printable.ts';
import {withoutPrivateTexts} from '../quotes/withhold.ts';
import type {ReadBlobs} from '../read-text.ts';
import type {Decryptor} from '../sops/decrypt.ts';
import {boundaryOf} from './enclose.ts';
import {blamesTheMachine, explainFailure} from './explain-failure.ts';
import type {Tool} from './find-tool.ts';
import {sealed} from './isolation.ts';
import type {Limits} from './limits.ts';
import {explainBoundary, isNotStarted} from './not-started.ts';
import type {Prepared} from './prepared.ts';
import {type Files, readInputs, type Unreadable} from './read-inputs.ts';
import {readOutput} from './read-output.ts';
import {runTool, type ToolResult} from './run-tool.ts';
import {createSmallWorkspace, createWorkspace, type Workspace, type WorkspaceFile} from './workspace.ts';

export type Made = Pick<Rendered, 'manifests' | 'problems' | 'messages' | 'remarks' | 'lacking' | 'isPrivate'> & {
	/** The program that has decrypted what was read; empty where nothing was. */
	readonly decryptedBy: string;
	/** Whether the same inputs make the same of it each time. */
	readonly isLasting: boolean;
};

type Running = {
	readonly tool: Tool;
	readonly read: ReadBlobs;
	readonly limits: Limits;
	readonly decryptor: Decryptor;
};

/** Runs the program on its inputs, in a folder of their own, and reads what it prints. */
export async function runPrepared(
	prepared: Prepared,
	{tool, read, limits, decryptor}: Running,
	signal: AbortSignal,
): Promise<Made> {
	const found = await readInputs(prepared, {read, decryptor}, signal);
	if ('problems' in found) {
		return {...nothing, ...found};
	}

	const {files, decryptedBy} = found;
	const isPrivate = decryptedBy !== '';
	const opened = await openWorkspace(files, {isPrivate, isPlugin: prepared.plugin !== undefined});
	if (opened === undefined) {
		return {...nothing, ...noMemoryPlace(prepared)};
	}

	await using workspace = opened;
	const result = await runAll(prepared, {tool, limits, ...workspace}, signal);
	// Meanwhile the output is read.
	void workspace.remove();
	if (result.kind === 'failed') {
		return await explain(prepared, {tool, limits, isPrivate, files, ...result}, workspace.tree);
	}

	const output = result.output.toString('utf8');
	const {unread, ...made} = await readOutput(prepared, {...found, output}, signal);
	// What is a Secret in one document may stand in another one; no argument names what has such a path.
	const hiding = unread === '' ? files : [...files, {path: '\0', content: result.output}];
	const given = {prepared, args: prepared.arguments(tool), files: hiding};
	const said = withoutPrivateTexts(result.messages + unread, given);
	const messages = isPrivate && said !== '' ? withheld : said;
	return {...nothing, ...made, messages, isLasting: true, decryptedBy, ...(isPrivate && {isPrivate})};
}

const nothing: Made = {manifests: [], problems: [], messages: '', remarks: [], isLasting: false, decryptedBy: ''};

const withheld = 'What the program said is withheld: it may quote what SOPS had encrypted.\n';

/** A folder in memory may be small itself, and a plugin may write much. */
const mostInMemory = 1024 * 1024;

/** What is private is nowhere but in memory, or nothing comes of it. */
async function openWorkspace(
	files: readonly WorkspaceFile[],
	{isPrivate, isPlugin}: {readonly isPrivate: boolean; readonly isPlugin: boolean},
): Promise<Workspace | undefined> {
	if (isPrivate) {
		const place = await findMemoryPlace(process.env);
		return place === undefined ? undefined : await createWorkspace(files, {place, mayGrow: isPlugin});
	}

	const size = files.reduce((sum, {content}) => sum + content.length, 0);
	const isSmall = size <= mostInMemory && !isPlugin;
	return await (isSmall ? createSmallWorkspace(files) : createWorkspace(files, {mayGrow: isPlugin}));
}

function noMemoryPlace({where}: Prepared): Unreadable {
	const message =
		'what SOPS has encrypted is never written to a disk, and there is no folder in memory for the program that reads it: ' +
		'mount a tmpfs on /dev/shm, or set XDG_RUNTIME_DIR to a folder on one';
	return {problems: [{scope: 'application', where: printable(where, 300), message}], isLasting: false};
}

type Run = Pick<Running, 'tool' | 'limits'> & Pick<Workspace, 'folder' | 'tree' | 'home'>;

/** A plugin's commands are run in the application's folder. */
async function runAll(prepared: Prepared, run: Run, signal: AbortSignal): Promise<ToolResult> {
	const {tool, limits, folder, tree, home} = run;
	const {plugin} = prepared;
	const args = prepared.arguments(tool);
	if (plugin === undefined) {
		// Nothing is fetched while rendering, nor another program started.
		const boundary = boundaryOf(tool.sees);
		const how = {cwd: tree, folder, home, path: join(home, 'no-programs'), variables: sealed, boundary, limits};
		return await runTool({program: tool.program, args, ...how}, signal);
	}

	const {init, variables, sees} = plugin;
	const how = {variables, limits, isWatched: true, boundary: boundaryOf(sees, true)};
	const common = {cwd: join(tree, plugin.folder), folder, home, ...how};
	const [program, ...initArgs] = init;
	const first = program === undefined ? undefined : await runTool({program, args: initArgs, ...common}, signal);
	return first?.kind === 'failed' ? first : await runTool({program: tool.program, args, ...common}, signal);
}

function adviceOn(messages: string, whole: string): string {
	return messages === whole ? '' : '. What may be of a Secret or of values is withheld: run it by hand to see it';
}

/** What only this render has as a file is a field. */
function withField(message: string, words = '', field = ''): string {
	return words.startsWith('./') ? message.replaceAll(words, field) : message;
}

type Failure = Extract<ToolResult, {readonly kind: 'failed'}> &
	Pick<Running, 'tool' | 'limits'> &
	Pick<Files, 'files'> & {readonly isPrivate: boolean};

async function explain(prepared: Prepared, failure: Failure, tree: string): Promise<Made> {
	const {tool, reason, isOwn, isPrivate, files, limits} = failure;
	const whole = withoutRoots(failure.messages, tree).replaceAll(`${tree}/`, '').replaceAll(tree, '.');
	const messages = withoutPrivateTexts(whole, {prepared, args: prepared.arguments(tool), files});
	const paths = prepared.inputs.map(({path}) => path);
	const known = {folder: dirname(prepared.where), paths, pathOf: prepared.pathsIn?.(files)};
	const explained = explainFailure(messages, {reason, isOwn, limits, ...known});
	const name = prepared.plugin ? `plugin ${printable(tool.name, 100)}` : `${tool.name} ${tool.version}`;
	const [words, field] = [...(prepared.fields ?? [])].find(([blaming]) => explained.message.includes(blaming)) ?? [];
	const where = printable(field ?? explained.where ?? prepared.where, 300);
	const why = isPrivate
		? `${reason}; its own words are withheld, because they may quote what SOPS had encrypted: run it by hand on decrypted files`
		: withField(explained.message, words, field) + adviceOn(messages, whole);
	const message = `${name}: ${why}${await whatItSees(prepared, failure)}`;
	const problem: Problem = {scope: 'source', where, message};
	// The commands of a plugin may depend on anything.
	const isLasting = isOwn && !prepared.plugin && !blamesTheMachine(messages);
	return {...nothing, problems: [problem], messages: isPrivate ? withheld : messages, isLasting};
}

/** What is mounted for a program lies in a root that lasts as long as it, of six letters. */
function withoutRoots(messages: string, tree: string): string {
	const [first = '', ...others] = messages.split(join(dirname(tree), 'root-'));
	return first + others.map(text => text.slice(6)).join('');
}

async function whatItSees({plugin}: Prepared, failure: Failure): Promise<string> {
	const setting = plugin ? `plugins.${printable(plugin.name, 100)}.sees` : `tools.${failure.tool.name}.sees`;
	const {messages} = failure;
	return isNotStarted(failure) ? await explainBoundary({setting, isPlugin: plugin !== undefined, messages}) : '';
}
