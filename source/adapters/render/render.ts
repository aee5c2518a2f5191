import {createHash} from 'node:crypto';
import {availableParallelism} from 'node:os';
import type {Problem} from '../../model/problem.ts';
import type {Rendered, RenderRequest} from '../../model/sources.ts';
import type {Tree} from '../git/tree.ts';
import {type Chosen, chooseTool} from './detect-tool.ts';
import {prepareHelm} from './helm/prepare.ts';
import {prepareKustomize} from './kustomize/prepare.ts';
import {type Located, locateFolder} from './locate-folder.ts';
import {printable} from './printable.ts';
import type {ReadBlobs} from './read-text.ts';
import {createRenderCache} from './render-cache.ts';
import {renderFiles} from './render-files.ts';
import {selectFiles} from './select-files.ts';
import type {Toolbox} from './tools/find-tool.ts';
import {createPool} from './tools/pool.ts';
import type {Preparation} from './tools/prepared.ts';
import {runPrepared} from './tools/run-prepared.ts';

/** What is to be rendered, with the commit's files. */
export type FileRequest = RenderRequest & {readonly tree: Tree; readonly read: ReadBlobs};

export type Renderer = {render(request: FileRequest, signal: AbortSignal): Promise<Rendered>};

/** Part of every key: to be raised when the same files come to be read in another way. */
const version = 3;

type Place = Exclude<Located, {readonly problem: Problem}>;

/** Renders sources, and remembers the last ones: what reads the same files is not read again. */
export function createRenderer({toolbox}: {readonly toolbox: Toolbox}): Renderer {
	const cache = createRenderCache();
	const pool = createPool(Math.max(2, availableParallelism()));

	const renderDirectory = async (
		{source, tree, read}: FileRequest,
		place: Place & {readonly options: Extract<Chosen, {readonly kind: 'directory'}>},
		signal: AbortSignal,
	): Promise<Rendered> => {
		const selection = selectFiles({path: source.path, tree, ...place});
		if ('problem' in selection) {
			return refused([selection.problem]);
		}

		const {entries} = selection;
		const key = hash(['directory', entries.map(({kind, id, path}) => [kind, id, path])]);
		const bytes = entries.reduce((sum, {size}) => sum + size, 0);
		return await cache.get(key, async () => {
			const made = await renderFiles(entries, read, signal);
			return {rendered: {key, tool: '', messages: '', remarks: [], ...made}, bytes};
		});
	};

	const renderPrepared = async (prepared: Preparation, read: ReadBlobs, signal: AbortSignal): Promise<Rendered> => {
		if ('problems' in prepared) {
			return refused(prepared.problems);
		}

		const {inputs, replaced, tools, where} = prepared;
		const tool = await toolbox.find(tools, signal);
		if ('missing' in tool) {
			return refused([{scope: 'application', where: printable(where, 300), message: tool.missing}]);
		}

		const files = inputs.map(({id, path}) => [id, path]);
		const key = hash([tool.name, tool.program, tool.version, prepared.arguments(tool), files, [...replaced]]);
		return await cache.get(key, async () => {
			const {isLasting, ...made} = await pool(() => runPrepared(prepared, {tool, read}, signal), signal);
			const bytes = isLasting ? inputs.reduce((sum, {size}) => sum + size, 0) : undefined;
			return {rendered: {key, tool: `${tool.name} ${tool.version}`, ...made}, bytes};
		});
	};

	return {
		async render(request, signal) {
			signal.throwIfAborted();
			const {source, commit, tree, read} = request;
			const place = locateFolder(source, commit, tree);
			if ('problem' in place) {
				return refused([place.problem]);
			}

			const tool = chooseTool(source, place.entries);
			switch (tool.kind) {
				case 'directory':
					return await renderDirectory(request, {...place, options: tool}, signal);
				case 'kustomize': {
					const prepared = await prepareKustomize({folder: place.folder, options: tool, tree, read});
					return await renderPrepared(prepared, read, signal);
				}

				case 'helm': {
					const {app, namespace, capabilities} = request;
					const known = await capabilities(signal);
					const about = {app, namespace, capabilities: known, folder: place.folder, options: tool};
					return await renderPrepared(await prepareHelm({...about, tree, read}), read, signal);
				}
			}
		},
	};
}

function refused(problems: readonly Problem[]): Rendered {
	return {key: hash(problems), manifests: [], problems, tool: '', messages: '', remarks: []};
}

function hash(value: unknown): string {
	return createHash('sha256')
		.update(
			JSON.stringify([version, value], (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)),
		)
		.digest('hex');
}
