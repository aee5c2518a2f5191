import type {Application, Source} from '../model/application.ts';
import type {Change} from '../model/change.ts';
import {count} from '../model/count.ts';
import type {SyncEnd} from '../model/engine.ts';
import type {Report} from '../model/event.ts';
import {isAutomated, type Operation} from '../model/operation.ts';
import {AnotherClusterError, OperatorError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import type {Ports} from '../model/ports.ts';
import {describe, type ResourceKey} from '../model/resource.ts';
import {shortRevision, splitRevision} from '../model/revision.ts';
import type {Sources} from '../model/sources.ts';
import {Applier, type Applying} from './applier.ts';
import {type Attempt, attemptOf, failureIn, withheldOf} from './attempt.ts';
import type {Examined} from './examine.ts';
import type {Examiner} from './examiner.ts';
import {operate, type Walked} from './operate.ts';
import type {Site} from './sites.ts';
import {type Tell, tellAbout} from './tell.ts';

export type Starting = {
	readonly examined: Examined;
	readonly plan: Plan;
	/** Those of the plan's changes that are going to be made. */
	readonly changes: readonly Change[];
	/** Names them where they are not all. */
	readonly resources: readonly ResourceKey[];
	readonly by: string;
	readonly isApproved: boolean;
	readonly timeoutMs: number;
	/** An operation that was cut off and goes on. */
	readonly resumed?: Operation;
	/** Hears which version an apply made of an object. */
	readonly onWritten?: (key: ResourceKey, version: string) => void;
	/** Hears how far it has come, in words. */
	readonly onProgress?: (progress: string) => void;
};

type Running = {readonly starting: Starting; readonly operation: Operation; readonly tell: Tell};

/** How long requests in flight may take after an operation was told to end, in milliseconds. */
const grace = 10_000;

/** Operations from their lock to their last word. */
export class Operations {
	readonly #ports: Ports;
	readonly #examiner: Examiner;
	readonly #report: Report;
	readonly #attempts = new Map<string, Attempt | undefined>();

	constructor(ports: Ports, examiner: Examiner, report: Report) {
		this.#ports = ports;
		this.#examiner = examiner;
		this.#report = report;
	}

	lastAttempt(cluster: string, app: string): Attempt | undefined {
		const id = `${cluster}/${app}`;
		if (!this.#attempts.has(id)) {
			const last = this.#ports.store.lastAttempt(cluster, app);
			this.#attempts.set(id, last && attemptOf(last));
		}

		return this.#attempts.get(id);
	}

	async start(starting: Starting, stop: AbortSignal): Promise<SyncEnd> {
		const {examined, changes, resumed} = starting;
		const {site, application, revision} = examined;
		const {store, clock, sources} = this.#ports;
		const tell = tellAbout(application.name, this.#report);
		if (!(await site.isStill(stop))) {
			throw new AnotherClusterError(`nothing is done: ${otherCluster(site)}`);
		}

		this.#lock(examined);
		const signal = AbortSignal.any([stop, site.ended]);
		try {
			await keepAll(sources, application, revision, site.identity);
			const operation = resumed ?? this.#begin(starting);
			const started = clock.now();
			const message = `operation ${operation.id}: ${count(changes.length, 'change')} at ${shortRevision(revision)}, by ${operation.by}`;
			tell({kind: resumed ? 'resumed' : 'started', revision, message});
			const walked = await this.#run({starting, operation, tell}, signal);
			const end = await withCluster(withRest(atItsCommit(walked.end, starting), starting), site, stop);
			store.finish(operation.id, {time: this.#now(), ...end});
			this.#noteAttempt(starting, {end, isApplied: walked.isApplied && !site.ended.aborted});
			tell({kind: 'finished', revision, durationMs: clock.now() - started, ...end});
			return end;
		} finally {
			store.unlock(site.identity, application.name);
		}
	}

	/** A repair of some objects, or a person's choice of some, says nothing of the rest. */
	#noteAttempt({examined, plan, changes}: Starting, {isApplied, end}: Walked): void {
		const {site, application, revision} = examined;
		const before = this.lastAttempt(site.identity, application.name);
		const wasApplied = before?.rendered === plan.rendered && before.isApplied && before.withheld.length === 0;
		const withheld = withheldOf(plan);
		const isWhole = changes.length === plan.changes.length - withheld.length;
		this.#attempts.set(`${site.identity}/${application.name}`, {
			rendered: plan.rendered,
			revision,
			endedAt: this.#now(),
			failure: failureIn(end),
			isApplied: wasApplied || (isApplied && isWhole),
			withheld,
		});
	}

	#now(): string {
		return new Date(this.#ports.clock.now()).toISOString();
	}

	#lock({site, application: {name}}: Examined): void {
		const holder = this.#ports.store.lock(site.identity, name, this.#now());
		if (holder) {
			throw new OperatorError(
				`application ${name} is being synced by ${holder.by} since ${holder.since}; one operation at a time`,
				{advice: 'Wait until it is done, or end that process'},
			);
		}
	}

	#begin({examined: {site, application, revision}, plan, by, resources}: Starting): Operation {
		const {name: app} = application;
		const startedAt = this.#now();
		return this.#ports.store.begin({app, cluster: site.identity, revision, plan, by, resources, startedAt});
	}

	async #run({starting, operation, tell}: Running, signal: AbortSignal): Promise<Walked> {
		const {examined, changes, isApproved, resources, timeoutMs, onWritten, onProgress = () => undefined} = starting;
		const {store, clock} = this.#ports;
		const requests = new AbortController();
		const giveUp = () => {
			clock.sleep(grace, requests.signal).then(
				() => requests.abort(),
				() => undefined,
			);
		};
		signal.addEventListener('abort', giveUp, {once: true});
		const onApplied: Applying['onApplied'] = (desired, live) => {
			this.#examiner.noteApplied(examined, desired, live);
			onWritten?.(desired.key, live.resourceVersion);
		};
		const applier = new Applier({examined, store, tell, isApproved, onApplied, requests: requests.signal});
		const isWhole = resources.length === 0;
		const deadline = clock.ticks() + timeoutMs;
		try {
			const told = {applier, tell, onProgress, heard: new Map<ResourceKey, string>()};
			const operating = {examined, changes, operation, isWhole, deadline, ...told};
			return await operate(this.#ports, operating, signal);
		} catch (error) {
			if (error instanceof OperatorError) {
				return {end: {result: 'failed', message: error.message}, isApplied: false};
			}

			throw error;
		} finally {
			signal.removeEventListener('abort', giveUp);
			requests.abort();
		}
	}
}

/** Each source's commit, whatever its remote does to its branches. */
async function keepAll(sources: Sources, application: Application, revision: string, by: string): Promise<void> {
	const ids = splitRevision(revision);
	const keep = (source: Source, index: number) => {
		const id = ids[index] ?? '';
		return sources.keep(source, id, `${by}/${id.replaceAll(/[^A-Za-z0-9]/g, '-')}`);
	};
	await Promise.all(application.sources.map(keep));
}

/** What was waited for in another cluster says nothing of this one. */
async function withCluster(end: SyncEnd, site: Site, signal: AbortSignal): Promise<SyncEnd> {
	const isStill = await site.isStill(signal).catch(() => !site.ended.aborted);
	return isStill ? end : {...end, result: 'interrupted', message: `interrupted, ${otherCluster(site)}: ${end.message}`};
}

function otherCluster({context}: Site): string {
	return `cluster ${context} is another one than before`;
}

/** `(2): Deployment shop/web: ...`; empty where everything may be done. */
function whatIsWithheld({changes}: Plan): string {
	const withheld = changes.filter(({forbidden}) => forbidden !== undefined);
	const [first] = withheld;
	return first ? `(${withheld.length}): ${describe(first.id)}: ${first.forbidden}` : '';
}

/** What was cut off may be resumed at a commit that is not the newest any more. */
function atItsCommit(end: SyncEnd, {resumed, examined: {revision}}: Starting): SyncEnd {
	const isDone = end.result === 'succeeded' && resumed !== undefined;
	return isDone ? {...end, message: `${end.message} at ${shortRevision(revision)}`} : end;
}

/** The good part beside problems is still a failure in part, and what a person left out is still to be done. */
function withRest(end: SyncEnd, {plan, changes, by, resources}: Starting): SyncEnd {
	const {problems, leftovers} = plan;
	const holding = problems.filter(({scope}) => scope !== 'source');
	const [first] = holding;
	if (end.result !== 'succeeded') {
		return end;
	}

	const ownDone = isAutomated({by}) ? 'succeeded' : 'failed';
	const withheld = resources.length === 0 ? whatIsWithheld(plan) : '';
	if (withheld !== '') {
		// Whoever asked for all of it did not get it; the engine by itself has done what it can.
		return {result: ownDone, message: `what may be done is applied and healthy; left ${withheld}`};
	}

	if (first) {
		const message = `the good part is applied; problems are left (${holding.length}): ${first.message}`;
		return {result: first.scope === 'permission' ? ownDone : 'failed', message};
	}

	const left = plan.changes.length - changes.length;
	const done = left > 0 ? `what was chosen is applied and healthy; ${count(left, 'change')} left` : end.message;
	const rest = leftovers.length > 0 ? `; left over, deleted only by a sync that prunes: ${leftovers.length}` : '';
	return {...end, message: `${done}${rest}`};
}
