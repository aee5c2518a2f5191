import type {Change} from '../model/change.ts';
import type {SyncEnd} from '../model/engine.ts';
import {isAutomated} from '../model/operation.ts';
import type {Plan} from '../model/plan.ts';
import {keyOf, type ResourceKey} from '../model/resource.ts';
import {shortRevision} from '../model/revision.ts';
import {hashOf} from '../plan/canonical.ts';
import {describeChanges, describeRetry, idOf, tellAsked, tellCompared, tellDrift, tellProblems} from './announce.ts';
import type {AppState, RunningOperation} from './app-state.ts';
import {mayBeBehind} from './behind.ts';
import {resumeByHand} from './by-hand.ts';
import {describeRepair} from './drift.ts';
import type {Examined} from './examine.ts';
import type {Loop} from './loop.ts';
import {retryDelay} from './patience.ts';
import {planFor} from './planner.ts';
import {noteRepairs, takeBackRepairs} from './repairs.ts';
import {mayBeStill, type Site} from './sites.ts';

type Look = {
	readonly state: AppState;
	readonly examined: Examined;
	readonly plan: Plan;
	/** What Git declares was not applied here yet. */
	readonly isNew: boolean;
	/** How long it took to compare. */
	readonly tookMs: number;
	/** Whether differences are repaired without asking. */
	readonly acts: boolean;
	/** What the last operation might not do: it is still to be done once it is allowed. */
	readonly withheld: readonly ResourceKey[];
};

/** One look at one application, and what it leads to. Operations go on by themselves: a pass never waits for health. */
export async function pass(loop: Loop, state: AppState, signal: AbortSignal): Promise<void> {
	const {ended} = state;
	const look = await lookAt(loop, state, signal);
	// What was seen may be older than what an operation has done, and its end asks for another look.
	if (!look || state.ended !== ended || mayBeBehind(loop, look)) {
		return;
	}

	tellCompared(look);
	if (!state.running) {
		tellAsked(look);
	}

	tellProblems(look, loop.syncing.catalog.of(state.application)?.problems ?? []);
	if (!look.isNew) {
		tellDrift(look);
	}

	const {automated, prune} = state.application.policy;
	if (state.running) {
		supersede(look);
	} else if (look.acts || (loop.mayWrite() && automated && (prune || look.withheld.length > 0))) {
		decide(loop, look, signal);
	}
}

/** Nothing where it has turned out meanwhile that another cluster is there: that one is looked at next. */
async function lookAt(loop: Loop, state: AppState, signal: AbortSignal): Promise<Look | undefined> {
	const {syncing} = loop;
	const {policy} = state.application;
	const site = await syncing.sites.of(state.application, signal);
	if (!('blocked' in site)) {
		goOnWithUnfinished(loop, state, site);
	}

	const isNew = !('blocked' in site) && isNewToCluster(loop, state, site);
	const acts = loop.mayWrite() && policy.automated && (policy.selfHeal || isNew);
	const how = {rigour: acts ? 'apply' : 'judge', pending: state.running?.due} as const;
	const {clock} = syncing.ports;
	const started = clock.now();
	const examined = await syncing.examiner.examine(state.application, how, signal);
	const tookMs = clock.now() - started;
	if (!(await mayBeStill(examined.site, signal))) {
		return undefined;
	}

	await loop.onExamined(state, examined);
	const last = syncing.operations.lastAttempt(examined.site.identity, state.application.name);
	const plan = await planFor(syncing.ports.sources, {examined, prune: false, last});
	return {state, examined, plan, isNew, tookMs, acts, withheld: last?.withheld ?? []};
}

function isNewToCluster({placement, syncing: {operations}}: Loop, {application}: AppState, site: Site): boolean {
	const placed = placement.of(application, site);
	const rendered = placed && hashOf(placed.desired.map(({hash}) => hash).toSorted());
	const last = operations.lastAttempt(site.identity, application.name);
	return last === undefined || last.rendered !== rendered || !last.isApplied;
}

/** An operation that a person approved and that was cut off goes on; an automated one begins anew. */
function goOnWithUnfinished(loop: Loop, state: AppState, site: Site): void {
	if (state.hasLooked || state.running || !loop.mayWrite()) {
		return;
	}

	state.hasLooked = true;
	const {store, clock} = loop.syncing.ports;
	const operation = store.unfinished(site.identity, state.application.name);
	if (!operation) {
		return;
	}

	if (!isAutomated(operation)) {
		resumeByHand(loop, state, operation);
		return;
	}

	const message = 'cut off; the next operation goes on where it ended';
	store.finish(operation.id, {time: new Date(clock.now()).toISOString(), result: 'interrupted', message});
	state.tell({kind: 'resumed', message: `operation ${operation.id} was cut off: goes on with what is left of it`});
}

/** A running operation gives way when Git moved on, or when what it has done was undone. */
function supersede({state: {running, application, tell}, plan}: Look): void {
	// What a person approved is done as it was approved.
	if (!running || running.stop.signal.aborted || running.approvedBy !== '') {
		return;
	}

	const pending = new Set(running.plan.changes.map(idOf));
	const isOutdated = plan.rendered !== running.plan.rendered;
	const isUndone =
		application.policy.selfHeal &&
		plan.changes.some(change => !pending.has(idOf(change)) && !isOwnWrite(running, change));
	if (isOutdated || isUndone) {
		const commit = `commit ${shortRevision(plan.revision)} declares something else`;
		const why = isOutdated ? commit : 'an object moved meanwhile';
		tell({kind: 'superseded', message: `the running operation gives way: ${why}`});
		running.stop.abort();
	}
}

/** The watch may tell of a write before its answer is here, and of what nobody has touched since. */
function isOwnWrite({due, written}: RunningOperation, {id, seen}: Change): boolean {
	const key = keyOf(id);
	const version = written.get(key);
	return due.has(key) && (version === undefined || version === seen.resourceVersion);
}

function decide(loop: Loop, look: Look, signal: AbortSignal): void {
	const {state, plan, isNew} = look;
	const now = loop.syncing.ports.clock.ticks();
	const hasArrived = isNew && isInPlace(look);
	if (plan.kind !== 'ready' && !hasArrived) {
		return;
	}

	if (now < state.retryAt && state.failed === plan.rendered) {
		loop.again(state, state.retryAt);
		return;
	}

	const {selfHeal} = state.application.policy;
	const isWanted = ({op, id}: Change) => isNew || selfHeal || op === 'delete' || look.withheld.includes(keyOf(id));
	const wanted = plan.changes.filter(change => change.forbidden === undefined && isWanted(change));
	const dueAt = ({id}: Change) => (isNew ? 0 : state.patience.dueAt(keyOf(id), now));
	const due = wanted.filter(change => dueAt(change) <= now);
	const later = wanted.map(dueAt).filter(at => at > now);
	if (later.length > 0) {
		loop.again(state, Math.min(...later));
	}

	if (due.length > 0 || hasArrived) {
		void start(loop, {...look, due}, signal);
	}
}

/** A commit that needs no change is deployed like any other: what differs from it later is drift. */
function isInPlace({plan, examined}: Look): boolean {
	return plan.kind === 'converged' && plan.revision !== '' && !examined.compared.some(({isHeld}) => isHeld);
}

type Due = Look & {readonly due: readonly Change[]};

function whatFor(due: readonly Change[]): string {
	return due.every(({op}) => op === 'delete') ? 'prune' : 'self-heal';
}

async function start(loop: Loop, look: Due, signal: AbortSignal): Promise<void> {
	const {state, examined, plan, isNew, due} = look;
	const stop = new AbortController();
	const ended = Promise.withResolvers<void>();
	const written = new Map<ResourceKey, string>();
	const running = {plan, due: new Set(due.map(({id}) => keyOf(id))), written, stop, ended: ended.promise};
	state.running = {...running, approvedBy: '', progress: ''};
	const repairs = isNew ? [] : due;
	if (!isNew) {
		noteRepairs({state, due: repairs, now: loop.syncing.ports.clock.ticks()});
	} else if (due.length > 0) {
		state.tell({kind: 'planned', revision: plan.revision, message: describeChanges(due)});
	}

	const by = `trueup (${isNew ? 'automated' : whatFor(due)})`;
	// A repair waits for nothing but what it repairs.
	const allowed = plan.changes.filter(({forbidden}) => forbidden === undefined);
	const resources = isNew && due.length === allowed.length ? [] : due.map(({id}) => keyOf(id));
	try {
		const end = await loop.syncing.operations.start(
			{
				...{examined, plan, changes: due, resources, by, isApproved: false, timeoutMs: loop.timeoutMs},
				onWritten: (key, version) => void written.set(key, version),
				onProgress(progress) {
					if (state.running) {
						state.running.progress = progress;
						loop.onProgress(state);
					}
				},
			},
			AbortSignal.any([signal, stop.signal]),
		);
		takeBackRepairs({state, due: repairs}, written, end.result);
		conclude(loop, look, end);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		takeBackRepairs({state, due: repairs}, written, 'failed');
		conclude(loop, look, {result: 'failed', message});
	} finally {
		state.running = undefined;
		state.ended++;
		ended.resolve();
		loop.onProgress(state);
		loop.again(state);
	}
}

function conclude({syncing}: Loop, {state, plan, due, isNew}: Due, end: SyncEnd): void {
	const {result, patienceMs = 0} = end;
	if (result === 'succeeded') {
		state.failures = 0;
		for (const change of isNew ? [] : due) {
			state.tell({kind: 'healed', resource: change.id, message: describeRepair(change)});
		}
	} else if (result !== 'interrupted') {
		state.failures = state.failed === plan.rendered ? state.failures + 1 : 1;
		state.failed = plan.rendered;
		const delay = Math.max(retryDelay(state.failures), patienceMs);
		state.retryAt = syncing.ports.clock.ticks() + delay;
		state.tell({kind: 'retry', message: describeRetry({plan, due, end, delay})});
	}
}
