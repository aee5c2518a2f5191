import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {noCredentials} from '../../source/adapters/credentials/credential.ts';
import {lockDownGit} from '../../source/adapters/git/environment.ts';
import {openGitRepository} from '../../source/adapters/git/repository.ts';
import {Renderer} from '../../source/adapters/render/render.ts';
import {createToolbox} from '../../source/adapters/render/tools/find-tool.ts';
import {folderSource, plainHelm} from '../../source/model/application.ts';
import type {RenderRequest} from '../../source/model/sources.ts';
import {chartFiles} from '../../test/support/charts.ts';
import {overlayFiles} from '../../test/support/overlays.ts';
import {createRepository} from '../../test/support/repository.ts';
import type {Files} from '../../test/support/temporary-folder.ts';
import {usageOf} from '../machine.ts';

/** One program and our render by it, in turns. */
export type Beside = {readonly what: string; readonly alone: Times; readonly ours: Times};

/** Milliseconds. */
export type Times = {
	/** Of each run, by the clock. */
	readonly wall: readonly number[];
	/** Of CPU, of all processes together, on average. */
	readonly cpu: number;
};

type Trial = {
	readonly what: string;
	readonly files: Files;
	/** Of the application; empty for the top. */
	readonly folder: string;
	readonly tool: RenderRequest['source']['tool'];
	readonly program: string;
	readonly args: readonly string[];
};

const forever = new AbortController().signal;
const kubeVersion = 'v1.36.3';

/** A chart of 50 templates and an overlay of 50 objects, each by the program alone and by our render, without its caches. */
export async function measureBeside(
	programs: {readonly helm: string; readonly kustomize: string},
	runs: number,
): Promise<readonly Beside[]> {
	const helmArgs = ['--namespace=shop', `--kube-version=${kubeVersion}`, '--include-crds', '--skip-tests'];
	const trials: readonly Trial[] = [
		{
			what: 'Helm, a chart of 50 templates',
			files: chartFiles(),
			folder: '',
			tool: {kind: 'helm', ...plainHelm, skipTests: true},
			program: programs.helm,
			args: ['template', 'shop', './', ...helmArgs],
		},
		{
			what: 'Kustomize, an overlay of 50 objects',
			files: overlayFiles(),
			folder: 'overlays/production',
			tool: {kind: 'detected'},
			program: programs.kustomize,
			args: ['build', './overlays/production', '--load-restrictor=LoadRestrictionsRootOnly'],
		},
	];
	// As the engine has it: git keeps what it fetches in packs.
	lockDownGit(process.env);
	const measured: Beside[] = [];
	for (const trial of trials) {
		measured.push(await measureOne(trial, runs));
	}

	return measured;
}

async function measureOne({what, files, folder, tool, program, args}: Trial, runs: number): Promise<Beside> {
	await using repository = await createRepository(files);
	const cacheFolder = await mkdtemp(path.join(tmpdir(), 'trueup-bench-cache-'));
	const opened = openGitRepository(
		{repository: repository.remote, chart: ''},
		{cacheFolder, patienceMs: 60_000, onDamage: () => undefined, credentials: noCredentials},
	);
	try {
		const toolbox = createToolbox({PATH: path.dirname(program)});
		const found = (await opened.resolve(['main'], forever)).get('main');
		const commit = found === undefined || found instanceof Error ? '' : found.id;
		const tree = await opened.tree(commit);
		const request = {
			...{app: 'shop', project: 'default', namespace: 'shop', commit, tree, references: new Map(), others: new Map()},
			source: folderSource({repository: repository.remote, revision: 'main', path: folder || '.', tool}),
			capabilities: async () => ({kubeVersion, apiVersions: []}),
			read: (ids: readonly string[]) => opened.read(commit, ids),
		};
		const render = async () => {
			const {manifests, problems} = await new Renderer({toolbox}).render(request, forever);
			if (manifests.length < 50) {
				throw new Error(problems.map(({message}) => message).join('; '));
			}
		};
		const run = () => runAlone(program, args, repository.folder);
		// The first of each also finds the program and starts git.
		await Promise.all([render(), run()]);
		const [alone, ours] = [new Stopwatch(), new Stopwatch()];
		for (let time = 0; time < runs; time++) {
			await alone.time(run);
			await ours.time(render);
		}

		return {what, alone: alone.times, ours: ours.times};
	} finally {
		await opened.close();
		await rm(cacheFolder, {recursive: true, force: true});
	}
}

class Stopwatch {
	readonly #wall: number[] = [];
	#cpuSeconds = 0;

	async time(work: () => Promise<unknown>): Promise<void> {
		const cpuBefore = usageOf(process.pid).cpuSeconds;
		const begun = performance.now();
		await work();
		this.#wall.push(performance.now() - begun);
		this.#cpuSeconds += usageOf(process.pid).cpuSeconds - cpuBefore;
	}

	get times(): Times {
		return {wall: this.#wall, cpu: (this.#cpuSeconds * 1000) / this.#wall.length};
	}
}

function runAlone(program: string, args: readonly string[], cwd: string): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const child = spawn(program, args, {cwd, env: {HOME: cwd}, stdio: ['ignore', 'pipe', 'inherit']});
	child.stdout.resume();
	child.on('error', reject);
	child.on('close', code => (code === 0 ? resolve() : reject(new Error(`${program} ended with exit code ${code}`))));
	return promise;
}
