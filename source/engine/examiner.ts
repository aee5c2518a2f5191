import type {Application} from '../model/application.ts';
import type {Configuration, Ports} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import type {Live, ResourceKey} from '../model/resource.ts';
import type {Rendered} from '../model/sources.ts';
import type {Desired} from '../plan/desired.ts';
import {unsupportedIn} from '../plan/supported.ts';
import type {Catalog} from './catalog.ts';
import {Comparer, type Rigour} from './comparer.ts';
import type {Examined} from './examine.ts';
import {keptIn} from './leftovers.ts';
import {comingAndGoing, Namespaces} from './namespaces.ts';
import {forbid, unseenLeftovers, unwatchedOf} from './permissions.ts';
import type {Placement} from './placement.ts';
import type {Site, Sites} from './sites.ts';

export type How = {
	readonly rigour: Rigour;
	/** A commit that was deployed before, instead of the one in force. */
	readonly at?: {readonly revision: string; readonly rendered: Rendered};
	/** Objects that a running operation writes: they are not looked for beside the watches. */
	readonly pending?: ReadonlySet<ResourceKey> | undefined;
};

export type World = {
	readonly ports: Ports;
	readonly configuration: Configuration;
	readonly catalog: Catalog;
	readonly sites: Sites;
	readonly placement: Placement;
};

/** An application whose cluster can't be named: nothing of it can be compared. */
export class BlockedApplication extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.message);
		this.problem = problem;
	}
}

/** Compares applications with their clusters. */
export class Examiner {
	readonly #world: World;
	readonly #comparer: Comparer;
	readonly #namespaces: Namespaces;

	constructor(world: World) {
		this.#world = world;
		this.#comparer = new Comparer(world.ports);
		this.#namespaces = new Namespaces(world.ports.store);
	}

	async examine(application: Application, {rigour, at, pending}: How, signal: AbortSignal): Promise<Examined> {
		const {catalog, placement} = this.#world;
		const site = await this.#siteOf(application, signal);
		const sourced = at ? {...at, problems: at.rendered.problems, parts: [], tookMs: 0} : catalog.of(application);
		const rendered = sourced?.rendered;
		const placed = rendered && placement.at(application, site, rendered);
		const problems = [
			...this.#problemsBefore(application, site),
			...(sourced?.problems ?? []),
			...unsupportedIn(rendered?.manifests ?? []),
			...(placed?.problems ?? []),
		];
		const {revision = '', parts = [], tookMs = 0} = sourced ?? {};
		const base = {application, site, revision, rendered, parts, tookMs};
		if (placed === undefined || problems.some(({scope}) => scope === 'application')) {
			return {...base, compared: [], leftovers: [], problems, remarks: [], asides: []};
		}

		const found = await this.#compare({application, site, desired: placed.desired, rigour, pending}, signal);
		const remarks = [...placed.remarks, ...found.remarks];
		return {
			...base,
			...found,
			remarks,
			problems: [...problems, ...found.compared.flatMap(({problem}) => problem ?? [])],
		};
	}

	/** An apply has just made the object what Git declares. */
	noteApplied({site, application}: Examined, desired: Desired, live: Live): void {
		this.#comparer.noteApplied({site, application}, desired, live);
	}

	/** What this application was refused is asked again at its next look. */
	askAgain({name}: Application): void {
		this.#comparer.askAgain(name);
	}

	async #siteOf(application: Application, signal: AbortSignal): Promise<Site> {
		const site = await this.#world.sites.of(application, signal);
		if ('blocked' in site) {
			throw new BlockedApplication(site.blocked);
		}

		return site;
	}

	#problemsBefore({name}: Application, {problem}: Site): readonly Problem[] {
		const own = this.#world.configuration.problemsOf.get(name) ?? [];
		return problem ? [...own, problem] : own;
	}

	async #compare(
		asked: {
			readonly application: Application;
			readonly site: Site;
			readonly desired: readonly Desired[];
			readonly rigour: Rigour;
			readonly pending: How['pending'];
		},
		signal: AbortSignal,
	): Promise<Pick<Examined, 'compared' | 'leftovers' | 'remarks' | 'asides'>> {
		const {application, site, desired} = asked;
		await ensureKinds(site, desired, signal);
		const toCome = await this.#namespaces.toCome(application, site, desired, signal);
		const contested = this.#world.placement.contested(site);
		const comparing = {...asked, contested, ...comingAndGoing(site, desired, toCome)};
		const compared = await this.#comparer.compareAll(comparing, signal);
		const namespace = application.destination.namespace || 'default';
		return {
			compared: await forbid(toCome ? [toCome, ...compared] : compared, site, signal),
			leftovers: await forbid(this.#comparer.leftovers(comparing), site, signal),
			remarks: await unwatchedOf(site, desired, signal),
			asides: [...(await unseenLeftovers(site, {desired, namespace}, signal)), ...keptIn(comparing)],
		};
	}
}

/** Each kind, in the namespaces in which the application has objects of it. */
async function ensureKinds(site: Site, desired: readonly Desired[], signal: AbortSignal): Promise<void> {
	const served = desired.filter(({isKindNew}) => !isKindNew);
	const wanted = [...Map.groupBy(served, ({kind}) => kind)].map(([kind, all]) => ({
		kind,
		namespaces: [...new Set(all.map(({id}) => id.namespace))],
	}));
	await site.live.ensure(wanted, signal);
}
