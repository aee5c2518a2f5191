import type {Change} from '../model/change.ts';
import {count, someOf} from '../model/count.ts';
import type {SyncEnd} from '../model/engine.ts';
import type {Plan} from '../model/plan.ts';
import {type Problem, problemLines} from '../model/problem.ts';
import {describe, keyOf} from '../model/resource.ts';
import {waves} from '../plan/order.ts';
import type {AppState} from './app-state.ts';
import {describeDrift} from './drift.ts';
import type {Examined} from './examine.ts';

type Seen = {readonly state: AppState; readonly plan: Plan};

type Look = Seen & {readonly examined: Examined};

type Compared = Look & {readonly tookMs: number};

/** One change of one object, for what is told once. */
export function idOf({id, digest}: Change): string {
	return `${keyOf(id)} ${digest}`;
}

/** What was found, where it is another finding than the last; what an operation does is told by itself. */
export function newsOf({state, plan, examined}: Look): string | undefined {
	if (state.running || examined.compared.length + examined.leftovers.length === 0) {
		return undefined;
	}

	const message = describeFinding(plan, examined);
	return state.compared === `${plan.revision} ${message}` ? undefined : message;
}

export function tellCompared(look: Compared): void {
	const {state, plan, tookMs} = look;
	const message = newsOf(look);
	if (message !== undefined) {
		state.compared = `${plan.revision} ${message}`;
		state.tell({kind: 'compared', revision: plan.revision, message, durationMs: tookMs});
	}
}

/** `3 of 4 objects as declared, 1 not seen`: only what was compared is as declared. */
function describeFinding({changes, leftovers}: Plan, examined: Examined): string {
	const {compared} = examined;
	const all = count(compared.length + examined.leftovers.length, 'object');
	const unseen = compared.filter(({unseen: why}) => why !== undefined).length;
	const held = compared.filter(({isHeld}) => isHeld).length;
	const withProblem = compared.filter(({problem}) => problem !== undefined).length - unseen;
	const rest = [
		...(unseen > 0 ? [`${unseen} not seen`] : []),
		...(held > 0 ? [`${held} being deleted`] : []),
		...(withProblem > 0 ? [`${withProblem} with a problem`] : []),
	];
	const differing = changes.length + leftovers.length;
	if (differing > 0) {
		return [`${differing} of ${all} differ`, ...rest].join(', ');
	}

	const same = compared.length - unseen - held - withProblem;
	const found = `${rest.length > 0 ? `${same} of ` : ''}${all} as declared`;
	return same > 0 ? [found, ...rest].join(', ') : `of ${all} ${rest.join(', ')}`;
}

/** `3 changes in 2 waves: 2 to create, 1 to update`. */
export function describeChanges(changes: readonly Change[]): string {
	const many = waves(changes).length;
	const parts = (['create', 'update', 'replace', 'delete'] as const).flatMap(op => {
		const those = changes.filter(change => change.op === op).length;
		return those > 0 ? [`${those} to ${op}`] : [];
	});
	return `${count(changes.length, 'change')} in ${count(many, 'wave')}: ${parts.join(', ')}`;
}

type Retry = {
	readonly plan: Plan;
	readonly due: readonly Change[];
	readonly end: SyncEnd;
	/** In milliseconds. */
	readonly delay: number;
};

/** When what failed is tried again. */
export function describeRetry({plan, due, end: {message, isForbidden = false}, delay}: Retry): string {
	const what = someOf(due.map(({id}) => describe(id))) || plan.app;
	const when = isForbidden ? 'not tried before the right is there' : `tried again in ${delay / 1000} s`;
	return `what is still needed of ${what} is ${when}: ${message}`;
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

/** What is wrong beside the source, of which the catalog tells whether its cluster answers or not; and what is not any more. */
export function tellProblems({state, plan, examined}: Look, ofSource: readonly Problem[]): void {
	const problems = plan.problems.filter(problem => !ofSource.includes(problem));
	const said = [
		...problems.map(problem => ({...problem, subject: subjectOf(problem, examined)})),
		...plan.changes.flatMap(({id, forbidden: message}) => {
			const where = describe(id);
			return message === undefined ? [] : [{where, message, subject: where}];
		}),
	].map(one => ({...one, line: `${one.where}: ${one.message}`}));
	const now = new Map(said.map(({line, subject}) => [line, subject]));
	for (const message of problemLines(said.filter(({line}) => !state.problems.has(line)))) {
		state.tell({kind: 'problem', message});
	}

	// What is wrong with a file or with all of it hides what is wrong with objects: that is not solved by it.
	const isHiding = plan.problems.some(({scope}) => scope === 'application' || scope === 'file');
	const hidden = isHiding ? state.problems : [];
	tellSolved(state, new Set([...now.values(), ...new Map(hidden).values()]));
	state.problems = new Map([...hidden, ...now]);
}

/** What was told of that has no problem left. */
function tellSolved({problems, tell}: AppState, left: ReadonlySet<string>): void {
	const solved = [...new Set(problems.values())].filter(subject => !left.has(subject));
	if (solved.length > 0) {
		tell({kind: 'solved', message: `${someOf(solved)}: no problem any more`});
	}
}

/** The object, or the file: another problem of the same is none that was solved. */
function subjectOf(problem: Problem, {compared}: Examined): string {
	const object = compared.find(one => one.problem === problem);
	return object ? describe(object.id) : problem.where.replace(/:\d+$/, '');
}
