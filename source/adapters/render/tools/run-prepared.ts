import {join} from 'node:path';
import type {Problem} from '../../../model/problem.ts';
import type {Manifest} from '../../../model/resource.ts';
import {Collector} from '../collect-manifests.ts';
import {createPace} from '../pace.ts';
import {printable} from '../printable.ts';
import {lfsPointer, type ReadBlobs} from '../read-text.ts';
import {checkPaths} from './check-paths.ts';
import {blamesTheMachine, explainFailure} from './explain-failure.ts';
import type {Tool} from './find-tool.ts';
import {largestInput, mostInputBytes} from './input-limits.ts';
import type {Limits} from './limits.ts';
import type {Input, Prepared} from './prepared.ts';
import {runTool, type ToolResult} from './run-tool.ts';
import {createWorkspace, type WorkspaceFile} from './workspace.ts';

export type Made = {
	readonly manifests: readonly Manifest[];
	readonly problems: readonly Problem[];
	/** All that the program had to say. */
	readonly messages: string;
	readonly remarks: readonly string[];
	/** Whether the same inputs make the same of it each time. */
	readonly isLasting: boolean;
};

/** Nothing is fetched while rendering: what tries to, such as a chart's schema, is sent where nobody answers. */
const nowhere = 'http://127.0.0.1:9';
const offline = {HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: ''};

/** Runs the program on its inputs, in a folder of their own, and reads what it prints. */
export async function runPrepared(
	prepared: Prepared,
	{tool, read, limits}: {readonly tool: Tool; readonly read: ReadBlobs; readonly limits: Limits},
	signal: AbortSignal,
): Promise<Made> {
	const files = await readFiles(prepared, read);
	if ('problems' in files) {
		return {manifests: [], problems: files.problems, messages: '', remarks: [], isLasting: true};
	}

	await using workspace = await createWorkspace(files.files);
	const result = await runAll(prepared, {tool, limits, ...workspace}, signal);
	if (result.kind === 'failed') {
		return explain(prepared, {tool, ...result}, workspace.tree);
	}

	const output = result.output.toString('utf8');
	const collector = new Collector(createPace(signal), prepared.attributionOf(output));
	const documents = prepared.documentsIn?.(output) ?? {text: output};
	if ('problem' in documents) {
		collector.addProblem({scope: 'source', where: printable(prepared.where, 300), message: documents.problem});
	} else {
		await collector.addText(prepared.where, documents.text);
	}

	return {
		manifests: collector.manifests,
		problems: collector.problems(),
		messages: result.messages,
		remarks: prepared.remarksOn(files.files),
		isLasting: true,
	};
}

type Run = {readonly tool: Tool; readonly limits: Limits; readonly tree: string; readonly home: string};

/** A plugin's commands are run in the application's folder. */
async function runAll(prepared: Prepared, run: Run, signal: AbortSignal): Promise<ToolResult> {
	const {tool, limits, tree, home} = run;
	const {plugin} = prepared;
	const args = prepared.arguments(tool);
	if (plugin === undefined) {
		return await runTool({program: tool.program, args, cwd: tree, home, variables: offline, limits}, signal);
	}

	const {init, folder, variables} = plugin;
	const common = {cwd: join(tree, folder), home, variables, limits, isWatched: true};
	const [program, ...initArgs] = init;
	const first = program === undefined ? undefined : await runTool({program, args: initArgs, ...common}, signal);
	return first?.kind === 'failed' ? first : await runTool({program: tool.program, args, ...common}, signal);
}

type Failure = Extract<ToolResult, {readonly kind: 'failed'}> & {readonly tool: Tool};

function explain(prepared: Prepared, {tool, reason, isOwn, ...failure}: Failure, tree: string): Made {
	const messages = failure.messages.replaceAll(`${tree}/`, '').replaceAll(tree, '.');
	const explained = explainFailure(
		messages,
		reason,
		prepared.inputs.map(({path}) => path),
	);
	const name = prepared.plugin ? `plugin ${printable(tool.name, 100)}` : `${tool.name} ${tool.version}`;
	const where = printable(explained.where ?? prepared.where, 300);
	const problem: Problem = {scope: 'source', where, message: `${name}: ${explained.message}`};
	// The commands of a plugin may depend on anything.
	const isLasting = isOwn && !prepared.plugin && !blamesTheMachine(messages);
	return {manifests: [], problems: [problem], messages, remarks: [], isLasting};
}

type Files = {readonly files: readonly WorkspaceFile[]} | {readonly problems: readonly Problem[]};

async function readFiles({inputs, replaced}: Prepared, read: ReadBlobs): Promise<Files> {
	const wrong = [...checkSizes(inputs), ...checkPaths([...inputs.map(({path}) => path), ...replaced.keys()])];
	if (wrong.length > 0) {
		return {problems: wrong};
	}

	const left = inputs.filter(({path}) => !replaced.has(path));
	const contents = await read(left.map(({id}) => id));
	const files = left.map(({path}, index) => ({path, content: contents[index] ?? Buffer.alloc(0)}));
	const pointers = files.filter(
		({content}) => content.subarray(0, lfsPointer.length).toString('latin1') === lfsPointer,
	);
	return pointers.length > 0
		? {
				problems: pointers.map(({path}) => ({
					scope: 'source',
					where: `${printable(path, 300)}:1`,
					message: 'this is only a pointer of Git LFS, which is not supported: commit the file itself',
				})),
			}
		: {files: [...files, ...[...replaced].map(([path, content]) => ({path, content}))]};
}

function checkSizes(inputs: readonly Input[]): readonly Problem[] {
	const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
	const sum = inputs.reduce((bytes, {size}) => bytes + size, 0);
	const large = inputs.filter(({size}) => size > largestInput);
	const first = inputs[0];
	if (large.length > 0 || first === undefined || sum <= mostInputBytes) {
		return large.map(({path, size}) => ({
			scope: 'source',
			where: printable(path, 300),
			message: `the file has ${megabytes(size)} MB, more than the 16 MB that are read: split it`,
		}));
	}

	const message = `what is read for this has ${megabytes(sum)} MB, more than 64: split the application`;
	return [{scope: 'source', where: printable(first.path, 300), message}];
}
