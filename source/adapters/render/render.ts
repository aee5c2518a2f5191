import {createHash} from 'node:crypto';
import {availableParallelism} from 'node:os';
import type {Source} from '../../model/application.ts';
import type {Rendered} from '../../model/ports.ts';
import type {Problem} from '../../model/problem.ts';
import type {Tree} from '../git/tree.ts';
import {type Chosen, chooseTool} from './detect-tool.ts';
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

export type RenderRequest = {
	readonly source: Source;
	readonly commit: string;
	readonly tree: Tree;
	readonly read: ReadBlobs;
};

export type Renderer = {render(request: RenderRequest, signal: AbortSignal): Promise<Rendered>};

/** Part of every key: to be raised when the same files come to be read in another way. */
const version = 3;

type Place = Exclude<Located, {readonly problem: Problem}>;

/** Renders sources, and remembers the last ones: what reads the same files is not read again. */
export function createRenderer({toolbox}: {readonly toolbox: Toolbox}): Renderer {
	const cache = createRenderCache();
	const pool = createPool(Math.max(2, availableParallelism()));

	const renderDirectory = async (
		{source, tree, read}: RenderRequest,
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
			return {rendered: {key, tool: 'plain files', messages: '', ...made}, bytes};
		});
	};

	const renderPrepared = async (prepared: Preparation, read: ReadBlobs, signal: AbortSignal): Promise<Rendered> => {
		if ('problems' in prepared) {
			return refused(prepared.problems);
		}

		const {entries, options, tools, where} = prepared;
		const tool = await toolbox.find(tools, signal);
		if ('missing' in tool) {
			return refused([{scope: 'application', where: printable(where, 300), message: tool.missing}]);
		}

		const inputs = entries.map(({id, path}) => [id, path]);
		const key = hash([tool.name, tool.program, tool.version, options, inputs]);
		return await cache.get(key, async () => {
			const {isLasting, ...made} = await pool(() => runPrepared(prepared, {tool, read}, signal), signal);
			const bytes = isLasting ? entries.reduce((sum, {size}) => sum + size, 0) : undefined;
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

				case 'unsupported':
					return refused([unsupported(source, tool.name)]);
			}
		},
	};
}

function unsupported({path}: Source, name: string): Problem {
	const message = `this is a ${name} source, and those are not supported yet: nothing of it is applied`;
	return {scope: 'application', where: printable(path, 200), message};
}

function refused(problems: readonly Problem[]): Rendered {
	return {key: hash(problems), manifests: [], problems, tool: '', messages: ''};
}

function hash(value: unknown): string {
	return createHash('sha256')
		.update(
			JSON.stringify([version, value], (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)),
		)
		.digest('hex');
}
