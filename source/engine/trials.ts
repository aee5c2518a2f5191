import type {Change} from '../model/change.ts';
import {ForbiddenError, InvalidError} from '../model/operator-error.ts';
import type {Clock} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import type {Desired} from '../plan/desired.ts';
import {retryDelay} from './patience.ts';
import {rightsFor} from './permissions.ts';
import type {Site} from './sites.ts';

/** What the cluster refused, and when it is asked again, by `Clock.ticks`. */
export type Refused = {readonly problem: Problem; readonly askedAgainAt: number};

export type Tried = Change | Refused | undefined;

/** A dry-run, and what to make of it where it is refused, or not allowed. */
export type Trial = {
	readonly app: string;
	readonly ask: () => Promise<Change | undefined>;
	readonly refused: (error: unknown) => Problem;
	readonly untried: () => Change | undefined;
	readonly site: Site;
	readonly op: 'create' | 'update';
	readonly desired: Desired;
};

type Refusal = Refused & {
	readonly app: string;
	readonly tries: number;
	/** It is about the object; what stands in its way (a quota, its namespace) may go at any time. */
	readonly isOfObject: boolean;
};

/** Answers of dry-runs that are kept; beyond it they are asked for again. */
const mostAnswers = 10_000;

/** Answers of dry-runs, while neither side moves. What was refused is asked again now and then: a policy may go, and nothing tells. */
export class Trials {
	readonly #clock: Clock;
	readonly #answers = new Map<string, Change | undefined>();
	readonly #refusals = new Map<string, Refusal>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	async ask(question: string, trial: Trial, signal: AbortSignal): Promise<Tried> {
		if (this.#answers.has(question)) {
			return this.#answers.get(question);
		}

		const known = this.#refusals.get(question);
		if (known?.isOfObject && this.#clock.ticks() < known.askedAgainAt) {
			return known;
		}

		try {
			const answer = await trial.ask();
			this.#refusals.delete(question);
			keep(this.#answers, question, answer);
			return answer;
		} catch (error) {
			return this.#take(question, trial, error, signal);
		}
	}

	/** What this application was refused is asked at its next look. */
	askAgain(app: string): void {
		for (const [question, refusal] of this.#refusals) {
			if (refusal.app === app) {
				this.#refusals.set(question, {...refusal, askedAgainAt: 0});
			}
		}
	}

	async #take(
		question: string,
		{app, refused, untried, site, op, desired}: Trial,
		error: unknown,
		signal: AbortSignal,
	): Promise<Tried> {
		if (error instanceof ForbiddenError && error.isUnauthorized) {
			await site.rights.refuse(rightsFor(op, desired), signal);
			return untried();
		}

		const problem = refused(error);
		const tries = (this.#refusals.get(question)?.tries ?? 0) + 1;
		const askedAgainAt = this.#clock.ticks() + retryDelay(tries);
		const refusal = {app, problem, tries, askedAgainAt, isOfObject: error instanceof InvalidError};
		keep(this.#refusals, question, refusal);
		return refusal;
	}
}

function keep<Value>(all: Map<string, Value>, question: string, value: Value): void {
	if (all.size >= mostAnswers) {
		all.clear();
	}

	all.set(question, value);
}
