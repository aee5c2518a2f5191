import type {Change} from '../model/change.ts';
import type {Result} from '../model/event.ts';
import {keyOf, type ResourceKey} from '../model/resource.ts';
import type {AppState} from './app-state.ts';
import {fightRounds} from './patience.ts';

type Repairs = {readonly state: AppState; readonly due: readonly Change[]};

/** A repair of each of these objects begins; who keeps changing one is named. */
export function noteRepairs({state, due, now}: Repairs & {readonly now: number}): void {
	for (const change of due) {
		const rounds = state.patience.note(keyOf(change.id), now);
		if (rounds >= fightRounds) {
			const message = `${describeFight(change, rounds)}; the next repair waits longer`;
			state.tell({kind: 'fight', resource: change.id, message});
		}
	}
}

/** `was repaired 3 times lately: kubectl-edit (Update) keeps changing it`. */
export function describeFight({fields}: Change, rounds: number): string {
	const who = [...new Set(fields.flatMap(({managers}) => managers))].join(', ') || 'somebody';
	return `was repaired ${rounds} times lately: ${who} keeps changing it`;
}

/** A repair that was refused or never came to be made says nothing about somebody who fights it. */
export function takeBackRepairs(
	{state, due}: Repairs,
	written: ReadonlyMap<ResourceKey, string>,
	result: Result,
): void {
	const isMade = ({op, id}: Change) => written.has(keyOf(id)) || (op === 'delete' && result === 'succeeded');
	for (const change of due) {
		if (!isMade(change)) {
			state.patience.takeBack(keyOf(change.id));
		}
	}
}
