import path from 'node:path';
import type {KeptRenders} from '../../../../source/adapters/render/kept-renders.ts';
import {Renderer} from '../../../../source/adapters/render/render.ts';
import type {SopsFormat} from '../../../../source/adapters/render/sops/format.ts';
import {createToolbox} from '../../../../source/adapters/render/tools/find-tool.ts';
import {noSettings} from '../../../../source/adapters/render/tools/settings.ts';
import type {Tool} from '../../../../source/model/application.ts';
import {runProgram} from '../../../support/program.ts';
import {createTemporaryFolder} from '../../../support/temporary-folder.ts';
import type {Toolbox} from '../../../tools/toolbox.ts';
import {commitOf, type Files, forever, requestOf, sourceOf} from '../support/files.ts';

/** An age key of its own, what encrypts for it, and a renderer that has it. */
export async function createKeys(tools: Toolbox) {
	const files = await createTemporaryFolder();
	const keyFile = path.join(files.folder, 'key.txt');
	const {stderr} = await runProgram(tools.ageKeygen, ['-o', keyFile], {env: {}});
	const recipient = stderr.replace('Public key: ', '').trim();
	return {
		keyFile,
		recipient,
		/** Nothing of it touches a disk in plain. */
		async encrypt(text: string, type: SopsFormat = 'yaml', ...more: readonly string[]) {
			const types = ['--input-type', type, '--output-type', type, '--filename-override', 'x'];
			const args = ['--disable-version-check', 'encrypt', '--age', recipient, ...types, ...more];
			const {
				stdout,
				stderr: trouble,
				code,
			} = await runProgram(tools.sops, args, {
				cwd: files.folder,
				env: {HOME: files.folder},
				input: text,
			});
			if (code !== 0) {
				throw new Error(`sops can't encrypt: ${trouble}`);
			}

			return stdout;
		},
		[Symbol.asyncDispose]: () => files[Symbol.asyncDispose](),
	};
}

type With = {
	readonly programs: readonly string[];
	/** What of this machine these may see. */
	readonly sees?: readonly string[];
	readonly keyFile?: string;
	readonly tool?: Tool;
	readonly kept?: KeptRenders;
};

/** Renders the top of a repository with these programs on the PATH, and this key. */
export function createRender({programs, sees, keyFile, tool, kept}: With) {
	const tools = {sops: {versions: {}, sees}, kustomize: {versions: {}, sees}};
	const settings = {...noSettings, tools, sops: {ageKeyFile: keyFile, environment: []}};
	const toolbox = createToolbox({PATH: programs.map(program => path.dirname(program)).join(':')}, settings);
	const renderer = new Renderer({toolbox, settings, ...(kept && {kept})});
	const source = {...sourceOf('.'), ...(tool ? {tool} : {})};
	return async (files: Files) => await renderer.render(requestOf(source, commitOf(files)), forever);
}
