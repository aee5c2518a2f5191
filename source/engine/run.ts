import type {Application} from '../model/application.ts';
import type {Approval, RunOptions, SyncEnd} from '../model/engine.ts';
import type {Row} from '../model/row.ts';
import {setAlarm} from './alarm.ts';
import {AppState} from './app-state.ts';
import type {Applications} from './applications.ts';
import {isCutOff, syncByHand} from './by-hand.ts';
import {Follower} from './follower.ts';
import type {Loop} from './loop.ts';
import {MissingKinds} from './missing-kinds.ts';
import {pass} from './pass.ts';
import type {Placement} from './placement.ts';
import {createQueue, createTurns, type Queue} from './queue.ts';
import {Remotes} from './remotes.ts';
import {RowKeeper} from './row-keeper.ts';
import type {Syncing} from './sync.ts';

export type Running = Omit<Syncing, 'application'> & {
	readonly configuration: Applications;
	readonly placement: Placement;
	/** Hears of which application something moved that somebody may look at. */
	readonly onMoved: (app: string) => void;
};

/** Passes at a time. They hold no connection, and those that wait for the cluster together ask it together. */
const concurrency = 1024;
/** How long an automated operation waits for health, in milliseconds. */
const timeoutMs = 300_000;

/** The loop: watches, passes, operations, and the clock of the remotes. */
export class Run {
	readonly #world: Running;
	readonly #signal: AbortSignal;
	readonly #states = new Map<string, AppState>();
	readonly #queue: Queue;
	readonly #turn = createTurns();
	readonly #follower: Follower;
	readonly #remotes: Remotes;
	readonly #rows: RowKeeper;
	readonly #loop: Loop;
	readonly #missing: MissingKinds;
	readonly #isReadOnly: boolean;
	#isHeld: boolean;

	constructor(world: Running, options: RunOptions, signal: AbortSignal) {
		this.#world = world;
		this.#signal = signal;
		this.#isReadOnly = options.isReadOnly;
		this.#isHeld = options.isHeld ?? false;
		this.#queue = createQueue(concurrency, name => this.#pass(name));
		this.#follower = new Follower({
			states: this.#states,
			report: world.report,
			clock: world.ports.clock,
			signal,
			add: name => this.#queue.add(name),
			onMoved: world.onMoved,
			onLost: context => this.#onLost(context),
		});
		world.sites.onReplaced(site => this.#follower.leave(site));
		this.#rows = new RowKeeper({...world, ...options, lossOf: context => this.#follower.lossOf(context)});
		this.#missing = new MissingKinds(world.ports.clock, world.placement);
		this.#remotes = this.#createRemotes(options.intervalMs);
		this.#loop = {
			syncing: world,
			placement: world.placement,
			mayWrite: () => !(this.#isReadOnly || this.#isHeld),
			timeoutMs,
			again: (state, at) => this.#again(state, at),
			ask: state => this.#remotes.ask([state.application], true),
			onExamined: (state, examined) => this.#rows.examined(state, examined, signal),
			onProgress: state => this.#rows.refresh(state),
			signal,
		};
		for (const application of world.configuration.applications) {
			this.#states.set(application.name, new AppState(application, world.report));
		}
	}

	/** Ends with the signal, which is to be aborted by `abort` where the loop fails, after the operations that it ends. */
	async untilEnd(abort: (reason: unknown) => void): Promise<void> {
		const {configuration, sites} = this.#world;
		configuration.dropOutdated();
		const unsubscribe = configuration.subscribe(app => this.#onSwitched(app));
		sites.prepare(configuration.applications, this.#signal);
		const followed = this.#remotes.follow();
		// Watches, operations and alarms would outlive the loop, and keep its thread from ending.
		await followed.catch(abort);
		unsubscribe();
		await this.#queue.idle();
		await Promise.all([...this.#states.values()].map(({running}) => running?.ended));
		await followed;
	}

	/** What is automated may write from now on. */
	begin(): void {
		if (this.#isHeld) {
			this.#isHeld = false;
			for (const name of this.#states.keys()) {
				this.#queue.add(name);
			}
		}
	}

	/** Asks the application's remote at once, and compares again. */
	refresh(application: Application): void {
		const asked = Promise.all([this.#review(application), this.#remotes.ask([application], true)]);
		asked.catch((error: unknown) => this.#trouble(this.#stateOf(application), error));
	}

	/** Whether this user may do what he might not. */
	async #review(application: Application): Promise<void> {
		const site = await this.#world.sites.of(application, this.#signal);
		if (!('blocked' in site)) {
			await site.rights.review(this.#signal);
		}
	}

	/** What a person approved; the loop sees it as it sees its own operations. */
	async sync(approval: Approval): Promise<SyncEnd> {
		const application = this.#world.configuration.named(approval.app);
		await this.ready(application);
		return syncByHand(this.#loop, this.#stateOf(application), approval);
	}

	/** The application's remote was asked, and its cluster is watched, where they can be reached. */
	async ready(application: Application): Promise<void> {
		await this.#remotes.asked(application);
		const site = await this.#world.sites.of(application, this.#signal);
		if (!('blocked' in site)) {
			await this.#follower.follow(site, this.#signal);
		}
	}

	/** The application's row as it was told last. */
	shown(app: string): Row | undefined {
		return this.#states.get(app)?.row;
	}

	/** Somebody looks at what is owned in these namespaces, each as `context namespace`; none where nobody does any more. */
	look(app: string, namespaces: ReadonlySet<string>): void {
		const state = this.#states.get(app);
		if (state) {
			state.looked = namespaces;
		}
	}

	#createRemotes(intervalMs: number): Remotes {
		const {configuration} = this.#world;
		return new Remotes({
			...this.#world,
			intervalMs,
			signal: this.#signal,
			applications: () => configuration.applications,
			onAsk: () => {
				this.#follower.forgetPods();
				configuration.reload();
			},
			onAsked: (application, isNews) => this.#onAsked(application, isNews),
		});
	}

	#stateOf(application: Application): AppState {
		const {report} = this.#world;
		const state = this.#states.get(application.name) ?? new AppState(application, report);
		this.#states.set(application.name, state);
		return state;
	}

	#onSwitched(app: string): void {
		const application = this.#world.configuration.named(app);
		const isNew = !this.#states.has(app);
		const state = this.#stateOf(application);
		state.application = application;
		// A person's word does not wait for the next try.
		state.retryAt = 0;
		if (isNew) {
			this.#remotes.add(application);
		} else {
			this.#rows.refresh(state);
			this.#queue.add(app);
		}
	}

	#onAsked(application: Application, isNews: boolean): void {
		const state = this.#states.get(application.name);
		this.#world.examiner.askAgain(application);
		if (isNews || state?.askedAgainAt !== undefined) {
			this.#queue.add(application.name);
		} else if (state) {
			this.#rows.tellUnchanged(state);
			if (isCutOff(this.#world, state)) {
				state.hasLooked = false;
				this.#queue.add(application.name);
			}
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
				await this.#turn();
				const at = await this.#missing.seek(state.application, site, this.#signal);
				if (at !== undefined) {
					this.#again(state, at);
				}
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

	#onLost(context: string): void {
		for (const state of this.#states.values()) {
			if (state.context === context) {
				this.#rows.refresh(state);
			}
		}
	}

	/** What a pass could not do is tried again. */
	#trouble(state: AppState, error: unknown): void {
		const delay = this.#rows.troubled(state, error);
		this.#again(state, this.#world.ports.clock.ticks() + delay);
	}

	#again(state: AppState, at?: number): void {
		const add = () => this.#queue.add(state.application.name);
		if (at === undefined) {
			add();
		} else {
			setAlarm(this.#world.ports.clock, state, {at, add, signal: this.#signal});
		}
	}
}
