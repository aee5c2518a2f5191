import {type Application, isReadable, type Source} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Ports} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {joinRevisions, splitRevision} from '../model/revision.ts';
import {isCommit, isSamePlace, type Place, placeKey, type Rendered} from '../model/sources.ts';
import {trackOf} from '../plan/identity.ts';
import {describeAllStale, describeMissing, problemOf, troublesOf} from './catalog-words.ts';
import {joinParts} from './join-parts.ts';
import type {AskedOfClusters} from './render-request.ts';
import {type Answered, Resolver} from './resolver.ts';
import {tellProblems, tellRead} from './source-news.ts';
import {type Part, renderParts} from './source-parts.ts';
import {isChanged, type LastTry, type Sourced, sourcedFrom, unread, untried} from './sourced.ts';

/** Why newer commits are not in force, and which ones where they are here. */
type Failure = {readonly problems: readonly Problem[]; readonly failed?: string};

type Tried = {readonly parts: readonly Part[]; readonly rendered: Rendered};

/** The sources of all applications. */
export class Catalog {
	readonly #ports: Ports;
	readonly #report: Report;
	readonly #clusters: AskedOfClusters;
	readonly #resolver: Resolver;
	readonly #known = new Map<string, Sourced>();
	readonly #turns = new Map<string, Promise<unknown>>();
	#version = 0;

	constructor(ports: Ports, report: Report, clusters: AskedOfClusters) {
		this.#ports = ports;
		this.#report = report;
		this.#clusters = clusters;
		this.#resolver = new Resolver(ports);
	}

	of({name}: Application): Sourced | undefined {
		return this.#known.get(name);
	}

	/** Rises whenever an application comes to declare something else. */
	get version(): number {
		return this.#version;
	}

	/** One of its places has not answered yet, for the first time. */
	isWaiting(application: Application): boolean {
		return isReadable(application) && !this.#known.has(application.name);
	}

	/**
	 * Asks the places of these applications (or of them only `place`), once each, and renders what is new. Says which
	 * applications changed.
	 */
	async refresh(
		applications: readonly Application[],
		signal: AbortSignal,
		place?: Place,
	): Promise<readonly Application[]> {
		const readable = applications.filter(isReadable);
		const sources = readable.flatMap(application => application.sources);
		const asked = this.#resolver.ask(place ? sources.filter(one => isSamePlace(one, place)) : sources, signal);
		const isChangedAt = await Promise.all(
			readable.map(async application => {
				await Promise.all(application.sources.map(source => asked.get(placeKey(source))));
				return await this.#inTurn(application, () => this.#refreshOne(application, signal));
			}),
		);
		return readable.filter((_, index) => isChangedAt[index]);
	}

	/** What the application's sources declared at commits that were deployed before. */
	async at(application: Application, revision: string, signal: AbortSignal): Promise<Rendered> {
		const missing = await this.#missing(application, revision);
		if (missing !== undefined) {
			throw new OperatorError(missing, {advice: 'Sync again, from a new plan'});
		}

		return this.render(application, revision, signal);
	}

	/** What an application declares at commits that are here. */
	async render(application: Application, revision: string, signal: AbortSignal): Promise<Rendered> {
		return joinParts(application, await this.#renderParts(application, revision, signal));
	}

	#renderParts(application: Application, revision: string, signal: AbortSignal): Promise<readonly Part[]> {
		const {sources, clock} = this.#ports;
		return renderParts({sources, clock, clusters: this.#clusters}, application, revision, signal);
	}

	/** Two of its places may answer at the same time, and what was seen first is not to win over what was seen last. */
	async #inTurn<Result>({name}: Application, work: () => Promise<Result>): Promise<Result> {
		const turn = (this.#turns.get(name) ?? Promise.resolve()).then(work);
		this.#turns.set(
			name,
			turn.catch(() => undefined),
		);
		return await turn;
	}

	async #refreshOne(application: Application, signal: AbortSignal): Promise<boolean> {
		const answers = application.sources.flatMap(source => this.#resolver.of(source) ?? []);
		if (answers.length < application.sources.length) {
			return false;
		}

		const before = this.#known.get(application.name);
		const now = await this.#source(application, answers, signal);
		this.#known.set(application.name, now);
		this.#version += before?.rendered === now.rendered ? 0 : 1;
		tellProblems(this.#report, {application, before, now});
		return isChanged(before, now);
	}

	async #source(application: Application, answers: readonly Answered[], signal: AbortSignal): Promise<Sourced> {
		const {name, sources} = application;
		const commits = answers.map(({commit}) => commit).filter(isCommit);
		if (commits.length < answers.length) {
			const problems = answers.flatMap(({commit}, index) =>
				commit instanceof Error ? [problemOf(application, commit, sources[index])] : [],
			);
			const fallen = await this.#fallBack(application, {problems}, signal);
			return {...fallen, isUnreached: fallen.rendered === undefined && answers.some(one => one.isUnreached)};
		}

		const revision = joinRevisions(commits.map(({id}) => id));
		const tried = await this.#tryToRender(application, revision, signal);
		if ('troubles' in tried) {
			const fallen = await this.#fallBack(application, {problems: tried.troubles, failed: revision}, signal);
			return {...fallen, lastTry: tried.lastTry};
		}

		const {rendered, parts} = tried;
		this.#ports.store.setLastCommit(name, trackOf(application), revision);
		const state = {revision, problems: rendered.problems, isStale: false, isUnreached: false};
		const now = {...sourcedFrom(rendered, parts), ...state};
		tellRead(this.#report, {application, before: this.of(application), now}, answers);
		return now;
	}

	/** The last good commits stay in force, all together. */
	async #fallBack(application: Application, {problems, failed}: Failure, signal: AbortSignal): Promise<Sourced> {
		const known = this.#known.get(application.name);
		const revision = this.#ports.store.lastCommit(application.name, trackOf(application));
		if (revision === undefined || (await this.#missing(application, revision)) !== undefined) {
			return {...unread, problems};
		}

		const tried = await this.#tryToRender(application, revision, signal);
		if ('troubles' in tried) {
			const last = known?.revision === revision ? known : unread;
			return {...last, problems, isStale: true, lastTry: tried.lastTry};
		}

		const {rendered, parts} = tried;
		const told = describeAllStale(problems, revision, failed);
		const state = {revision, problems: [...told, ...rendered.problems], isStale: true, isUnreached: false};
		return {...sourcedFrom(rendered, parts), ...state};
	}

	/** Why these commits can't be rendered. */
	async #missing(application: Application, revision: string): Promise<string | undefined> {
		const ids = splitRevision(revision);
		const {sources} = application;
		const isHere = async (source: Source, index: number) => this.#ports.sources.has(source, ids[index] ?? '');
		const areHere = ids.length === sources.length ? await Promise.all(sources.map(isHere)) : [];
		return describeMissing(application, ids, areHere);
	}

	/** What a tool needs may be away: that is no reason to forget the other applications. */
	async #tryToRender(
		application: Application,
		revision: string,
		signal: AbortSignal,
	): Promise<Tried | {readonly troubles: readonly Problem[]; readonly lastTry: LastTry}> {
		const known = this.#known.get(application.name);
		try {
			const made = await this.#renderParts(application, revision, signal);
			const parts = made.map((part, index) => timed(part, known?.parts[index]));
			const rendered = joinParts(application, parts, known?.rendered);
			const troubles = troublesOf(application, rendered);
			return troubles.length > 0 ? {troubles, lastTry: rendered} : {parts, rendered};
		} catch (error) {
			if (error instanceof OperatorError) {
				return {troubles: [problemOf(application, error)], lastTry: untried};
			}

			throw error;
		}
	}
}

/** What was rendered before took as long as it took then. */
function timed(part: Part, before: Part | undefined): Part {
	const isKnown = before?.rendered !== undefined && before.rendered.key === part.rendered?.key;
	return isKnown ? {...part, tookMs: before.tookMs} : part;
}
