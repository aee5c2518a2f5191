import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Finished, Program} from '../../support/program.ts';
import {createRepository, type Repository} from '../../support/repository.ts';
import type {Coordinates, Kubectl} from '../kubectl.ts';
import {runInProcess} from './run-in-process.ts';
import {createNamespace, sharedCluster, type TestNamespace} from './shared-cluster.ts';
import {startTrueup} from './trueup.ts';

export type Files = Readonly<Record<string, string | undefined>>;

/** One application of a repository of its own, in a namespace of its own that bears its name, with a state of its own. */
export type Trial = AsyncDisposable & {
	/** Of the application and of its namespace. */
	readonly name: string;
	readonly namespace: TestNamespace;
	readonly repository: Repository;
	/** HOME of all runs: their state and their cache are under it. */
	readonly home: string;
	/** Writes files of the application's folder, commits and pushes them; returns the commit. */
	declare(files: Files): Promise<string>;
	/** `VERB ARGUMENTS`; the flags that name the application are added. */
	start(...args: readonly string[]): Program;
	/** The same without those flags. */
	startBare(...args: readonly string[]): Program;
	run(...args: readonly string[]): Promise<Finished>;
	/** The same as `run`, in this process, for verbs that are run many times: what they print is what the program prints. */
	runHere(...args: readonly string[]): Promise<Finished>;
	/** `plan -o json`, with these arguments. */
	plan(...args: readonly string[]): Promise<PlanAnswer>;
	/** What the verb prints as JSON, whatever its exit code. */
	read(...args: readonly string[]): ReturnType<typeof JSON.parse>;
};

/** Where it is deployed. */
export type Place = Pick<Coordinates, 'kubeconfig' | 'auditLog'> & {
	readonly kubectl: Kubectl;
	/** Of all runs, on top of PATH and HOME. */
	readonly env?: Readonly<Record<string, string>>;
};

/** The application's folder in its repository. */
export const folder = 'app';

export async function createTrial(files: Files, cluster: Place = sharedCluster()): Promise<Trial> {
	const [namespace, repository, home] = await Promise.all([
		createNamespace(cluster),
		createRepository(),
		mkdtemp(path.join(tmpdir(), 'trueup-home-')),
	]);
	const {name} = namespace;
	const place = ['--namespace', name, '--kubeconfig', cluster.kubeconfig];
	const flags = ['--repo', repository.remote, '--path', folder, '--name', name, ...place];
	const declare = async (changed: Files) => {
		const written = Object.entries(changed).map(([file, text]) => [path.join(folder, file), text]);
		await repository.write(Object.fromEntries(written));
		const commit = await repository.commit('Change');
		await repository.push();
		return commit;
	};
	const startBare = (...args: readonly string[]) =>
		startTrueup(args, {cwd: home, ...(cluster.env && {env: cluster.env})});
	const whole = ([verb = '', ...args]: readonly string[]) => [verb, ...flags, ...args];
	const start = (...args: readonly string[]) => startBare(...whole(args));
	const read = async (...args: readonly string[]) => JSON.parse((await start(...args, '-o', 'json').exited).stdout);
	await declare(files);
	return {
		name,
		namespace,
		repository,
		home,
		declare,
		start,
		startBare,
		run: (...args) => start(...args).exited,
		runHere: (...args) => runInProcess(whole(args), home),
		plan: (...args) => read('plan', ...args),
		read,
		async [Symbol.asyncDispose]() {
			await namespace[Symbol.asyncDispose]();
			await repository.remove();
			await rm(home, {recursive: true, force: true});
		},
	};
}

/** The events of a stream of JSON. */
export function eventsOf(lines: readonly string[]): readonly EventLine[] {
	return lines.map(line => JSON.parse(line));
}

export type EventLine = {
	readonly kind: string;
	readonly app: string;
	readonly message: string;
	readonly resource?: string;
	readonly result?: string;
};

export type PlanAnswer = {
	readonly kind: string;
	readonly digest: string;
	readonly revision: string;
	readonly changes: readonly ChangeAnswer[];
	readonly leftovers: readonly {readonly kind: string; readonly name: string}[];
	readonly problems: readonly ProblemAnswer[];
};

export type ProblemAnswer = {readonly where: string; readonly message: string};

type ChangeAnswer = {
	readonly op: string;
	readonly kind: string;
	readonly name: string;
	readonly risks: readonly string[];
	readonly fields: readonly FieldAnswer[];
};

type FieldAnswer = {
	readonly path: string;
	readonly before?: unknown;
	readonly after?: unknown;
	readonly managers: readonly string[];
};
