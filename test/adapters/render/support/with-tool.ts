import path from 'node:path';
import {Renderer} from '../../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../../source/adapters/render/tools/find-tool.ts';
import {type Limits, usualLimits} from '../../../../source/adapters/render/tools/limits.ts';
import {noSettings, type ToolSettings} from '../../../../source/adapters/render/tools/settings.ts';
import {
	type HelmOptions,
	type JsonnetOptions,
	type KustomizeOptions,
	plainDirectory,
	plainHelm,
	plainKustomize,
	type Tool,
} from '../../../../source/model/application.ts';
import {commitOf, type Files, forever, requestOf, sourceOf} from './files.ts';

type Run = {
	readonly folder: string;
	readonly program: string;
	readonly tool?: Tool;
	/** Of paths that are no files. */
	readonly kinds?: Parameters<typeof commitOf>[1];
	readonly settings?: ToolSettings;
	readonly limits?: Limits;
};

/** What our renderer makes of a folder, with this program alone on the PATH. */
export async function render(
	files: Files,
	{folder, program, tool, kinds, settings = noSettings, limits = usualLimits}: Run,
) {
	const toolbox = createToolbox({PATH: path.dirname(program)}, settings);
	const source = {...sourceOf(folder), ...(tool ? {tool} : {})};
	return await new Renderer({toolbox, settings, limits}).render(requestOf(source, commitOf(files, kinds)), forever);
}

export const kustomizeWith = (options: Partial<KustomizeOptions>): Tool => ({
	kind: 'kustomize',
	...plainKustomize,
	...options,
});
export const jsonnetWith = (options: Partial<JsonnetOptions>, recurse = false): Tool => ({
	kind: 'directory',
	...plainDirectory,
	recurse,
	jsonnet: {...plainDirectory.jsonnet, ...options},
});
export const helmWith = (options: Partial<HelmOptions>): Tool => ({kind: 'helm', ...plainHelm, ...options});
