import type {Plan} from '../model/plan.ts';
import type {Clock} from '../model/ports.ts';
import {describe, keyOf} from '../model/resource.ts';
import {shortRevision} from '../model/revision.ts';
import type {AppState, Failure} from './app-state.ts';
import type {Attempt} from './attempt.ts';
import {secondOf, sinceWhen, timeOf} from './loss.ts';
import {describeFight} from './repairs.ts';

/** What is to be said of the past beside what is seen now. */
export type Past = {
	/** When the last operation ended; ISO 8601, UTC. */
	readonly syncedAt: string;
	/** Why what differs still does, in words; empty where nothing is known to stand in its way. */
	readonly hindrance: string;
};

export function pastOf(last: Attempt | undefined, revision: string): Past {
	if (last === undefined) {
		return {syncedAt: '', hindrance: ''};
	}

	const {endedAt, failure} = last;
	const what = last.revision === revision ? '' : `, of ${shortRevision(last.revision)},`;
	const failed = `the last sync${what} failed at ${secondOf(Date.parse(endedAt))}: ${failure}`;
	return {syncedAt: endedAt, hindrance: failure === '' ? '' : failed};
}

/** The same for who tries again by himself. */
export function pastOfOwn(
	{failure, application: {policy}}: AppState,
	last: Attempt | undefined,
	revision: string,
): Past {
	const past = pastOf(last, revision);
	return failure && policy.automated ? {...past, hindrance: describeFailure(failure)} : past;
}

function describeFailure({count, since, message, nextAt}: Failure): string {
	const times = count === 1 ? 'once' : `${count} times`;
	return `the last sync failed ${times} ${sinceWhen(since)}: ${message}; tried again at ${timeOf(nextAt)}`;
}

/** Whose changes are not repaired at once any more, and when they are; empty where there is nobody. */
export function fightIn({patience}: AppState, {changes}: Plan, clock: Clock): string {
	const now = clock.ticks();
	const waiting = changes
		.map(change => ({change, dueAt: patience.dueAt(keyOf(change.id), now)}))
		.filter(({change, dueAt}) => change.forbidden === undefined && dueAt > now)
		.toSorted((a, b) => a.dueAt - b.dueAt);
	const [first] = waiting;
	if (first === undefined) {
		return '';
	}

	const {change, dueAt} = first;
	const fight = describeFight(change, patience.rounds(keyOf(change.id), now));
	return `${describe(change.id)} ${fight}; the next repair is at ${timeOf(dueAt - now + clock.now())}`;
}
