import {type Application, addressOf} from '../../model/application.ts';
import type {Finding} from '../../model/diagnosis.ts';
import {OperatorError} from '../../model/operator-error.ts';
import {shortRevision} from '../../model/revision.ts';
import {type Commit, type Place, placeKey, type Rendered, type Sources} from '../../model/sources.ts';
import {type Patience, within} from './within.ts';

/** What could be rendered, by the application's name. */
export type Renders = ReadonlyMap<string, Rendered>;

type Reached = {readonly finding: Finding; readonly renders: Renders};

/** Asks each repository once for what the applications name, and renders that. */
export async function reachRepositories(
	applications: readonly Application[],
	sources: Sources,
	patience: Patience,
): Promise<{readonly findings: readonly Finding[]; readonly renders: Renders}> {
	const readable = applications.filter(({sources: [{repository}]}) => repository !== '');
	const users = Map.groupBy(readable, ({sources: [source]}) => placeKey(source));
	const reached = await Promise.all(
		[...users.values()].flatMap(all => (all[0] ? [reach(all[0].sources[0], all, {sources, patience})] : [])),
	);
	return {
		findings: reached.map(({finding}) => finding),
		renders: new Map(reached.flatMap(({renders}) => [...renders])),
	};
}

type With = {readonly sources: Sources; readonly patience: Patience};

async function reach(place: Place, users: readonly Application[], {sources, patience}: With): Promise<Reached> {
	const {clock} = patience;
	const started = clock.ticks();
	const revisions = [...new Set(users.map(({sources: [{revision}]}) => revision))];
	const about = {area: 'repository', name: addressOf(place.repository), version: '', path: ''} as const;
	const neededBy = users.map(({name}) => name);
	try {
		const commits = await within(patience, signal => sources.resolve(place, revisions, signal));
		const tookMs = clock.ticks() - started;
		const isAll = revisions.every(revision => isCommit(commits.get(revision)));
		const message = revisions.map(revision => describe(revision, commits.get(revision))).join('; ');
		const finding: Finding = {...about, state: isAll ? 'ok' : 'missing', message, neededBy, tookMs};
		return {finding, renders: await renderAll(users, commits, {sources, patience})};
	} catch (error) {
		const message = messageOf(error);
		const tookMs = clock.ticks() - started;
		return {finding: {...about, state: 'missing', message, neededBy, tookMs}, renders: new Map()};
	}
}

async function renderAll(
	users: readonly Application[],
	commits: ReadonlyMap<string, Commit | Error>,
	{sources, patience}: With,
): Promise<Renders> {
	const renders = await Promise.all(
		users.map(async ({name, project, sources: [source], destination: {namespace}}) => {
			const commit = commits.get(source.revision);
			if (!isCommit(commit)) {
				return [];
			}

			// Which program is needed is no question of the cluster.
			const capabilities = async () => ({kubeVersion: '', apiVersions: []});
			const request = {app: name, project, namespace, source, commit: commit.id, capabilities};
			try {
				return [[name, await within(patience, signal => sources.render(request, signal))] as const];
			} catch (error) {
				messageOf(error);
				return [];
			}
		}),
	);
	return new Map(renders.flat());
}

function isCommit(answer: Commit | Error | undefined): answer is Commit {
	return answer !== undefined && !(answer instanceof Error);
}

function describe(revision: string, answer: Commit | Error | undefined): string {
	return isCommit(answer)
		? `${revision} is at ${shortRevision(answer.id)} ${answer.subject}`
		: (answer?.message ?? `${revision} is not there`);
}

/** In a line; what was not expected is a bug, and is thrown. */
export function messageOf(error: unknown): string {
	if (error instanceof OperatorError) {
		return [error.message, error.advice].filter(Boolean).join('. ');
	}

	throw error;
}
