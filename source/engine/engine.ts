import type {Application} from '../model/application.ts';
import type {Approval, Engine, RunOptions, SyncEnd} from '../model/engine.ts';
import type {Event} from '../model/event.ts';
import type {HistoryEntry, Operation} from '../model/operation.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import type {Configuration, Ports} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import type {Details, Row} from '../model/row.ts';
import {compareForApply} from '../plan/order.ts';
import {Catalog} from './catalog.ts';
import type {Compared, Examined} from './examine.ts';
import {BlockedApplication, Examiner, type How} from './examiner.ts';
import {Operations} from './operations.ts';
import {Placement} from './placement.ts';
import {planFor} from './planner.ts';
import {detailsOf, rowOf, unknownDetails} from './rows.ts';
import {Run, type Running} from './run.ts';
import {createSites} from './sites.ts';
import {resume, type Syncing, syncApproved} from './sync.ts';

export type EngineSettings = {
	/** The identity that a person confirmed for a context that now shows another cluster. */
	readonly confirmedCluster: string | undefined;
};

/** The engine in this thread, over its ports. */
export class LocalEngine implements Engine {
	readonly #running: Running;
	readonly #examiner: Examiner;
	readonly #applications: readonly Application[];
	readonly #listeners = new Set<(event: Event) => void>();
	#sourced: Promise<unknown> | undefined;
	#run: Run | undefined;

	constructor(ports: Ports, configuration: Configuration, {confirmedCluster}: EngineSettings) {
		const report = (event: Omit<Event, 'time'>) => this.#tell(event);
		const catalog = new Catalog(ports, report);
		const sites = createSites(ports, confirmedCluster);
		const placement = new Placement(ports, configuration, catalog);
		const examiner = new Examiner({ports, configuration, catalog, sites, placement});
		const operations = new Operations(ports, examiner, report);
		this.#examiner = examiner;
		this.#running = {ports, configuration, catalog, sites, placement, examiner, operations, report};
		this.#applications = configuration.applications.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	}

	names(): readonly string[] {
		return this.#applications.map(({name}) => name);
	}

	async rows(signal: AbortSignal): Promise<readonly Row[]> {
		const all = await Promise.all(this.#applications.map(application => this.#details(application, signal)));
		return all.map(rowOf);
	}

	async get(app: string, signal: AbortSignal): Promise<Details> {
		return this.#details(this.#named(app), signal);
	}

	async render(app: string, signal: AbortSignal): ReturnType<Engine['render']> {
		const {compared, problems} = await this.#examine(this.#named(app), {rigour: 'apply'}, signal);
		const ordered = compared.toSorted((a, b) => compareForApply(sortable(a), sortable(b)));
		return {manifests: ordered.flatMap(({desired}) => (desired ? [desired.masked] : [])), problems};
	}

	async plan(app: string, {prune}: {readonly prune: boolean}, signal: AbortSignal): Promise<Plan> {
		const {ports, catalog, configuration, operations} = this.#running;
		const application = this.#named(app);
		try {
			const examined = await this.#examine(application, {rigour: 'plan'}, signal);
			const last = operations.lastAttempt(examined.site.identity, app);
			const plan = await planFor(ports.sources, {examined, prune, last});
			ports.store.savePlan(plan, new Date(ports.clock.now()).toISOString());
			return plan;
		} catch (error) {
			if (error instanceof BlockedApplication) {
				const problems = [...(configuration.problemsOf.get(app) ?? []), error.problem];
				return blockedPlan(application, catalog.of(application)?.revision ?? '', problems);
			}

			throw error;
		}
	}

	async sync(approval: Approval, signal: AbortSignal): Promise<SyncEnd> {
		const syncing = this.#syncing(approval.app);
		await this.#fetchOnce(signal);
		return syncApproved(syncing, approval, signal);
	}

	async unfinished(app: string, signal: AbortSignal): Promise<Operation | undefined> {
		const {sites, ports} = this.#running;
		const site = await sites.of(this.#named(app), signal);
		return 'blocked' in site ? undefined : ports.store.unfinished(site.identity, app);
	}

	async resume(app: string, {timeoutMs}: {readonly timeoutMs: number}, signal: AbortSignal): Promise<SyncEnd> {
		const syncing = this.#syncing(app);
		await this.#fetchOnce(signal);
		const operation = await this.unfinished(app, signal);
		if (!operation) {
			throw new UsageError(`no operation of application ${app} was cut off`);
		}

		return resume(syncing, {operation, timeoutMs}, signal);
	}

	history(app: string): readonly HistoryEntry[] {
		return this.#running.ports.store.history(this.#named(app).name);
	}

	async run(options: RunOptions, signal: AbortSignal): Promise<void> {
		this.#run = new Run(this.#running, options, signal);
		await this.#run.untilEnd();
	}

	refresh(app: string): void {
		this.#run?.refresh(this.#named(app));
	}

	subscribe(listener: (event: Event) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async close(): Promise<void> {
		const {clusters, sources, store} = this.#running.ports;
		await Promise.all([clusters.close(), sources.close()]);
		store.close();
	}

	#tell(event: Omit<Event, 'time'>): void {
		const {clock, store} = this.#running.ports;
		const full = {time: new Date(clock.now()).toISOString(), ...event};
		store.record(full);
		for (const listener of this.#listeners) {
			listener(full);
		}
	}

	/** Remotes are asked once; all of them, because any application may claim what another declares. */
	async #fetchOnce(signal: AbortSignal): Promise<void> {
		this.#sourced ??= this.#running.catalog.refresh(this.#applications, signal);
		await this.#sourced;
	}

	#named(app: string): Application {
		const found = this.#applications.find(({name}) => name === app);
		if (!found) {
			throw new UsageError(`no application ${app}; there are: ${this.names().join(', ')}`);
		}

		return found;
	}

	async #examine(application: Application, how: How, signal: AbortSignal): Promise<Examined> {
		this.#running.sites.prepare([application], signal);
		await this.#fetchOnce(signal);
		return this.#examiner.examine(application, how, signal);
	}

	async #details(application: Application, signal: AbortSignal): Promise<Details> {
		try {
			return await detailsOf(await this.#examine(application, {rigour: 'judge'}, signal), signal);
		} catch (error) {
			const sourced = this.#running.catalog.of(application);
			const own = this.#running.configuration.problemsOf.get(application.name) ?? [];
			const problems = [...own, problemOf(application, error), ...(sourced?.problems ?? [])];
			return unknownDetails(application, sourced, problems);
		}
	}

	#syncing(app: string): Syncing {
		return {...this.#running, application: this.#named(app)};
	}
}

function sortable({id, wave}: Compared) {
	return {phase: 'Sync', wave, id} as const;
}

function problemOf({name, origin}: Application, error: unknown): Problem {
	if (error instanceof BlockedApplication) {
		return error.problem;
	}

	if (error instanceof OperatorError) {
		const advice = error.advice === '' ? '' : `. ${error.advice}`;
		return {scope: 'source', where: `${origin}: application ${name}`, message: `${error.message}${advice}`};
	}

	throw error;
}

function blockedPlan({name}: Application, revision: string, problems: readonly Problem[]): Plan {
	return {
		app: name,
		cluster: '',
		revision,
		digest: '',
		rendered: '',
		kind: 'blocked',
		changes: [],
		leftovers: [],
		problems,
		notes: [],
		reasons: [],
		prune: false,
	};
}
