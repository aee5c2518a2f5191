import {type Application, addressOf} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Ports} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {shortRevision} from '../model/revision.ts';
import {type Commit, type Place, placeKey, type Rendered} from '../model/sources.ts';
import {sourceIdOf} from '../plan/identity.ts';
import {describeCommit, describeRender, lineOf, problemOf} from './catalog-words.ts';
import {type AskedOfClusters, renderRequestOf} from './render-request.ts';

/** What is known of an application's source. */
export type Sourced = {
	/** The commit that is in force; empty where none could ever be read. */
	readonly revision: string;
	readonly rendered: Rendered | undefined;
	readonly problems: readonly Problem[];
	/** The last good commit is in force because a newer one can't be had. */
	readonly isStale: boolean;
	/** Nothing of it could ever be read, because its repository can't be reached. */
	readonly isUnreached: boolean;
	/** How long the render took that is in force, in milliseconds. */
	readonly tookMs: number;
	readonly lastTry: LastTry;
};

/** The last render of an application, though it may have failed. */
export type LastTry = Pick<Rendered, 'tool' | 'messages'>;

type Answer = ReadonlyMap<string, Commit | Error> | Error;

type Asked = {readonly answer: Answer; readonly tookMs: number};

/** The sources of all applications. */
export class Catalog {
	readonly #ports: Ports;
	readonly #report: Report;
	readonly #clusters: AskedOfClusters;
	readonly #known = new Map<string, Sourced>();
	#version = 0;

	constructor(ports: Ports, report: Report, clusters: AskedOfClusters) {
		this.#ports = ports;
		this.#report = report;
		this.#clusters = clusters;
	}

	of({name}: Application): Sourced | undefined {
		return this.#known.get(name);
	}

	/** Rises whenever an application comes to declare something else. */
	get version(): number {
		return this.#version;
	}

	/** Asks the remotes of these applications, once each, and renders what is new. Says which applications changed. */
	async refresh(applications: readonly Application[], signal: AbortSignal): Promise<readonly Application[]> {
		// Where a manifest names no source that is understood, a problem of its own says so.
		const readable = applications.filter(({sources: [{repository}]}) => repository !== '');
		const places = Map.groupBy(readable, ({sources: [source]}) => placeKey(source));
		const changed = await Promise.all([...places.values()].map(users => this.#refreshPlace(users, signal)));
		return changed.flat();
	}

	/** The application's source at a commit that was deployed before. */
	async at(application: Application, revision: string, signal: AbortSignal): Promise<Rendered> {
		const {sources} = this.#ports;
		const [source] = application.sources;
		if (!(await sources.has(source, revision))) {
			const message = `commit ${shortRevision(revision)} of ${addressOf(source.repository)} is not in the cache any more`;
			throw new OperatorError(message, {advice: 'Sync again, from a new plan'});
		}

		return this.render(application, revision, signal);
	}

	/** What an application declares at a commit that the mirror has. */
	render(application: Application, commit: string, signal: AbortSignal): Promise<Rendered> {
		const [source] = application.sources;
		return this.#ports.sources.render(renderRequestOf(application, {source, commit}, this.#clusters), signal);
	}

	async #refreshPlace(users: readonly Application[], signal: AbortSignal): Promise<readonly Application[]> {
		const [first] = users;
		if (first === undefined) {
			return [];
		}

		const revisions = [...new Set(users.map(({sources: [{revision}]}) => revision))];
		const {clock} = this.#ports;
		const started = clock.now();
		const answer = await this.#ask(first.sources[0], revisions, signal);
		const asked = {answer, tookMs: clock.now() - started};
		const isChangedAt = await Promise.all(users.map(user => this.#refreshOne(user, asked, signal)));
		return users.filter((_, index) => isChangedAt[index]);
	}

	async #ask(place: Place, revisions: readonly string[], signal: AbortSignal): Promise<Answer> {
		try {
			return await this.#ports.sources.resolve(place, revisions, signal);
		} catch (error) {
			if (error instanceof OperatorError) {
				return error;
			}

			throw error;
		}
	}

	async #refreshOne(application: Application, asked: Asked, signal: AbortSignal): Promise<boolean> {
		const before = this.#known.get(application.name);
		const now = await this.#source(application, asked, signal);
		this.#known.set(application.name, now);
		this.#version += before?.rendered === now.rendered ? 0 : 1;
		this.#tellProblems(application, before, now);
		return isChanged(before, now);
	}

	async #source(application: Application, {answer, tookMs: askedMs}: Asked, signal: AbortSignal): Promise<Sourced> {
		const {store, clock} = this.#ports;
		const {name} = application;
		const [source] = application.sources;
		const commit = answer instanceof Error ? answer : (answer.get(source.revision) ?? new Error('no answer'));
		if (commit instanceof Error) {
			const fallen = await this.#fallBack(application, problemOf(application, commit), signal);
			return {...fallen, isUnreached: fallen.rendered === undefined && isUnreached(answer)};
		}

		const started = clock.now();
		const rendered = await this.#tryToRender(application, commit.id, signal);
		const renderedMs = clock.now() - started;
		if ('trouble' in rendered) {
			const fallen = await this.#fallBack(application, rendered.trouble, signal);
			return {...fallen, lastTry: rendered.lastTry};
		}

		const known = this.#known.get(name);
		const told = {app: name, revision: commit.id};
		if (known?.revision !== commit.id) {
			this.#report({...told, kind: 'fetched', message: describeCommit(application, commit), durationMs: askedMs});
		}

		const isNew = known?.rendered?.key !== rendered.key;
		if (isNew) {
			this.#report({...told, kind: 'rendered', message: describeRender(source, rendered), durationMs: renderedMs});
			for (const message of rendered.remarks) {
				this.#report({...told, kind: 'warning', message});
			}
		}

		store.setLastCommit(name, trackOf(application), commit.id);
		const tookMs = isNew ? renderedMs : known.tookMs;
		const {problems} = rendered;
		return {revision: commit.id, rendered, problems, isStale: false, isUnreached: false, tookMs, lastTry: rendered};
	}

	/** The last good commit stays in force. */
	async #fallBack(application: Application, problem: Problem, signal: AbortSignal): Promise<Sourced> {
		const {sources, store, clock} = this.#ports;
		const {name} = application;
		const [source] = application.sources;
		const known = this.#known.get(name);
		const revision = store.lastCommit(name, trackOf(application));
		if (revision === undefined || !(await sources.has(source, revision))) {
			return {...unread, problems: [problem]};
		}

		const started = clock.now();
		const rendered = await this.#tryToRender(application, revision, signal);
		if ('trouble' in rendered) {
			const last = known?.revision === revision ? known : unread;
			return {...last, problems: [problem], isStale: true, lastTry: rendered.lastTry};
		}

		const message = `stale, commit ${shortRevision(revision)} stays in force: ${problem.message}`;
		const problems = [{...problem, message}, ...rendered.problems];
		const tookMs = known?.rendered?.key === rendered.key ? known.tookMs : clock.now() - started;
		return {revision, rendered, problems, isStale: true, isUnreached: false, tookMs, lastTry: rendered};
	}

	/** What a tool needs may be away: that is no reason to forget the other applications. */
	async #tryToRender(
		application: Application,
		commit: string,
		signal: AbortSignal,
	): Promise<Rendered | {readonly trouble: Problem; readonly lastTry: LastTry}> {
		try {
			const rendered = await this.render(application, commit, signal);
			const trouble = rendered.problems.find(({scope}) => scope === 'source');
			return trouble ? {trouble, lastTry: rendered} : rendered;
		} catch (error) {
			if (error instanceof OperatorError) {
				return {trouble: problemOf(application, error), lastTry: untried};
			}

			throw error;
		}
	}

	#tellProblems({name}: Application, before: Sourced | undefined, now: Sourced): void {
		const old = new Set(before?.problems.map(lineOf));
		for (const problem of now.problems) {
			if (!old.has(lineOf(problem))) {
				this.#report({kind: 'problem', app: name, message: lineOf(problem)});
			}
		}

		if (before?.isStale && !now.isStale) {
			this.#report({kind: 'solved', app: name, message: 'the source can be read again'});
		}
	}
}

const untried: LastTry = {tool: '', messages: ''};

/** Of an application whose source could never be read. */
export const unread: Sourced = {
	revision: '',
	rendered: undefined,
	problems: [],
	isStale: true,
	isUnreached: false,
	tookMs: 0,
	lastTry: untried,
};

/** An address that can't be used is a person's mistake. */
function isUnreached(answer: Answer): boolean {
	return answer instanceof OperatorError && !(answer instanceof UsageError);
}

/** Another branch of the same place is another source of commits. */
function trackOf(application: Application): string {
	return `${sourceIdOf(application)} ${application.sources[0].revision}`;
}

function isChanged(before: Sourced | undefined, now: Sourced): boolean {
	return (
		before?.rendered?.key !== now.rendered?.key ||
		before?.revision !== now.revision ||
		before.isStale !== now.isStale ||
		before.problems.length !== now.problems.length
	);
}
