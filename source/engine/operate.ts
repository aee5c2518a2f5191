import type {Change} from '../model/change.ts';
import type {SyncEnd} from '../model/engine.ts';
import type {Operation, Step} from '../model/operation.ts';
import type {Ports} from '../model/ports.ts';
import {keyOf} from '../model/resource.ts';
import {tiers, waves} from '../plan/order.ts';
import type {Applier, Outcome} from './applier.ts';
import type {Compared, Examined} from './examine.ts';
import {type Awaited, type Settled, settle} from './settle.ts';
import type {Tell} from './tell.ts';

export type Operating = {
	readonly examined: Examined;
	/** What is going to be done: changes of the examination. */
	readonly changes: readonly Change[];
	readonly operation: Operation;
	/** Whether the whole application is waited for; otherwise only what is changed. */
	readonly isWhole: boolean;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	readonly applier: Applier;
	readonly tell: Tell;
};

type Group = ReturnType<typeof waves>[number];

/** How an operation ended, and whether all its changes were made by then. */
export type Walked = {readonly end: SyncEnd; readonly isApplied: boolean};

/** Walks an operation's waves: applies, waits until healthy, goes on. The signal ends it between requests. */
export async function operate(ports: Ports, operating: Operating, signal: AbortSignal): Promise<Walked> {
	const groups = waves(operating.changes);
	const done: Change[] = [];
	for (const group of groups) {
		if (groups.length > 1) {
			const message = `${group.phase} wave ${group.wave}: ${group.changes.length} changes`;
			operating.tell({kind: 'wave', message});
		}

		const end = await walkWave(ports, {operating, group, done}, signal);
		if (end) {
			return {end, isApplied: false};
		}

		done.push(...group.changes);
	}

	const settled = await waitFor(ports, operating, awaitedAtEnd(operating), signal);
	const isWell = settled.kind === 'settled';
	const end = isWell ? ({result: 'succeeded', message: 'synced and healthy'} as const) : notSettled(settled);
	return {end, isApplied: true};
}

type Walking = {readonly operating: Operating; readonly group: Group; readonly done: readonly Change[]};

/** One wave; says how the operation ends, if it ends here. */
async function walkWave(
	ports: Ports,
	{operating, group, done}: Walking,
	signal: AbortSignal,
): Promise<SyncEnd | undefined> {
	const trouble = await applyWave(ports, operating, group.changes, signal);
	const isLast = done.length + group.changes.length === operating.changes.length;
	if (trouble || isLast) {
		return trouble;
	}

	const settled = await waitFor(ports, operating, awaitedAfter(operating, [...done, ...group.changes], group), signal);
	return settled.kind === 'settled' ? undefined : notSettled(settled);
}

async function applyWave(
	{store}: Ports,
	{operation, applier, changes: all}: Operating,
	changes: readonly Change[],
	signal: AbortSignal,
): Promise<SyncEnd | undefined> {
	const outcomes: Outcome[] = [];
	const step = ({id, op, wave}: Change, state: Step['state']) =>
		store.step(operation.id, {key: keyOf(id), op, wave, state});
	for (const tier of tiers(changes)) {
		if (signal.aborted) {
			return {result: 'interrupted', message: `interrupted; ${all.length} changes were asked for`};
		}

		outcomes.push(
			...(await Promise.all(
				tier.map(async change => {
					step(change, 'started');
					const outcome = await applier.apply(change);
					step(change, outcome.kind === 'done' ? 'done' : 'failed');
					return outcome;
				}),
			)),
		);
	}

	return endOf(outcomes);
}

function endOf(outcomes: readonly Outcome[]): SyncEnd | undefined {
	const troubles = outcomes.flatMap(outcome => (outcome.kind === 'done' ? [] : [outcome]));
	if (troubles.length === 0) {
		return undefined;
	}

	const hasMoved = troubles.some(({kind}) => kind === 'moved');
	return {result: hasMoved ? 'stale' : 'failed', message: troubles.map(({message}) => message).join('; ')};
}

async function waitFor(
	{clock}: Ports,
	{examined: {site}, deadline, tell}: Operating,
	awaited: readonly Awaited[],
	signal: AbortSignal,
): Promise<Settled> {
	return settle(
		{
			site,
			clock,
			awaited,
			deadline,
			onHealth(id, {status, message}) {
				const why = message === '' ? '' : `: ${message}`;
				tell({kind: status === 'Healthy' ? 'health' : 'waiting', resource: id, message: `is ${status}${why}`});
			},
		},
		signal,
	);
}

/** After a wave: everything up to it, what was in place before included. */
function awaitedAfter({examined, isWhole}: Operating, done: readonly Change[], group: Group): readonly Awaited[] {
	const changed = new Set(done.map(({id}) => keyOf(id)));
	const isBefore = (wave: number) => group.phase === 'Sync' && wave <= group.wave;
	return [
		...examined.compared
			.filter(({key, wave, change}) => changed.has(key) || (isWhole && isBefore(wave) && change === undefined))
			.flatMap(awaited),
		...deletions(done),
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

function notSettled(end: Exclude<Settled, {kind: 'settled'}>): SyncEnd {
	switch (end.kind) {
		case 'degraded':
			return {result: 'failed', message: end.message};
		case 'timed-out':
			return {result: 'timed-out', message: `not healthy in time: ${end.message}`};
		case 'interrupted':
			return {result: 'interrupted', message: 'interrupted while waiting for health'};
	}
}
