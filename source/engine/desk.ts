import {OperatorError} from '../model/operator-error.ts';
import type {Clock} from '../model/ports.ts';
import type {Message} from '../model/protocol.ts';
import type {Answer, Question} from '../model/question.ts';
import {canonical} from '../plan/canonical.ts';
import type {Answers, View} from './answers.ts';
import {outcomeOf} from './viewer.ts';

type Open = {
	readonly id: number;
	readonly question: Question;
	readonly stop: AbortController;
	view: View | undefined;
	isDirty: boolean;
	wake: () => void;
	/** What was said last, in comparable form. */
	said: string;
	failures: number;
	/** Asked again after so many milliseconds even where nothing that is watched has moved. */
	pace: number | undefined;
};

type Sitting = {
	readonly answers: Answers;
	readonly clock: Clock;
	readonly send: (message: Message) => void;
	/** Ends what is live. */
	readonly signal: AbortSignal;
};

/** Between two answers to one live question, in milliseconds; one that took longer waits as long as it took. */
const shortestGap = 100;

/** The same for plans, whose dry-runs the cluster answers. */
const planGap = 250;

/** Output is asked for again after this many milliseconds. */
const logPace = 1000;

/** A plan that creates is made again after this many milliseconds, and so many for each of its changes. */
const leastPlanPace = 1000;
const planPaceEach = 100;

/** By how many failures there were in a row, in milliseconds. */
const patience = [1000, 2000, 5000, 10_000, 30_000] as const;

/** Where questions come in, and answers go out: once, or whenever they change until nobody wants them any more. */
export class Desk {
	readonly #sitting: Sitting;
	readonly #open = new Map<number, Open>();

	constructor(sitting: Sitting) {
		this.#sitting = sitting;
	}

	ask(id: number, question: Question, {isLive}: {readonly isLive: boolean}): void {
		if (isLive) {
			this.drop(id);
			void this.#follow(id, question);
		} else {
			void this.#answerOnce(id, question);
		}
	}

	drop(id: number): void {
		const dropped = this.#open.get(id);
		if (dropped) {
			this.#open.delete(id);
			dropped.stop.abort();
			dropped.wake();
			const {kind, app} = placeOf(dropped.question);
			const others = [...this.#open.values()].map(({question}) => placeOf(question));
			if (kind === 'tree' && !others.some(other => other.kind === 'tree' && other.app === app)) {
				this.#sitting.answers.release(app);
			}
		}
	}

	/** Something of the application moved; of the engine as a whole where it is empty. */
	onMoved(app: string): void {
		for (const open of this.#open.values()) {
			if (app === '' || placeOf(open.question).app === app) {
				dirty(open);
			}
		}
	}

	async #answerOnce(id: number, question: Question): Promise<void> {
		const {answers, send} = this.#sitting;
		try {
			send({kind: 'answer', id, answer: await answers.answer(question)});
		} catch (error) {
			send({kind: 'refused', id, ...refusalOf(error)});
		}
	}

	async #follow(id: number, question: Question): Promise<void> {
		const stop = new AbortController();
		const open: Open = {
			...{id, question, stop, view: undefined, isDirty: false, wake: () => undefined},
			...{said: '', failures: 0, pace: undefined},
		};
		this.#open.set(id, open);
		const signal = AbortSignal.any([stop.signal, this.#sitting.signal]);
		const {clock} = this.#sitting;
		while (!signal.aborted) {
			open.isDirty = false;
			const started = clock.now();
			await this.#answer(open, signal);
			const took = clock.now() - started;
			const gap = question.kind === 'plan' ? planGap : shortestGap;
			await clock.sleep(Math.max(gap, took), signal).catch(() => undefined);
			await this.#untilDue(open, signal);
		}
	}

	async #answer(open: Open, signal: AbortSignal): Promise<void> {
		const {answers} = this.#sitting;
		try {
			open.view ??= await answers.view(open.question, () => dirty(open), signal);
			const answer = await open.view.answer();
			open.failures = 0;
			open.pace = paceOf(answer);
			this.#say(open, comparable(answer), {kind: 'answer', id: open.id, answer});
		} catch (error) {
			open.failures++;
			const refusal = {...refusalOf(error), againInMs: waitAfter(open.failures)};
			this.#say(open, canonical(refusal), {kind: 'refused', id: open.id, ...refusal});
		}
	}

	/** What is no news, or comes too late, is not said. */
	#say(open: Open, said: string, message: Message): void {
		if (open.said !== said && this.#open.get(open.id) === open) {
			open.said = said;
			this.#sitting.send(message);
		}
	}

	async #untilDue(open: Open, signal: AbortSignal): Promise<void> {
		const wait = waitOf(open);
		const moved = new Promise<void>(resolve => {
			open.wake = resolve;
		});
		if (open.isDirty || signal.aborted) {
			return;
		}

		const due = new AbortController();
		const ended = AbortSignal.any([due.signal, signal]);
		const alarm = wait === undefined ? untilAborted(ended) : this.#sitting.clock.sleep(wait, ended);
		await Promise.race([moved, alarm.catch(() => undefined)]);
		due.abort();
	}
}

function dirty(open: Open): void {
	open.isDirty = true;
	open.wake();
}

/** After so long it is asked again even where nothing moved. */
function waitOf({failures, pace}: Open): number | undefined {
	return failures > 0 ? waitAfter(failures) : pace;
}

function waitAfter(failures: number): number {
	return patience[Math.min(failures, patience.length) - 1] ?? 0;
}

/**
 * Output of a container can't be watched. Neither can an object that bears no mark: somebody may make what a plan creates,
 * and whoever looks at that plan has to see it.
 */
function paceOf({kind, value}: Answer): number | undefined {
	if (kind === 'plan' && value.changes.some(({op}) => op === 'create')) {
		return Math.max(leastPlanPace, value.changes.length * planPaceEach);
	}

	return kind === 'logs' ? logPace : undefined;
}

function untilAborted(signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		signal.addEventListener('abort', () => resolve(), {once: true});
	});
}

/** Versions that move with each status make no plan another one. */
function comparable({kind, value}: Answer): string {
	return `${kind} ${kind === 'plan' ? outcomeOf(value) : canonical(value)}`;
}

function placeOf(question: Question): {readonly kind: Question['kind']; readonly app: string} {
	const {kind} = question;
	return {kind, app: 'app' in question ? question.app : ''};
}

function refusalOf(error: unknown): {readonly message: string; readonly advice: string} {
	if (error instanceof OperatorError) {
		return {message: error.message, advice: error.advice};
	}

	const message = error instanceof Error ? error.message : String(error);
	return {message: `internal error: ${message}`, advice: ''};
}
