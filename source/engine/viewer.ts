import type {Application} from '../model/application.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import type {Problem} from '../model/problem.ts';
import type {Details} from '../model/row.ts';
import {canonical} from '../plan/canonical.ts';
import type {Examined} from './examine.ts';
import {BlockedApplication, type How} from './examiner.ts';
import {type Past, pastOf} from './past.ts';
import {planFor} from './planner.ts';
import {detailsOf, unknownDetails} from './rows.ts';
import type {Run, Running} from './run.ts';
import {contextOf} from './sites.ts';

/** Plans that were shown and may still be approved. */
const shownMost = 100;

/** Looks at applications for somebody who asks, beside the loop or without it. */
export class Viewer {
	readonly #running: Running;
	/** Plans that were shown while the loop runs, by application and digest: they are kept once somebody approves one. */
	readonly #shown = new Map<string, Plan>();
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
			const isUnreached = this.#running.catalog.of(application)?.isUnreached ?? false;
			return {...(await detailsOf(examined, this.past(examined), signal)), isUnreached};
		} catch (error) {
			return this.unknown(application, error);
		}
	}

	/** An application that can't be compared, and why. */
	unknown(application: Application, error: unknown): Details {
		const {catalog, configuration, ports} = this.#running;
		const sourced = catalog.of(application);
		const context = contextOf(ports.clusters, application);
		const own = configuration.problemsOf.get(application.name) ?? [];
		const problems = [...own, problemOf(application, error), ...(sourced?.problems ?? [])];
		const details = unknownDetails(application, {context, sourced, problems});
		return error instanceof BlockedApplication ? details : {...details, isUnreached: true};
	}

	past({site, application, revision}: Examined): Past {
		return pastOf(this.#running.operations.lastAttempt(site.identity, application.name), revision);
	}

	async plan(application: Application, {prune}: {readonly prune: boolean}, signal: AbortSignal): Promise<Plan> {
		const {ports, catalog, configuration, operations} = this.#running;
		const {name} = application;
		try {
			const examined = await this.examine(application, {rigour: 'plan'}, signal);
			const last = operations.lastAttempt(examined.site.identity, name);
			return await planFor(ports.sources, {examined, prune, last});
		} catch (error) {
			if (error instanceof BlockedApplication) {
				const problems = [...(configuration.problemsOf.get(name) ?? []), error.problem];
				return blockedPlan(application, catalog.of(application)?.revision ?? '', problems);
			}

			throw error;
		}
	}

	/**
	 * Remembers a plan that is on a screen until somebody approves it. An object that flaps makes plan after plan: kept in
	 * the state, they would drive those out that a person was told of.
	 */
	show(plan: Plan): void {
		this.#shown.set(`${plan.app} ${plan.digest}`, plan);
		for (const oldest of [...this.#shown.keys()].slice(0, -shownMost)) {
			this.#shown.delete(oldest);
		}
	}

	/** Keeps the plan of that digest if it was shown here; one from an earlier process is kept already. */
	keepShown(app: string, digest: string): void {
		const plan = this.#shown.get(`${app} ${digest}`);
		if (plan) {
			this.keep(plan);
		}
	}

	keep(plan: Plan): void {
		const {store, clock} = this.#running.ports;
		// What is blocked as a whole has no digest: there is nothing to approve.
		if (plan.digest === '') {
			return;
		}

		store.savePlan(plan, new Date(clock.now()).toISOString());
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
