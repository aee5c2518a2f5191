import type {Application} from '../model/application.ts';
import type {RunOptions} from '../model/engine.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Configuration} from '../model/ports.ts';
import type {Row} from '../model/row.ts';
import {canonical} from '../plan/canonical.ts';
import {AppState} from './app-state.ts';
import type {Examined} from './examine.ts';
import {BlockedApplication} from './examiner.ts';
import {Follower} from './follower.ts';
import {MissingKinds} from './missing-kinds.ts';
import {type Loop, pass} from './pass.ts';
import {retryDelay} from './patience.ts';
import type {Placement} from './placement.ts';
import {createQueue, type Queue} from './queue.ts';
import {Remotes} from './remotes.ts';
import {detailsOf, rowOf, unknownDetails} from './rows.ts';
import type {Site} from './sites.ts';
import type {Syncing} from './sync.ts';
import {count} from './tell.ts';

export type Running = Omit<Syncing, 'application'> & {
	readonly configuration: Configuration;
	readonly placement: Placement;
};

/** Passes at a time. They hold no connection, and those that wait for the cluster together ask it together. */
const concurrency = 1024;
/** How long an automated operation waits for health, in milliseconds. */
const timeoutMs = 300_000;

/** The loop: watches, passes, operations, and the clock of the remotes. */
export class Run {
	readonly #world: Running;
	readonly #options: RunOptions;
	readonly #signal: AbortSignal;
	readonly #states: ReadonlyMap<string, AppState>;
	readonly #queue: Queue;
	readonly #follower: Follower;
	readonly #remotes: Remotes;
	readonly #loop: Loop;
	readonly #missing: MissingKinds;

	constructor(world: Running, options: RunOptions, signal: AbortSignal) {
		this.#world = world;
		this.#options = options;
		this.#signal = signal;
		const {configuration, report, placement} = world;
		this.#states = new Map(configuration.applications.map(one => [one.name, new AppState(one, report)]));
		this.#queue = createQueue(concurrency, name => this.#pass(name));
		this.#follower = new Follower({
			states: this.#states,
			report,
			add: name => this.#queue.add(name),
			onLost: context => this.#onLost(context),
		});
		this.#missing = new MissingKinds(world.ports.clock, placement);
		this.#remotes = new Remotes({
			...world,
			intervalMs: options.intervalMs,
			signal,
			onAsk: () => this.#follower.forgetPods(),
			onAsked: (application, isNews) => this.#onAsked(application, isNews),
		});
		this.#loop = {
			syncing: world,
			placement,
			isReadOnly: options.isReadOnly,
			timeoutMs,
			again: (state, at) => this.#again(state, at),
			onExamined: (state, examined) => this.#onExamined(state, examined),
		};
	}

	/** Ends with the signal, after the operations that it ends. */
	async untilEnd(): Promise<void> {
		const {configuration, sites} = this.#world;
		sites.prepare(configuration.applications, this.#signal);
		await this.#remotes.follow(configuration.applications);
		await this.#queue.idle();
		await Promise.all([...this.#states.values()].map(({running}) => running?.ended));
	}

	/** Asks the application's remote at once, and compares again. */
	refresh(application: Application): void {
		const state = this.#states.get(application.name);
		void this.#remotes.ask([application], true).catch((error: unknown) => state && this.#trouble(state, error));
	}

	#onAsked(application: Application, isNews: boolean): void {
		if (isNews) {
			this.#queue.add(application.name);
		} else {
			this.#tellUnchanged(application);
			this.#lookForCutOff(application);
		}
	}

	/** Another process on this state may have been ended in the middle of what a person approved. */
	#lookForCutOff({name}: Application): void {
		const {sites, ports} = this.#world;
		const state = this.#states.get(name);
		const site = sites.open().find(({context}) => context === state?.context);
		if (state && site && !state.running && ports.store.unfinished(site.identity, name)) {
			state.hasLooked = false;
			this.#queue.add(name);
		}
	}

	#tellUnchanged({name}: Application): void {
		const state = this.#states.get(name);
		const row = state?.row;
		if (row && state.staleReason !== undefined) {
			state.tell({
				kind: 'stale',
				revision: row.revision,
				message: `last known: ${row.sync}, ${row.health}; ${state.staleReason}`,
			});
		} else if (row) {
			const what = `${count(row.resources, 'resource')} ${row.sync === 'Synced' ? 'unchanged' : row.sync}, ${row.health}`;
			const message = `${what}, at ${row.revision.slice(0, 7) || 'no commit'}`;
			state.tell({kind: 'unchanged', revision: row.revision, message});
		}
	}

	async #pass(name: string): Promise<void> {
		const state = this.#states.get(name);
		if (!state || this.#signal.aborted) {
			return;
		}

		try {
			const site = await this.#world.sites.of(state.application, this.#signal);
			if (!('blocked' in site)) {
				await this.#follower.follow(site, this.#signal);
				await this.#seekKinds(state, site);
			}

			await pass(this.#loop, state, this.#signal);
			if (state.troubles > 0) {
				state.troubles = 0;
				state.tell({kind: 'reconnected', message: 'can be compared again'});
			}
		} catch (error) {
			if (!this.#signal.aborted) {
				this.#trouble(state, error);
			}
		}
	}

	async #seekKinds(state: AppState, site: Site): Promise<void> {
		const at = await this.#missing.seek(state.application, site, this.#signal);
		if (at !== undefined) {
			this.#again(state, at);
		}
	}

	#onLost(context: string): void {
		for (const state of this.#states.values()) {
			if (state.context === context && state.row) {
				this.#showFresh(state, state.row);
			}
		}
	}

	/** As it is, or marked where its cluster can't be watched. */
	#showFresh(state: AppState, row: Row): void {
		state.staleReason = this.#follower.staleReason(state.context);
		this.#show(state, state.staleReason === undefined ? row : {...row, message: `stale: ${state.staleReason}`});
	}

	/** What a pass could not do: told once, shown, and tried again. */
	#trouble(state: AppState, error: unknown): void {
		const {ports, catalog} = this.#world;
		state.troubles++;
		const message = error instanceof Error ? error.message : String(error);
		const kind = troubleKind(error);
		const delay = retryDelay(state.troubles);
		if (state.troubles === 1 || kind === 'failed') {
			const what = kind === 'failed' ? `internal error: ${message}` : message;
			state.tell({kind, message: `${what}; tried again in ${delay / 1000} s`});
		}

		const problem = {scope: 'source', where: `application ${state.application.name}`, message} as const;
		const blank = () => rowOf(unknownDetails(state.application, catalog.of(state.application), [problem]));
		state.staleReason = message;
		this.#show(state, state.row ? {...state.row, message: `stale: ${message}`} : blank());
		this.#again(state, ports.clock.now() + delay);
	}

	/** Passes a row on that changed. */
	#show(state: AppState, row: Row): void {
		if (!state.row || canonical(state.row) !== canonical(row)) {
			state.row = row;
			this.#options.onRow(row);
		}
	}

	async #onExamined(state: AppState, examined: Examined): Promise<void> {
		const details = await detailsOf(examined, this.#signal);
		const unwell = details.resourceRows.filter(({health}) => health !== 'Healthy');
		state.doubts = new Set(unwell.map(({namespace}) => `${examined.site.context} ${namespace}`));
		state.context = examined.site.context;
		const before = state.row;
		const {sync, health, message} = details;
		this.#showFresh(state, rowOf(details));
		if (before?.health !== health || before.sync !== sync) {
			state.tell({kind: 'health', message: `${sync}, ${health}${message === '' ? '' : `: ${message}`}`});
		}
	}

	#again(state: AppState, at?: number): void {
		const {clock} = this.#world.ports;
		if (at === undefined) {
			this.#queue.add(state.application.name);
		} else if (state.alarm === undefined || state.alarm > at) {
			state.alarm = at;
			clock.sleep(Math.max(0, at - clock.now()), this.#signal).then(
				() => {
					state.alarm = undefined;
					this.#queue.add(state.application.name);
				},
				() => undefined,
			);
		}
	}
}

/** What a person wrote wrongly, what the world refuses, or a bug. */
function troubleKind(error: unknown): 'problem' | 'stale' | 'failed' {
	if (error instanceof BlockedApplication) {
		return 'problem';
	}

	return error instanceof OperatorError ? 'stale' : 'failed';
}
