import {type JsonObject, text} from '../../../source/model/json.ts';
import type {Problem} from '../../../source/model/problem.ts';
import {refsOf} from '../../../source/model/reference.ts';
import {groupVersion, type Manifest} from '../../../source/model/resource.ts';
import type {Capabilities, Rendered, Sources, Variables} from '../../../source/model/sources.ts';

function manifestOf(body: JsonObject, index: number): Manifest {
	const {group, version} = groupVersion(text(body, 'apiVersion'));
	const id = {
		group,
		version,
		kind: text(body, 'kind'),
		namespace: text(body, 'metadata', 'namespace'),
		name: text(body, 'metadata', 'name'),
	};
	return {id, origin: {file: 'all.yaml', line: index + 1}, body};
}

/** A repository in memory: commits of folders of manifests. */
export function createFakeSources() {
	const commits = new Map<string, ReadonlyMap<string, Rendered>>();
	let head = '';
	let failure: Error | undefined;
	const failures = new Map<string, Error>();
	const asked: string[] = [];
	const kept: string[] = [];
	const seen: Capabilities[] = [];
	const branches = new Map<string, string | Error>();
	const brokenRenders = new Map<string, Error>();
	const substituted: Variables[] = [];
	const lags = new Map<string, number>();
	const sources: Sources = {
		async resolve({repository}, revisions) {
			asked.push(repository);
			const broken = failures.get(repository) ?? failure;
			if (broken) {
				throw broken;
			}

			const commitOf = (id: string) => ({id, subject: 'a commit', author: 'somebody', time: '2026-01-01T00:00:00Z'});
			return new Map(
				revisions.map(revision => {
					const branch = branches.get(`${repository} ${revision}`) ?? branches.get(revision) ?? head;
					return [revision, branch instanceof Error ? branch : commitOf(branch)];
				}),
			);
		},
		async render({source, commit, references, capabilities, substitution}, signal) {
			const {path, tool} = source;
			const variables = await substitution?.variables(signal);
			if (variables) {
				substituted.push(variables);
			}

			// As charts do, and plugins, which get the version in a variable.
			if (tool.kind === 'helm' || tool.kind === 'plugin') {
				seen.push(await capabilities(signal));
			}

			const broken = brokenRenders.get(path);
			if (broken) {
				throw broken;
			}

			const nothing = {key: '', manifests: [], problems: [], tool: '', messages: '', remarks: []};
			const rendered = commits.get(commit)?.get(path) ?? nothing;
			const read = [...refsOf(source)].map(ref => references.get(ref)?.commit);
			return read.length === 0 ? rendered : {...rendered, key: [rendered.key, ...read].join(' ')};
		},
		async keep({repository}, commit) {
			kept.push(`${repository} ${commit}`);
		},
		has: async (_, commit) => commits.has(commit),
		descends: async (_, newer, older) => [...commits.keys()].indexOf(newer) > [...commits.keys()].indexOf(older),
		behind: async (_, commit) => lags.get(commit) ?? 0,
		onRemade: () => undefined,
		async close() {},
	};
	return {
		sources,
		asked: () => asked.length,
		/** How often a repository was asked. */
		askedOf: (repository: string) => asked.filter(one => one === repository).length,
		/** Repositories, with the commits of them that were kept. */
		kept,
		/** What charts were told of the cluster. */
		seen,
		/** The variables that were to be put into renders. */
		substituted,
		/** How many commits this one is behind all others. */
		lag(commit: string, amount: number) {
			lags.set(commit, amount);
		},
		/** One repository, or all. */
		fail(error: Error | undefined, repository?: string) {
			if (repository === undefined) {
				failure = error;
			} else if (error) {
				failures.set(repository, error);
			} else {
				failures.delete(repository);
			}
		},
		/** What a revision means; every other means what was committed last. With a repository before it: there alone. */
		point(revision: string, commit: string | Error) {
			branches.set(revision, commit);
		},
		/** What is in that folder can't be rendered, for that reason; without one it can again. */
		breakRender(path: string, error?: Error) {
			if (error) {
				brokenRenders.set(path, error);
			} else {
				brokenRenders.delete(path);
			}
		},
		/** Commits these folders; says the commit's id. */
		commit(
			folders: Readonly<Record<string, readonly JsonObject[]>>,
			problems: readonly Problem[] = [],
			made: Partial<Rendered> = {},
		): string {
			head = String(commits.size + 1)
				.repeat(40)
				.slice(0, 40);
			const renders = Object.entries(folders).map(
				([path, bodies]) =>
					[
						path,
						{
							key: JSON.stringify([bodies, problems]),
							manifests: bodies.map(manifestOf),
							problems,
							tool: '',
							messages: '',
							remarks: [],
							...made,
						},
					] as const,
			);
			commits.set(head, new Map(renders));
			return head;
		},
		/** Makes a version of a chart of what was committed last; says its id. */
		publish(version: string): string {
			const id = `${version}@sha256:${head.repeat(2).slice(0, 64)}`;
			commits.set(id, commits.get(head) ?? new Map());
			head = id;
			return id;
		},
	};
}
