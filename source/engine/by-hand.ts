import type {Approval, SyncEnd} from '../model/engine.ts';
import type {Operation} from '../model/operation.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import {keyOf} from '../model/resource.ts';
import type {AppState, RunningOperation} from './app-state.ts';
import {asRunning} from './as-running.ts';
import type {Loop} from './loop.ts';
import {resume, type Syncing, syncApproved} from './sync.ts';

const progress = 'comparing before the sync';

/**
 * What a person approved, while the loop runs. It goes before what is automated, which gives way at a safe point;
 * what another person approved is not interrupted.
 */
export async function syncByHand(loop: Loop, state: AppState, approval: Approval): Promise<SyncEnd> {
	const {store} = loop.syncing.ports;
	const plan = store.plan(approval.app, approval.digest);
	if (!plan) {
		throw new UsageError(`no plan ${approval.digest} of application ${approval.app} is known here: plan again`);
	}

	while (state.running) {
		await giveWay(state, state.running);
	}

	const due = approval.resources.length > 0 ? approval.resources : plan.changes.map(({id}) => keyOf(id));
	return asRunning(loop, state, {plan, due, approvedBy: approval.by, progress}, hears =>
		syncApproved({...loop.syncing, application: state.application, ...hears}, approval, loop.signal),
	);
}

/** Goes on with what a person approved and what was cut off; the loop goes on meanwhile. */
export function resumeByHand(loop: Loop, state: AppState, operation: Operation): void {
	const {plan, resources, by} = operation;
	const due = resources.length > 0 ? resources : plan.changes.map(({id}) => keyOf(id));
	const {timeoutMs} = loop;
	asRunning(loop, state, {plan, due, approvedBy: by, progress}, hears =>
		resume({...loop.syncing, application: state.application, ...hears}, {operation, timeoutMs}, loop.signal),
	).catch((error: unknown) => {
		const message = error instanceof Error ? error.message : String(error);
		state.tell({kind: 'failed', message: `operation ${operation.id} was cut off and can't go on: ${message}`});
	});
}

/** Another process on this state may have been ended in the middle of what a person approved. */
export function isCutOff({sites, ports}: Pick<Syncing, 'sites' | 'ports'>, state: AppState): boolean {
	const site = sites.open().find(({context}) => context === state.context);
	return (
		!state.running && site !== undefined && ports.store.unfinished(site.identity, state.application.name) !== undefined
	);
}

async function giveWay({application, tell}: AppState, {approvedBy, stop, ended}: RunningOperation): Promise<void> {
	if (approvedBy !== '') {
		throw new OperatorError(
			`application ${application.name} is being synced by ${approvedBy}; one operation at a time`,
			{
				advice: 'Wait until it is done, and approve again',
			},
		);
	}

	if (!stop.signal.aborted) {
		tell({kind: 'superseded', message: 'the running operation gives way to what a person approved'});
		stop.abort();
	}

	await ended;
}
