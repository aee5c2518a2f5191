import type {Approval, SyncEnd} from '../model/engine.ts';
import type {Operation} from '../model/operation.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import {keyOf, type ResourceKey} from '../model/resource.ts';
import type {AppState, RunningOperation} from './app-state.ts';
import type {Loop} from './loop.ts';
import {resume, type Syncing, syncApproved} from './sync.ts';

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
	return asRunning(loop, state, {plan, due, approvedBy: approval.by}, (hears, signal) =>
		syncApproved({...loop.syncing, application: state.application, ...hears}, approval, signal),
	);
}

/** Goes on with what a person approved and what was cut off; the loop goes on meanwhile. */
export function resumeByHand(loop: Loop, state: AppState, operation: Operation): void {
	const {plan, resources, by} = operation;
	const due = resources.length > 0 ? resources : plan.changes.map(({id}) => keyOf(id));
	const {timeoutMs} = loop;
	asRunning(loop, state, {plan, due, approvedBy: by}, (hears, signal) =>
		resume({...loop.syncing, application: state.application, ...hears}, {operation, timeoutMs}, signal),
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

type Owner = {readonly plan: Plan; readonly due: readonly ResourceKey[]; readonly approvedBy: string};

type Work = (hears: Pick<Syncing, 'onWritten' | 'onProgress'>, signal: AbortSignal) => Promise<SyncEnd>;

async function asRunning(loop: Loop, state: AppState, owner: Owner, work: Work): Promise<SyncEnd> {
	const written = new Map<ResourceKey, string>();
	const ended = Promise.withResolvers<void>();
	const running: RunningOperation = {
		plan: owner.plan,
		due: new Set(owner.due),
		written,
		stop: new AbortController(),
		ended: ended.promise,
		approvedBy: owner.approvedBy,
		progress: 'comparing before the sync',
	};
	state.running = running;
	loop.onProgress(state);
	const hears: Parameters<Work>[0] = {
		onWritten: (key, version) => void written.set(key, version),
		onProgress(progress) {
			running.progress = progress;
			loop.onProgress(state);
		},
	};
	try {
		return await work(hears, loop.signal);
	} finally {
		state.running = undefined;
		state.ended++;
		ended.resolve();
		loop.onProgress(state);
		loop.again(state);
	}
}
