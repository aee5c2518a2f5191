import type {Change} from '../model/change.ts';
import {isAutomated} from '../model/operation.ts';
import {keyOf} from '../model/resource.ts';
import {shortRevision} from '../model/revision.ts';
import {hashOf} from '../plan/canonical.ts';
import {idOf, newsOf, tellAsked, tellCompared, tellDrift, tellProblems} from './announce.ts';
import type {AppState, RunningOperation} from './app-state.ts';
import {mayBeBehind} from './behind.ts';
import {resumeByHand} from './by-hand.ts';
import {decide} from './decide.ts';
import type {Examined} from './examine.ts';
import type {Look} from './look.ts';
import type {Loop} from './loop.ts';
import {fightIn} from './past.ts';
import {planFor} from './planner.ts';
import {mayBeStill, type Site} from './sites.ts';

/** One look at one application, and what it leads to. Operations go on by themselves: a pass never waits for health. */
export async function pass(loop: Loop, state: AppState, signal: AbortSignal): Promise<void> {
	const {ended} = state;
	const look = await lookAt(loop, state, signal);
	// What was seen may be older than what an operation has done, and its end asks for another look.
	if (!look || state.ended !== ended || mayBeBehind(loop, look)) {
		return;
	}

	tell(loop, look);
	const {automated, prune} = state.application.policy;
	if (state.running) {
		supersede(look);
	} else if (look.acts || (loop.mayWrite() && automated && (prune || look.withheld.length > 0))) {
		decide(loop, look, signal);
	}
}

function tell(loop: Loop, look: Look): void {
	const {state, isNew} = look;
	tellCompared(look);
	if (!state.running) {
		tellAsked(look);
	}

	tellProblems(look, loop.syncing.catalog.of(state.application)?.problems ?? []);
	if (!isNew) {
		tellDrift(look);
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

	askAgain(loop, state, examined);
	const last = syncing.operations.lastAttempt(examined.site.identity, state.application.name);
	const plan = await planFor(syncing.ports.sources, {examined, prune: false, last});
	if (newsOf({state, plan, examined}) !== undefined) {
		// What watches have told costs no call, and proves nothing about now.
		await examined.site.cluster.confirm(signal);
	}

	state.fight = acts && !isNew ? fightIn(state, plan, clock) : '';
	await loop.onExamined(state, examined);
	return {state, examined, plan, isNew, tookMs, acts, withheld: last?.withheld ?? []};
}

/** What the cluster refuses is asked again by and by. */
function askAgain(loop: Loop, state: AppState, {compared}: Examined): void {
	const times = compared.flatMap(({askedAgainAt}) => askedAgainAt ?? []);
	if (times.length > 0) {
		loop.again(state, Math.min(...times));
	}
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
