import path from 'node:path';
import {createRenderer} from '../../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../../source/adapters/render/tools/find-tool.ts';
import {
	type HelmOptions,
	type KustomizeOptions,
	plainHelm,
	plainKustomize,
	type Tool,
} from '../../../../source/model/application.ts';
import type {Files} from '../../../support/temporary-folder.ts';
import {commitOf, forever, requestOf, sourceOf} from './files.ts';

type Run = {readonly folder: string; readonly program: string; readonly tool?: Tool};

/** What our renderer makes of a folder, with this program alone on the PATH. */
export async function render(files: Files, {folder, program, tool}: Run) {
	const toolbox = createToolbox({PATH: path.dirname(program)});
	const source = {...sourceOf(folder), ...(tool ? {tool} : {})};
	return await createRenderer({toolbox}).render(requestOf(source, commitOf(files)), forever);
}

export const kustomizeWith = (options: Partial<KustomizeOptions>): Tool => ({
	kind: 'kustomize',
	...plainKustomize,
	...options,
});
export const helmWith = (options: Partial<HelmOptions>): Tool => ({kind: 'helm', ...plainHelm, ...options});
