import {type Application, addressOf, isReadable, type Source} from '../../model/application.ts';
import {count} from '../../model/count.ts';
import type {Finding} from '../../model/diagnosis.ts';
import {OperatorError} from '../../model/operator-error.ts';
import type {Configuration} from '../../model/ports.ts';
import type {Problem} from '../../model/problem.ts';
import {joinRevisions, shortRevision} from '../../model/revision.ts';
import {type Commit, isCommit, placeKey, type Rendered, type Sources} from '../../model/sources.ts';
import {unsupportedIn} from '../../plan/supported.ts';
import {joinParts} from '../join-parts.ts';
import type {AskedOfClusters} from '../render-request.ts';
import {renderParts} from '../source-parts.ts';
import {unknownCapabilities} from '../survey.ts';
import {type Patience, within} from './within.ts';

/** What could be rendered, by the application's name. */
export type Renders = ReadonlyMap<string, Rendered>;

type Commits = ReadonlyMap<string, Commit | Error>;

type Reached = {readonly finding: Finding; readonly commits: Commits};

type User = {readonly application: Application; readonly source: Source};

/** Asks each repository once for what the applications name, and renders that. */
export async function reachRepositories(
	{applications, problemsOf}: Pick<Configuration, 'applications' | 'problemsOf'>,
	sources: Sources,
	patience: Patience,
): Promise<{readonly findings: readonly Finding[]; readonly renders: Renders}> {
	const readable = applications.filter(isReadable);
	const all = readable.flatMap(application => application.sources.map(source => ({application, source})));
	const users = Map.groupBy(all, ({source}) => placeKey(source));
	const asked = new Map([...users].map(([key, those]) => [key, reach(those, {sources, patience})]));
	const renders = readable.map(async application => {
		const reached = await Promise.all(application.sources.map(source => asked.get(placeKey(source))));
		const commits = application.sources.map(({revision}, index) => reached[index]?.commits.get(revision));
		const rendered = commits.every(isCommit) ? await render(application, commits, {sources, patience}) : undefined;
		return rendered ? [[application.name, rendered] as const] : [];
	});
	const found = (await Promise.all(asked.values())).map(({finding}) => finding);
	const made = new Map((await Promise.all(renders)).flat());
	return {findings: [...found, ...brokenFindings(applications, problemsOf, made)], renders: made};
}

/** Each application that can't be applied as it is written, with the reason. */
export function brokenFindings(
	applications: readonly Application[],
	problemsOf: Configuration['problemsOf'],
	renders: Renders,
): readonly Finding[] {
	return applications.flatMap(({name}) => brokenFinding(name, problemsOf.get(name) ?? [], renders.get(name)));
}

/** Where a program is lacking, that is said of the program; of a version that nobody has declared there is none to say it of. */
function brokenFinding(app: string, written: readonly Problem[], rendered?: Rendered): readonly Finding[] {
	const {problems = [], manifests = [], lacking = []} = rendered ?? {};
	const all = [...written, ...problems, ...unsupportedIn(manifests)];
	// What holds up everything is told first.
	const trouble = all.find(isWhole) ?? all[0];
	const isTold = written.length === 0 && lacking.length > 0 && !lacking.some(isVersioned);
	if (trouble === undefined || isTold) {
		return [];
	}

	const more = all.length > 1 ? ` (and ${count(all.length - 1, 'more problem')})` : '';
	const fails = problems.includes(trouble) ? "can't be rendered" : 'is blocked';
	const message = `${isWhole(trouble) ? 'it' : 'a part of it'} ${fails}: ${trouble.where}: ${trouble.message}${more}`;
	const about = {area: 'application', name: `application ${app}`, state: 'broken', neededBy: []} as const;
	return [{...about, version: '', path: '', message, tookMs: 0}];
}

function isWhole({scope}: Problem): boolean {
	return scope === 'source' || scope === 'application';
}

function isVersioned(lacking: string): boolean {
	return /^\S+ v?\d/.test(lacking);
}

type With = {readonly sources: Sources; readonly patience: Patience};

async function reach(users: readonly User[], {sources, patience}: With): Promise<Reached> {
	const {clock} = patience;
	const started = clock.ticks();
	const {repository = '', chart = ''} = users[0]?.source ?? {};
	const revisions = [...new Set(users.map(({source}) => source.revision))];
	const name = chart === '' ? addressOf(repository) : `${addressOf(repository)} ${chart}`;
	const neededBy = [...new Set(users.map(({application}) => application.name))];
	const about = {area: 'repository', name, version: '', path: '', neededBy} as const;
	try {
		const commits = await within(patience, signal => sources.resolve({repository, chart}, revisions, signal));
		const tookMs = clock.ticks() - started;
		const isAll = revisions.every(revision => isCommit(commits.get(revision)));
		const message = revisions.map(revision => describe(revision, commits.get(revision))).join('; ');
		return {finding: {...about, state: isAll ? 'ok' : 'missing', message, tookMs}, commits};
	} catch (error) {
		const message = messageOf(error);
		const tookMs = clock.ticks() - started;
		return {finding: {...about, state: 'missing', message, tookMs}, commits: new Map()};
	}
}

async function render(
	application: Application,
	commits: readonly Commit[],
	{sources, patience}: With,
): Promise<Rendered> {
	const revision = joinRevisions(commits.map(({id}) => id));
	// Which program is needed is no question of the cluster.
	const clusters: AskedOfClusters = {capabilities: async () => unknownCapabilities, variables: async () => 'unread'};
	const rendering = {sources, clock: patience.clock, clusters};
	try {
		const parts = await within(patience, signal => renderParts(rendering, application, revision, signal));
		return joinParts(application, parts);
	} catch (error) {
		const problem: Problem = {scope: 'source', where: application.name, message: messageOf(error)};
		return {key: '', manifests: [], problems: [problem], tool: '', messages: '', remarks: []};
	}
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
