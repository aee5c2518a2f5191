import type {Application} from '../model/application.ts';
import type {Altered, Asked} from '../model/comparison.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Problem} from '../model/problem.ts';
import {joinRevisions, shortRevision} from '../model/revision.ts';
import {type Commit, isCommit, type Rendered} from '../model/sources.ts';
import {alterations} from '../plan/alterations.ts';
import {assumptionsOf, place} from '../plan/desired.ts';
import {unsupportedIn} from '../plan/supported.ts';
import {Catalog} from './catalog.ts';
import {problemOf} from './catalog-words.ts';
import type {Running} from './run.ts';
import {readFromCluster} from './substitutes.ts';
import {remarksOn, type Surveyed, survey, unknownCapabilities} from './survey.ts';

type World = Pick<Running, 'ports' | 'configuration'> & {readonly asked: Asked; readonly signal: AbortSignal};

/** The revisions at which it is rendered. */
type Both = {readonly application: Application; readonly from: string; readonly to: string};

/** Renders applications at two commits, and compares what comes out. */
export class RenderComparer {
	readonly #world: World;
	readonly #catalog: Catalog;
	/** Clusters, by what destinations call them. */
	readonly #surveyed = new Map<string, Promise<Surveyed>>();
	readonly #remarks = new Set<string>();

	constructor(world: World) {
		this.#world = world;
		this.#catalog = new Catalog(world.ports, () => undefined, {
			capabilities: async application => {
				const found = await this.#survey(application);
				this.#remark(application, found, true);
				return 'why' in found ? unknownCapabilities : found.capabilities;
			},
			variables: async (application, ...asked) => {
				const found = await this.#survey(application);
				return 'why' in found ? 'unread' : await readFromCluster(found.cluster, application, ...asked);
			},
		});
	}

	/** What there is to know of all together. */
	get remarks(): readonly string[] {
		return [...this.#remarks];
	}

	/** At the commits of its sources, in their order; nothing where both are the same. */
	async compare(
		application: Application,
		from: readonly (Commit | Error)[],
		to: readonly (Commit | Error)[],
	): Promise<Altered | undefined> {
		const both = {application, from: revisionOf(from), to: revisionOf(to)};
		const wrong = [from, to].flatMap(commits => problemsOf(application, commits))[0];
		if (wrong) {
			const {from: before, to: after} = both;
			const problems = [wrong];
			return {app: application.name, from: before, to: after, changes: [], problems, remarks: []};
		}

		return both.from === both.to ? undefined : await this.#compareBoth(both);
	}

	async #compareBoth(both: Both): Promise<Altered | undefined> {
		const {application, from, to} = both;
		const [before, after] = await Promise.all([this.#render(application, from), this.#render(application, to)]);
		const about = {app: application.name, from, to};
		const blocking = after.problems.filter(({scope}) => scope === 'source' || scope === 'application');
		if (blocking.length > 0) {
			return {...about, changes: [], problems: blocking, remarks: []};
		}

		return before.key === after.key ? undefined : {...about, ...(await this.#alterations(both, before, after))};
	}

	async #alterations(
		{application, from}: Both,
		before: Rendered,
		after: Rendered,
	): Promise<Pick<Altered, 'changes' | 'problems' | 'remarks'>> {
		const {ports, configuration} = this.#world;
		const found = await this.#survey(application);
		this.#remark(application, found, false);
		const kinds = 'why' in found ? undefined : found.kinds;
		const placed = ({manifests}: Rendered) => place(manifests, application, kinds, ports.store.secretKey);
		const {desired, problems, remarks} = placed(after);
		const all = alterations(placed(before).desired, desired);
		// What a broken file declares is not gone: nothing is pruned while there is one.
		const isBroken = after.problems.some(({scope}) => scope === 'file');
		const changes = isBroken ? all.filter(({op}) => op !== 'delete') : all;
		const own = configuration.problemsOf.get(application.name) ?? [];
		return {
			changes,
			problems: [...own, ...after.problems, ...unsupportedIn(after.manifests), ...problems],
			remarks: [
				...before.problems.map(({where, message}) => `today, at ${shortRevision(from)}: ${where}: ${message}`),
				...(changes.length < all.length ? ['what is removed is not shown while a file has a problem'] : []),
				...after.remarks,
				...remarks,
				...(kinds ? [] : assumptionsOf(after.manifests)),
			],
		};
	}

	async #render(application: Application, revision: string): Promise<Rendered> {
		try {
			return await this.#catalog.render(application, revision, this.#world.signal);
		} catch (error) {
			if (error instanceof OperatorError) {
				return unrendered(problemOf(application, error));
			}

			throw error;
		}
	}

	#survey(application: Application): Promise<Surveyed> {
		const {ports, asked, signal} = this.#world;
		const {cluster} = application.destination;
		const known = this.#surveyed.get(cluster) ?? survey(ports, application, asked, signal);
		this.#surveyed.set(cluster, known);
		return known;
	}

	#remark(application: Application, found: Surveyed, isChart: boolean): void {
		const {isOffline} = this.#world.asked;
		for (const remark of remarksOn(found, {application, isChart, isOffline})) {
			this.#remarks.add(remark);
		}
	}
}

function problemsOf(application: Application, commits: readonly (Commit | Error)[]): readonly Problem[] {
	return commits.flatMap((commit, index) =>
		commit instanceof Error ? [problemOf(application, commit, application.sources[index])] : [],
	);
}

/** Empty where one of them is not there. */
function revisionOf(commits: readonly (Commit | Error)[]): string {
	return commits.every(isCommit) ? joinRevisions(commits.map(({id}) => id)) : '';
}

function unrendered(problem: Problem): Rendered {
	return {key: '', manifests: [], problems: [problem], tool: '', messages: '', remarks: []};
}
