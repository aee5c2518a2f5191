import type {Change} from '../model/change.ts';
import {count} from '../model/count.ts';
import type {SyncEnd} from '../model/engine.ts';
import type {Operation, Step} from '../model/operation.ts';
import type {Ports} from '../model/ports.ts';
import {describe, keyOf, type ResourceKey} from '../model/resource.ts';
import {tiers, waves} from '../plan/order.ts';
import type {Applier, Outcome} from './applier.ts';
import type {Compared, Examined} from './examine.ts';
import {awaitKinds, definedBy, isDefinition} from './new-kinds.ts';
import {type Awaited, type Settled, settle} from './settle.ts';
import type {Tell} from './tell.ts';

export type Operating = {
	readonly examined: Examined;
	/** What is going to be done: changes of the examination. */
	readonly changes: readonly Change[];
	readonly operation: Operation;
	/** Whether the whole application is waited for; otherwise only what is changed. */
	readonly isWhole: boolean;
	/** By `Clock.ticks`. */
	readonly deadline: number;
	readonly applier: Applier;
	readonly tell: Tell;
	/** What was told of each object's health. */
	readonly heard: Map<ResourceKey, string>;
	/** Hears how far it has come, in words. */
	readonly onProgress: (progress: string) => void;
};

type Group = ReturnType<typeof waves>[number];

/** How an operation ended, and whether all its changes were made by then. */
export type Walked = {readonly end: SyncEnd; readonly isApplied: boolean};

/** Walks an operation's waves: waits for what comes before one, applies, goes on. The signal ends it between requests. */
export async function operate(ports: Ports, operating: Operating, signal: AbortSignal): Promise<Walked> {
	const groups = waves(operating.changes);
	const made: Change[] = [];
	for (const group of groups) {
		const end = await walkWave(ports, {operating, group, groups, made}, signal);
		if (end) {
			return {end, isApplied: false};
		}
	}

	const settled = await waitFor(ports, operating, awaitedAtEnd(operating), signal);
	const isWell = settled.kind === 'settled';
	const end = isWell
		? ({result: 'succeeded', message: 'synced and healthy'} as const)
		: notSettled(settled, operating, made);
	return {end, isApplied: true};
}

type Walking = {
	readonly operating: Operating;
	readonly groups: readonly Group[];
	readonly group: Group;
	/** What was done so far. */
	readonly made: Change[];
};

/** One wave; says how the operation ends, if it ends here. */
async function walkWave(ports: Ports, walking: Walking, signal: AbortSignal): Promise<SyncEnd | undefined> {
	const {operating, group, groups, made} = walking;
	const before = awaitedBefore(walking);
	const settled = before.length > 0 ? await waitFor(ports, operating, before, signal) : undefined;
	if (settled && settled.kind !== 'settled') {
		return notSettled(settled, operating, made);
	}

	if (groups.length > 1) {
		const message = `${group.phase} wave ${group.wave}: ${count(group.changes.length, 'change')}`;
		operating.tell({kind: 'wave', message});
	}

	tellProgress(walking);
	return applyWave(ports, walking, signal);
}

/** As it stands in the application's row: `syncing: wave 1 of 2, 3 of 7 applied`. */
function tellProgress({operating: {changes, onProgress}, group, groups, made}: Walking): void {
	const wave = groups.length > 1 ? `wave ${groups.indexOf(group) + 1} of ${groups.length}, ` : '';
	onProgress(`syncing: ${wave}${made.length} of ${changes.length} applied`);
}

async function applyWave(ports: Ports, walking: Walking, signal: AbortSignal): Promise<SyncEnd | undefined> {
	const {store} = ports;
	const {operating, group, made} = walking;
	const {operation, applier} = operating;
	const outcomes: Outcome[] = [];
	const note = (changes: readonly Change[], state: Step['state']) =>
		store.step(operation.id, ...changes.map(({id, op, wave}) => ({key: keyOf(id), op, wave, state})));
	const carryOut = async (change: Change) => {
		const outcome = await applier.apply(change);
		note([change], outcome.kind === 'done' ? 'done' : 'failed');
		if (outcome.kind === 'done') {
			made.push(change);
			tellProgress(walking);
		}

		return outcome;
	};

	for (const tier of tiers(group.changes)) {
		if (signal.aborted) {
			return {result: 'interrupted', message: `interrupted: ${progress(operating, made)}`};
		}

		note(tier, 'started');
		outcomes.push(...(await all(tier.map(carryOut))));
		const end = await untilServed(ports, walking, tier, signal);
		if (end) {
			return end;
		}
	}

	return endOf(outcomes);
}

/** Like `Promise.all`, but what goes on beside a failure is not left alone. */
async function all<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
	await Promise.allSettled(works);
	return Promise.all(works);
}

/** What is defined has to be served before objects of it can be made. */
async function untilServed(
	ports: Ports,
	{operating, made}: Walking,
	tier: readonly Change[],
	signal: AbortSignal,
): Promise<SyncEnd | undefined> {
	const {examined, deadline} = operating;
	const defined = tier.filter(change => isDefinition(change) && made.includes(change));
	const kinds = definedBy(defined, examined);
	if (kinds.length === 0) {
		return undefined;
	}

	const definitions = defined.map(({id}) => ({id, key: keyOf(id), isGoing: false}));
	const settled = await waitFor(ports, operating, definitions, signal);
	if (settled.kind !== 'settled') {
		return notSettled(settled, operating, made);
	}

	const isServed = await awaitKinds(ports, examined, {kinds, deadline}, signal);
	return isServed
		? undefined
		: {result: 'timed-out', message: `not served in time: ${kinds.map(({id}) => id.kind).join(', ')}`};
}

/** Of a resumed operation, what was made before counts too. */
function progress({operation, changes}: Operating, made: readonly Change[]): string {
	const total = operation.resources.length || operation.plan.changes.length;
	return `${total - changes.length + made.length} of ${total} changes were made`;
}

function endOf(outcomes: readonly Outcome[]): SyncEnd | undefined {
	const troubles = outcomes.flatMap(outcome => (outcome.kind === 'done' ? [] : [outcome]));
	if (troubles.length === 0) {
		return undefined;
	}

	const hasMoved = troubles.some(({kind}) => kind === 'moved');
	const patienceMs = Math.max(...troubles.map(trouble => (trouble.kind === 'failed' ? trouble.patienceMs : 0)));
	const isForbidden = troubles.every(trouble => trouble.kind === 'failed' && trouble.isForbidden);
	const message = troubles.map(trouble => trouble.message).join('; ');
	return {result: hasMoved ? 'stale' : 'failed', message, patienceMs, ...(isForbidden && {isForbidden})};
}

async function waitFor(
	{clock}: Ports,
	{examined: {site}, deadline, tell, heard, onProgress}: Operating,
	awaited: readonly Awaited[],
	signal: AbortSignal,
): Promise<Settled> {
	return settle(
		{
			site,
			clock,
			awaited,
			deadline,
			heard,
			onHealth(id, {status, message}) {
				const why = message === '' ? '' : `: ${message}`;
				tell({kind: status === 'Healthy' ? 'health' : 'waiting', resource: id, message: `is ${status}${why}`});
				if (status !== 'Healthy') {
					onProgress(`syncing: waiting for ${describe(id)}: ${message || status}`);
				}
			},
		},
		signal,
	);
}

/** Before a wave: everything that was done, and what was in place in earlier waves. */
function awaitedBefore({operating: {examined, isWhole}, group, made}: Walking): readonly Awaited[] {
	const changed = new Set(made.map(({id}) => keyOf(id)));
	const isBefore = (wave: number) => isWhole && group.phase === 'Sync' && wave < group.wave;
	return [
		...examined.compared
			.filter(({key, wave, change}) => changed.has(key) || (change === undefined && isBefore(wave)))
			.flatMap(awaited),
		...deletions(made),
	];
}

function awaitedAtEnd({examined, changes, isWhole}: Operating): readonly Awaited[] {
	const changed = new Set(changes.map(({id}) => keyOf(id)));
	return [
		...examined.compared
			.filter(({key, change}) => changed.has(key) || (isWhole && change === undefined))
			.flatMap(awaited),
		...deletions(changes),
	];
}

/** What has a problem, or is being deleted, would be waited for in vain. */
function awaited({key, id, problem, isHeld}: Compared): readonly Awaited[] {
	return problem || isHeld ? [] : [{key, id, isGoing: false}];
}

function deletions(changes: readonly Change[]): readonly Awaited[] {
	return changes.filter(({op}) => op === 'delete').map(({id}) => ({key: keyOf(id), id, isGoing: true}));
}

function notSettled(end: Exclude<Settled, {kind: 'settled'}>, operating: Operating, made: readonly Change[]): SyncEnd {
	switch (end.kind) {
		case 'degraded':
			return {result: 'failed', message: end.message};
		case 'timed-out':
			return {result: 'timed-out', message: `not healthy in time: ${end.message}`};
		case 'interrupted':
			return {result: 'interrupted', message: `interrupted while waiting for health: ${progress(operating, made)}`};
	}
}
