import type {Application} from '../model/application.ts';
import type {Asked, Comparison} from '../model/comparison.ts';
import type {Approval, Engine, Printed, RunOptions, SyncEnd} from '../model/engine.ts';
import type {Event, EventKind} from '../model/event.ts';
import {type HistoryEntry, isAutomated, type Operation} from '../model/operation.ts';
import {DamagedStateError, UsageError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import type {Configuration, Ports, Store} from '../model/ports.ts';
import type {Hello, Message} from '../model/protocol.ts';
import type {Details, Row} from '../model/row.ts';
import {Answers} from './answers.ts';
import {Applications} from './applications.ts';
import {askedOf} from './capabilities.ts';
import {Catalog} from './catalog.ts';
import {comparedAt} from './compare-revision.ts';
import {Desk} from './desk.ts';
import {Examiner} from './examiner.ts';
import {createKeeper} from './keeper.ts';
import {Operations} from './operations.ts';
import {Placement} from './placement.ts';
import {printed} from './printing.ts';
import {rowOf} from './rows.ts';
import {Run, type Running} from './run.ts';
import {createSites, namespacesOf} from './sites.ts';
import {resume, type Syncing, syncApproved} from './sync.ts';
import {Viewer} from './viewer.ts';

export type EngineSettings = {
	/** The identity that a person confirmed for a context that now shows another cluster. */
	readonly confirmedCluster: string | undefined;
	/** Of the configuration and the state, in a line each. */
	readonly remarks: readonly string[];
};

/** The loop with somebody who asks while it runs. */
export type Attended = {
	/** Settles when the loop has ended. */
	readonly ended: Promise<void>;
	readonly desk: Desk;
	/** What is automated may write from now on. */
	begin(): void;
};

/** The engine in this thread, over its ports. */
export class LocalEngine implements Engine {
	/** Of the configuration and the state, in a line each. */
	readonly remarks: readonly string[];
	readonly #running: Running;
	readonly #viewer: Viewer;
	readonly #listeners = new Set<(event: Event) => void>();
	#run: Run | undefined;
	#desk: Desk | undefined;

	/** Aborted when what is kept is damaged, or the loop has failed: nothing goes on from then. */
	readonly #broken = new AbortController();

	constructor(world: Ports, given: Configuration, {confirmedCluster, remarks}: EngineSettings) {
		const ports = {...world, store: this.#keep(world.store)};
		const report = (event: Omit<Event, 'time'>) => this.#tell(event);
		const configuration = new Applications(ports, given, report);
		const namespacesIn = (context: string) => namespacesOf(configuration.applications, ports.clusters, context);
		const sites = createSites(ports, {confirmedCluster, namespacesIn});
		const catalog = new Catalog(ports, report, askedOf(sites));
		const placement = new Placement(ports, configuration, catalog);
		const examiner = new Examiner({ports, configuration, catalog, sites, placement});
		const operations = new Operations(ports, examiner, report);
		const onMoved = (app: string) => this.#desk?.onMoved(app);
		ports.sources.onRemade(message => report({kind: 'warning', app: '', message}));
		this.remarks = remarks;
		this.#running = {ports, configuration, catalog, sites, placement, examiner, operations, report, onMoved};
		this.#viewer = new Viewer(this.#running);
	}

	names(): readonly string[] {
		return this.#applications.map(({name}) => name);
	}

	async rows(signal: AbortSignal): Promise<readonly Row[]> {
		const all = await Promise.all(this.#applications.map(application => this.#viewer.details(application, signal)));
		return all.map(rowOf);
	}

	async get(app: string, signal: AbortSignal): Promise<Details> {
		return this.#viewer.details(this.#named(app), signal);
	}

	async render(app: string, options: {readonly isOffline: boolean}, signal: AbortSignal): Promise<Printed> {
		return printed(this.#running, this.#named(app), options, signal);
	}

	async compare(asked: Asked, signal: AbortSignal): Promise<Comparison> {
		return comparedAt(this.#running, asked, signal);
	}

	async plan(app: string, options: {readonly prune: boolean}, signal: AbortSignal): Promise<Plan> {
		const plan = await this.#viewer.plan(this.#named(app), options, signal);
		this.#viewer.keep(plan);
		return plan;
	}

	async sync(approval: Approval, signal: AbortSignal): Promise<SyncEnd> {
		const syncing = this.#syncing(approval.app);
		await this.#viewer.fetch(syncing.application, signal);
		return syncApproved(syncing, approval, signal);
	}

	async unfinished(app: string, signal: AbortSignal): Promise<Operation | undefined> {
		const {sites, ports} = this.#running;
		const site = await sites.of(this.#named(app), signal);
		return 'blocked' in site ? undefined : ports.store.unfinished(site.identity, app);
	}

	async resume(app: string, {timeoutMs}: {readonly timeoutMs: number}, signal: AbortSignal): Promise<SyncEnd> {
		const syncing = this.#syncing(app);
		await this.#viewer.fetch(syncing.application, signal);
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
		const run = new Run(this.#running, options, this.#untilBroken(signal));
		this.#run = run;
		this.#viewer.relyOn(run);
		await this.#untilEnd(run);
	}

	/** Runs with somebody who asks; `send` hears hello first, and answers. */
	attend(options: RunOptions, send: (message: Message) => void, signal: AbortSignal): Attended {
		const {isReadOnly} = options;
		const {configuration, ports} = this.#running;
		const greet = () => send({kind: 'hello', hello: this.#hello(isReadOnly)});
		greet();
		const unsubscribe = configuration.subscribe(greet);
		const ending = this.#untilBroken(signal);
		const run = new Run(this.#running, options, ending);
		this.#run = run;
		this.#viewer.relyOn(run);
		const answers = new Answers({running: this.#running, viewer: this.#viewer, run, isReadOnly, signal: ending});
		const desk = new Desk({answers, clock: ports.clock, send, signal: ending});
		this.#desk = desk;
		return {ended: this.#untilEnd(run).finally(unsubscribe), desk, begin: () => run.begin()};
	}

	refresh(app: string): void {
		const application = this.#applications.find(({name}) => name === app);
		if (application) {
			this.#run?.refresh(application);
		}
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

	get #applications(): readonly Application[] {
		return this.#running.configuration.applications;
	}

	#hello(isReadOnly: boolean): Hello {
		const {clusters, store} = this.#running.ports;
		const contextOf = (cluster: string) => {
			const found = clusters.contextOf(cluster);
			return 'context' in found ? found.context : cluster;
		};
		const isCutOff = ({name, destination}: Application) => {
			const identity = store.identityOf(contextOf(destination.cluster));
			const operation = identity === undefined ? undefined : store.unfinished(identity, name);
			return operation !== undefined && !isAutomated(operation);
		};
		return {
			...clusters.overview(),
			cutOff: this.#applications.filter(isCutOff).map(({name}) => name),
			applications: this.#applications.map(({name, project, destination, policy, origin}) => ({
				...{name, project, policy, origin},
				context: contextOf(destination.cluster),
			})),
			remarks: this.remarks,
			isReadOnly,
		};
	}

	#tell(event: Omit<Event, 'time'>): void {
		const {clock, store} = this.#running.ports;
		const full = {time: new Date(clock.now()).toISOString(), ...event};
		store.record(full);
		this.#publish(full);
	}

	#publish(event: Event): void {
		for (const listener of this.#listeners) {
			listener(event);
		}

		if (!isNoNews(event)) {
			this.#desk?.onMoved(event.app);
		}
	}

	#keep(store: Store): Store {
		const publish = (kind: EventKind, message: string) =>
			this.#publish({time: new Date(this.#running.ports.clock.now()).toISOString(), kind, app: '', message});
		return createKeeper(store, {
			onLost: error => publish('problem', `${error.message}; until it can, nothing is applied, and no history is kept`),
			onKept: () => publish('solved', 'the state can be written again'),
			onDamage: error => this.#broken.abort(error),
		});
	}

	#untilBroken(signal: AbortSignal): AbortSignal {
		return AbortSignal.any([signal, this.#broken.signal]);
	}

	/** What is damaged is left to nobody: the next engine begins anew. */
	async #untilEnd(run: Run): Promise<void> {
		await run.untilEnd(error => this.#broken.abort(error));
		const {aborted, reason} = this.#broken.signal;
		if (aborted) {
			const notice = this.#running.ports.store.startAnew();
			throw notice === undefined ? reason : new DamagedStateError(notice);
		}
	}

	#named(app: string): Application {
		return this.#running.configuration.named(app);
	}

	#syncing(app: string): Syncing {
		return {...this.#running, application: this.#named(app)};
	}
}

function isNoNews({kind}: Pick<Event, 'kind'>): boolean {
	return kind === 'unchanged' || kind === 'next';
}
