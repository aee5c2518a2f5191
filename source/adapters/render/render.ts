import {createHmac, randomBytes} from 'node:crypto';
import type {Problem} from '../../model/problem.ts';
import type {Rendered, RenderRequest} from '../../model/sources.ts';
import type {Tree, TreeEntry} from '../git/tree.ts';
import {buildVariables, withVariables} from './build-variables.ts';
import {type Chosen, chooseTool} from './detect-tool.ts';
import {remarkOnVersion} from './helm/asked-version.ts';
import {type FetchChart, FetchedCharts} from './helm/fetched-charts.ts';
import {prepareHelm} from './helm/prepare.ts';
import {type References, readAcross} from './helm/referenced.ts';
import {joinRendered} from './join-rendered.ts';
import {prepareJsonnet} from './jsonnet/prepare.ts';
import type {KeptRenders} from './kept-renders.ts';
import {prepareKustomize} from './kustomize/prepare.ts';
import {type Located, locateFolder} from './locate-folder.ts';
import {findOverrides} from './overrides.ts';
import {preparePlugin} from './plugin/prepare.ts';
import {ProgramRenders, refused} from './program-renders.ts';
import type {ReadBlobs} from './read-text.ts';
import {remarkOnEmpty} from './remark-on-empty.ts';
import {createRenderCache, hashOf} from './render-cache.ts';
import {renderFiles} from './render-files.ts';
import {selectFiles} from './select-files.ts';
import {Decryptor} from './sops/decrypt.ts';
import {type Substituting, substituteManifests} from './substitute/substitute-manifests.ts';
import type {Toolbox} from './tools/find-tool.ts';
import {type Limits, usualLimits} from './tools/limits.ts';
import {noSettings, type ToolSettings} from './tools/settings.ts';
import {withRemarks} from './with-remarks.ts';

/** What is to be rendered, with the commit's files. */
export type FileRequest = RenderRequest & {
	readonly tree: Tree;
	readonly read: ReadBlobs;
	/** The files of the sources that its paths of values name. */
	readonly others: References;
};

export type RendererOptions = {
	readonly toolbox: Toolbox;
	readonly settings?: ToolSettings;
	readonly limits?: Limits;
	/** Where what programs have made outlives the process; nowhere where absent. */
	readonly kept?: KeptRenders;
	/** For charts whose dependencies are not beside them; nothing is fetched where absent. */
	readonly fetchChart?: FetchChart;
};

type Directory = Extract<Chosen, {readonly kind: 'directory'}>;

/** About as much; what it counts for decides how long it is remembered. */
const bytesOfManifest = 2048;

type Place = Exclude<Located, {readonly problem: Problem}>;

/** Renders sources, and remembers the last ones: what reads the same files is not read again. */
export class Renderer {
	readonly #settings: ToolSettings;
	readonly #cache = createRenderCache();
	readonly #decryptor: Decryptor;
	readonly #programs: ProgramRenders;
	readonly #fetchChart: FetchChart;
	/** Of this process alone. */
	readonly #secret = randomBytes(32);

	constructor({toolbox, settings = noSettings, limits = usualLimits, kept, fetchChart = refuse}: RendererOptions) {
		this.#fetchChart = fetchChart;
		this.#settings = settings;
		this.#decryptor = new Decryptor({toolbox, settings: settings.sops, environment: process.env, limits});
		this.#programs = new ProgramRenders({toolbox, limits, kept, cache: this.#cache, decryptor: this.#decryptor});
	}

	async render(request: FileRequest, signal: AbortSignal): Promise<Rendered> {
		const {substitution} = request;
		const rendered = await this.#renderSource(request, signal);
		if (substitution === undefined) {
			return rendered;
		}

		const substituting = {...substitution, variables: await substitution.variables(signal)};
		const key = this.#keyOf(rendered, substituting);
		return await this.#cache.get(key, async () => {
			const made = await substituteManifests(rendered, substituting, signal);
			return {rendered: {...rendered, ...made, key}, bytes: rendered.manifests.length * bytesOfManifest};
		});
	}

	/** Ends what runs: its processes and folders are gone then. */
	async close(): Promise<void> {
		await Promise.all([this.#programs.close(), this.#decryptor.close()]);
	}

	/** Values of Secrets could be guessed from a plain hash. */
	#keyOf({key}: Rendered, {isStrict, isAlways, variables: {values, unread}}: Substituting): string {
		const text = JSON.stringify([[...values].toSorted(([a], [b]) => (a < b ? -1 : 1)), unread]);
		return hashOf([key, isStrict, isAlways, createHmac('sha256', this.#secret).update(text).digest('hex')]);
	}

	async #renderSource(request: FileRequest, signal: AbortSignal): Promise<Rendered> {
		signal.throwIfAborted();
		const {source, commit, tree, read} = request;
		const place = locateFolder(source, commit, tree);
		if ('problem' in place) {
			return refused([place.problem]);
		}

		const overrides = findOverrides(place.entries, request.app);
		if (overrides.length > 0) {
			return refused(overrides);
		}

		const {folder} = place;
		const tool = await withVariables(chooseTool(source, place.entries), request, signal);
		switch (tool.kind) {
			case 'directory':
				return await this.#renderDirectory(request, {...place, options: tool}, signal);
			case 'kustomize':
				return await this.#programs.run(await prepareKustomize({folder, options: tool, tree, read}), read, signal);
			case 'helm': {
				const {app, namespace, others} = request;
				const about = {app, namespace, capabilities: await request.capabilities(signal), folder, options: tool};
				const charts = new FetchedCharts(this.#fetchChart, read);
				const prepared = await prepareHelm({...about, tree, charts, others}, signal);
				const rendered = await this.#programs.run(prepared, readAcross(charts.read, others), signal);
				return withRemarks(rendered, source.chart === '' ? [] : await remarkOnVersion({commit, tree, read}));
			}

			case 'plugin': {
				const variables = await buildVariables(request, 'KUBE_', signal);
				const {plugins} = this.#settings;
				return await this.#programs.run(preparePlugin({folder, options: tool, plugins, variables, tree}), read, signal);
			}
		}
	}

	/** Files in Jsonnet are evaluated one by one, each remembered for itself. */
	async #renderDirectory(
		{source, tree, read}: FileRequest,
		place: Place & {readonly options: Directory},
		signal: AbortSignal,
	): Promise<Rendered> {
		const selection = selectFiles({path: source.path, tree, ...place});
		if ('problem' in selection) {
			return refused([selection.problem]);
		}

		const isJsonnet = ({kind, name}: TreeEntry) => kind === 'file' && name.endsWith('.jsonnet');
		const plain = selection.entries.filter(entry => !isJsonnet(entry));
		const rendered = this.#renderPlain(plain, read, signal);
		const evaluated = selection.entries.filter(isJsonnet).map(async entry => {
			const {folder, options} = place;
			const prepared = await prepareJsonnet({entry, folder, options: options.jsonnet, tree, read}, signal);
			return await this.#programs.run(prepared, read, signal);
		});
		const joined = joinRendered(await Promise.all([rendered, ...evaluated]), signal);
		return withRemarks(joined, remarkOnEmpty(joined, {source, ...place}));
	}

	async #renderPlain(entries: readonly TreeEntry[], read: ReadBlobs, signal: AbortSignal): Promise<Rendered> {
		const key = hashOf(['directory', entries.map(({kind, id, path}) => [kind, id, path])]);
		const bytes = entries.reduce((sum, {size}) => sum + size, 0);
		return await this.#cache.get(key, async () => {
			const given = {read, decryptor: this.#decryptor};
			const {isLasting, ...made} = await renderFiles(entries, given, signal);
			return {rendered: {key, messages: '', ...made}, bytes: isLasting ? bytes : undefined};
		});
	}
}

const refuse: FetchChart = async () => ({problem: 'nothing is fetched here'});
