import type {Change} from '../model/change.ts';
import type {Plan} from '../model/plan.ts';
import type {Problem} from '../model/problem.ts';
import {keyOf} from '../model/resource.ts';
import type {AppState} from './app-state.ts';
import {describeDrift} from './drift.ts';

type Seen = {readonly state: AppState; readonly plan: Plan};

/** One change of one object, for what is told once. */
export function idOf({id, digest}: Change): string {
	return `${keyOf(id)} ${digest}`;
}

/** What differs behind Git's back. */
export function tellDrift({state, plan}: Seen): void {
	const isDrift = ({op, consents}: Change) => op !== 'delete' && consents.length === 0 && !state.running;
	const drifted = plan.changes.filter(isDrift);
	for (const change of drifted) {
		if (!state.told.has(idOf(change))) {
			state.tell({kind: 'drift', resource: change.id, message: describeDrift(change)});
		}
	}

	state.told = new Set(drifted.map(idOf));
}

/** That a person is asked, and why. */
export function tellAsked({state, plan}: Seen): void {
	const asked = plan.kind === 'awaiting-approval' ? `${plan.rendered} ${plan.reasons.join('; ')}` : undefined;
	if (asked !== undefined && asked !== state.asked) {
		const message = `awaits approval: ${plan.reasons.join('; ')}`;
		state.tell({kind: 'planned', revision: plan.revision, message});
	}

	state.asked = asked;
}

/** What is wrong beside the source, of which the catalog tells whether its cluster answers or not. */
export function tellProblems({state, plan}: Seen, ofSource: readonly Problem[]): void {
	const lines = plan.problems
		.filter(problem => !ofSource.includes(problem))
		.map(({where, message}) => `${where}: ${message}`);
	for (const line of lines.filter(one => !state.problems.has(one))) {
		state.tell({kind: 'problem', message: line});
	}

	state.problems = new Set(lines);
}
