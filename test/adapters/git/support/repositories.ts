import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {onTestFinished} from 'vitest';
import {createSources, type SourcesOptions} from '../../../../source/adapters/sources/sources.ts';
import {
	type DirectoryOptions,
	directoryTool,
	folderSource,
	plainDirectory,
	type Source,
} from '../../../../source/model/application.ts';
import type {RenderRequest} from '../../../../source/model/sources.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trueup-git-')));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** Git repositories, by their addresses, with a cache of their own, closed after the test. */
export function openSources(options: Partial<SourcesOptions> = {}) {
	const sources = createSources({cacheFolder: temporaryFolder(), ...options});
	onTestFinished(async () => {
		await sources.close();
	});
	const at = (repository: string) => ({repository, chart: ''});
	return {
		...sources,
		resolve: (address: string, revisions: readonly string[], signal: AbortSignal) =>
			sources.resolve(at(address), revisions, signal),
		keep: (address: string, commit: string, name: string) => sources.keep(at(address), commit, name),
		has: (address: string, commit: string) => sources.has(at(address), commit),
		descends: (address: string, newer: string, older: string) => sources.descends(at(address), newer, older),
	};
}

export const forever = new AbortController().signal;

const identity = ['-c', 'user.name=Ada Lovelace', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];

/** A real repository with a work tree, whose first branch is `main`. */
export function createRepository() {
	const path = temporaryFolder();
	const git = (...command: readonly string[]) => runGit(path, command);
	git('init', '--quiet', '--initial-branch=main');

	const commit = (files: Readonly<Record<string, string | Buffer>>, message = 'Change files') => {
		for (const [name, content] of Object.entries(files)) {
			mkdirSync(dirname(join(path, name)), {recursive: true});
			writeFileSync(join(path, name), content);
		}

		git('add', '--all');
		git('commit', '--quiet', '--allow-empty', '--message', message);
		return git('rev-parse', 'HEAD');
	};

	/** Commits entries that no work tree needs to hold: links, submodules, any name. */
	const commitEntries = (entries: readonly {mode: string; id: string; path: string}[]) => {
		for (const entry of entries) {
			git('update-index', '--add', '--cacheinfo', `${entry.mode},${entry.id},${entry.path}`);
		}

		git('commit', '--quiet', '--message', 'Add entries');
		return git('rev-parse', 'HEAD');
	};

	return {
		path,
		git,
		commit,
		commitEntries,
		blob: (content: string) => runGit(path, ['hash-object', '-w', '--stdin'], content),
	};
}

export function runGit(folder: string, command: readonly string[], input: string | Buffer = ''): string {
	return execFileSync('git', [...identity, ...command], {
		cwd: folder,
		encoding: 'utf8',
		input,
		maxBuffer: 64 * 1024 * 1024,
		stdio: ['pipe', 'pipe', 'pipe'],
		env: {...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_COUNT: '0', GIT_OPTIONAL_LOCKS: '1'},
	}).trim();
}

export function plainFolder(repository: string, path: string, directory: Partial<DirectoryOptions> = {}): Source {
	return folderSource({repository, revision: 'HEAD', path, tool: directoryTool({...plainDirectory, ...directory})});
}

/** What is rendered of a source at a commit, for no cluster in particular. */
export function requestOf(source: Source, commit: string): RenderRequest {
	const capabilities = async () => ({kubeVersion: '', apiVersions: []});
	return {app: 'web', project: 'default', namespace: '', source, commit, references: new Map(), capabilities};
}

export function configMap(name: string, data = ''): string {
	return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${data}`;
}

/** The ids, or the messages, that revisions were resolved to. */
export function shorten(answers: ReadonlyMap<string, {readonly id: string} | Error>): Record<string, string> {
	return Object.fromEntries(
		[...answers].map(([revision, answer]) => [revision, answer instanceof Error ? answer.message : answer.id]),
	);
}

/** The folder of the only mirror in a cache. */
export function mirrorIn(cacheFolder: string): string {
	const folder = join(cacheFolder, 'git');
	const [name = '', ...others] = readdirSync(folder);
	if (others.length > 0) {
		throw new Error(`there is more than one mirror: ${[name, ...others].join(', ')}`);
	}

	return join(folder, name);
}
