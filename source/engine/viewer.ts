import type {Application} from '../model/application.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import type {Problem} from '../model/problem.ts';
import type {Details} from '../model/row.ts';
import {canonical} from '../plan/canonical.ts';
import type {Examined} from './examine.ts';
import {BlockedApplication, type How} from './examiner.ts';
import {planFor} from './planner.ts';
import {detailsOf, unknownDetails} from './rows.ts';
import type {Run, Running} from './run.ts';

/** Looks at applications for somebody who asks, beside the loop or without it. */
export class Viewer {
	readonly #running: Running;
	/** What was kept last, by application: a plan that is made again and is the same is not kept again. */
	readonly #kept = new Map<string, string>();
	#sourced: Promise<unknown> | undefined;
	#run: Run | undefined;

	constructor(running: Running) {
		this.#running = running;
	}

	/** From now on the loop asks the remotes. */
	relyOn(run: Run): void {
		this.#run = run;
	}

	/** Without a loop remotes are asked once; all of them, because any application may claim what another declares. */
	async fetch(application: Application, signal: AbortSignal): Promise<void> {
		const {catalog, configuration} = this.#running;
		if (this.#run) {
			await this.#run.ready(application);
			return;
		}

		this.#sourced ??= catalog.refresh(configuration.applications, signal);
		await this.#sourced;
	}

	async examine(application: Application, how: How, signal: AbortSignal): Promise<Examined> {
		this.#running.sites.prepare([application], signal);
		await this.fetch(application, signal);
		return this.#running.examiner.examine(application, how, signal);
	}

	async details(application: Application, signal: AbortSignal): Promise<Details> {
		try {
			const examined = await this.examine(application, {rigour: 'judge'}, signal);
			return await detailsOf(examined, this.syncedAt(examined), signal);
		} catch (error) {
			return this.unknown(application, error);
		}
	}

	/** An application that can't be compared, and why. */
	unknown(application: Application, error: unknown): Details {
		const {catalog, configuration} = this.#running;
		const sourced = catalog.of(application);
		const own = configuration.problemsOf.get(application.name) ?? [];
		const problems = [...own, problemOf(application, error), ...(sourced?.problems ?? [])];
		return unknownDetails(application, sourced, problems);
	}

	syncedAt({site, application}: Examined): string {
		return this.#running.operations.lastAttempt(site.identity, application.name)?.endedAt ?? '';
	}

	async plan(application: Application, {prune}: {readonly prune: boolean}, signal: AbortSignal): Promise<Plan> {
		const {ports, catalog, configuration, operations} = this.#running;
		const {name} = application;
		try {
			const examined = await this.examine(application, {rigour: 'plan'}, signal);
			const last = operations.lastAttempt(examined.site.identity, name);
			const plan = await planFor(ports.sources, {examined, prune, last});
			this.#keep(plan);
			return plan;
		} catch (error) {
			if (error instanceof BlockedApplication) {
				const problems = [...(configuration.problemsOf.get(name) ?? []), error.problem];
				return blockedPlan(application, catalog.of(application)?.revision ?? '', problems);
			}

			throw error;
		}
	}

	#keep(plan: Plan): void {
		const {store, clock} = this.#running.ports;
		const content = outcomeOf(plan);
		if (this.#kept.get(plan.app) !== content) {
			store.savePlan(plan, new Date(clock.now()).toISOString());
			this.#kept.set(plan.app, content);
		}
	}
}

/** All of a plan but the versions that it was compared with: they move with each status. */
export function outcomeOf({changes, ...plan}: Plan): string {
	return canonical({...plan, changes: changes.map(({seen: _, ...change}) => change)});
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
