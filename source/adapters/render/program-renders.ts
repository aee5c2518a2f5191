import {availableParallelism} from 'node:os';
import type {Problem} from '../../model/problem.ts';
import {isSecretKind} from '../../model/resource.ts';
import type {Rendered} from '../../model/sources.ts';
import type {KeptRenders} from './kept-renders.ts';
import {printable} from './printable.ts';
import type {ReadBlobs} from './read-text.ts';
import {type createRenderCache, hashOf, type Made} from './render-cache.ts';
import {Setbacks, timed} from './setbacks.ts';
import type {Decryptor} from './sops/decrypt.ts';
import type {Toolbox} from './tools/find-tool.ts';
import type {Limits} from './tools/limits.ts';
import {Pool} from './tools/pool.ts';
import type {Preparation, Prepared} from './tools/prepared.ts';
import {runPrepared} from './tools/run-prepared.ts';

type Needs = {
	readonly toolbox: Toolbox;
	readonly limits: Limits;
	readonly kept: KeptRenders | undefined;
	readonly cache: ReturnType<typeof createRenderCache>;
	readonly decryptor: Decryptor;
};

/** Renders by programs, so many at a time; what they have made of the same inputs is not made again. */
export class ProgramRenders {
	readonly #needs: Needs;
	readonly #setbacks = new Setbacks();
	readonly #pool = new Pool(Math.max(2, availableParallelism()));

	constructor(needs: Needs) {
		this.#needs = needs;
	}

	async run(prepared: Preparation, read: ReadBlobs, signal: AbortSignal): Promise<Rendered> {
		const {toolbox, limits, cache, decryptor} = this.#needs;
		if ('problems' in prepared) {
			return refused(prepared.problems);
		}

		const {inputs, replaced, tools, version = '', plugin, where} = prepared;
		const tool = plugin
			? await toolbox.findPlugin(plugin.name, plugin.program)
			: await toolbox.find(tools, version, signal);
		if ('missing' in tool) {
			const problem: Problem = {scope: 'application', where: printable(where, 300), message: tool.missing};
			return {...refused([problem]), lacking: lackingOf(prepared)};
		}

		const files = inputs.map(({id, path}) => [id, path]);
		const how = [tool.name, tool.program, tool.version, tool.mark, prepared.arguments(tool), plugin ?? null];
		const key = hashOf([how, files, [...replaced]]);
		const bytes = inputs.reduce((sum, {size}) => sum + size, 0);
		// What else the commands of a plugin run may be another one after a restart.
		const kept = plugin ? undefined : this.#needs.kept;
		const make = async () => {
			const found = await kept?.find(key);
			if (found) {
				return {rendered: found, bytes, tookMs: 0};
			}

			const running = {tool, read, limits, decryptor};
			const work = (ending: AbortSignal) => timed(runPrepared(prepared, running, ending));
			const {isLasting, decryptedBy, tookMs, ...made} = await this.#pool.run(work, signal);
			const tools = [`${tool.name} ${tool.version}`, ...(decryptedBy === '' ? [] : [decryptedBy])];
			const rendered = {key, tool: tools.join(', '), ...made};
			if (isWorthKeeping(rendered)) {
				// What a program says may quote what it was given.
				kept?.keep({...rendered, messages: ''});
			}

			return {rendered, bytes: isLasting ? bytes : undefined, tookMs};
		};
		return await cache.get(key, () => this.#unlessLate(key, make));
	}

	/** Ends what runs: its processes and folders are gone then. */
	async close(): Promise<void> {
		await this.#pool.close();
	}

	async #unlessLate(key: string, make: () => Promise<Made & {readonly tookMs: number}>): Promise<Made> {
		const late = this.#setbacks.find(key);
		if (late !== undefined) {
			return {rendered: late, bytes: undefined};
		}

		const {rendered, bytes, tookMs} = await make();
		const isLate = bytes === undefined && tookMs >= this.#needs.limits.time;
		return {rendered: isLate ? this.#setbacks.note(rendered) : rendered, bytes};
	}
}

/**
 * Failures are quick to find again. The values of a Secret may be nowhere else: in a file of the person's that Git does
 * not have, or made up by a chart.
 */
function isWorthKeeping({manifests, isPrivate}: Rendered): boolean {
	return !isPrivate && manifests.length > 0 && !manifests.some(({id}) => isSecretKind(id.kind));
}

/** What nobody else has: a version is another program. */
function lackingOf({plugin, tools, version = ''}: Prepared): readonly string[] {
	return plugin ? [plugin.program] : tools.map(name => (version === '' ? name : `${name} ${printable(version, 50)}`));
}

/** What can't be rendered, and why. */
export function refused(problems: readonly Problem[]): Rendered {
	return {key: hashOf(problems), manifests: [], problems, tool: '', messages: '', remarks: []};
}
