import type {Change} from '../model/change.ts';
import type {SyncEnd} from '../model/engine.ts';
import {keyOf} from '../model/resource.ts';
import {describeChanges, describeRetry} from './announce.ts';
import {asRunning} from './as-running.ts';
import {describeRepair} from './drift.ts';
import type {Look} from './look.ts';
import type {Loop} from './loop.ts';
import {retryDelay} from './patience.ts';
import {noteRepairs, takeBackRepairs} from './repairs.ts';

/** Does what is due by itself, and says when to look again for what is not due yet. */
export function decide(loop: Loop, look: Look, signal: AbortSignal): void {
	const {state, plan, isNew} = look;
	const now = loop.syncing.ports.clock.ticks();
	const hasArrived = isNew && isInPlace(look);
	if (plan.kind !== 'ready' && !hasArrived) {
		return;
	}

	if (now < state.retryAt && state.failure?.rendered === plan.rendered) {
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
	const keys = due.map(({id}) => keyOf(id));
	const repairs = isNew ? [] : due;
	const by = `trueup (${isNew ? 'automated' : whatFor(due)})`;
	// A repair waits for nothing but what it repairs.
	const allowed = plan.changes.filter(({forbidden}) => forbidden === undefined);
	const resources = isNew && due.length === allowed.length ? [] : keys;
	const wanted = {examined, plan, changes: due, resources, by, isApproved: false, timeoutMs: loop.timeoutMs};
	await asRunning(loop, state, {plan, due: keys, approvedBy: '', progress: ''}, async (hears, {stop, written}) => {
		// The same difference may be another trueup's the next time.
		state.checked = '';
		if (!isNew) {
			noteRepairs({state, due: repairs, now: loop.syncing.ports.clock.ticks()});
		} else if (due.length > 0) {
			state.tell({kind: 'planned', revision: plan.revision, message: describeChanges(due)});
		}

		const ending = AbortSignal.any([signal, stop.signal]);
		const end = await loop.syncing.operations.start({...wanted, ...hears}, ending).catch(failureOf);
		takeBackRepairs({state, due: repairs}, written, end.result);
		conclude(loop, look, end);
	});
}

function failureOf(error: unknown): SyncEnd {
	return {result: 'failed', message: error instanceof Error ? error.message : String(error)};
}

function conclude({syncing}: Loop, {state, plan, due, isNew}: Due, end: SyncEnd): void {
	const {result, patienceMs = 0} = end;
	if (result === 'succeeded') {
		state.failure = undefined;
		for (const change of isNew ? [] : due) {
			state.tell({kind: 'healed', resource: change.id, message: describeRepair(change)});
		}
	} else if (result !== 'interrupted') {
		const {clock} = syncing.ports;
		const {rendered} = plan;
		const now = clock.now();
		const before = state.failure?.rendered === rendered ? state.failure : {since: now, count: 0};
		const count = before.count + 1;
		const delay = Math.max(retryDelay(count), patienceMs);
		state.failure = {rendered, count, since: before.since, message: end.message, nextAt: now + delay};
		state.retryAt = clock.ticks() + delay;
		state.tell({kind: 'retry', message: describeRetry({plan, due, end, delay})});
	}
}
