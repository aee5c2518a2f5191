import type {Application} from '../model/application.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Answer, AnswerTo, Question, QuestionKind} from '../model/question.ts';
import {create, preview} from './drafting.ts';
import type {Examined} from './examine.ts';
import {BlockedApplication} from './examiner.ts';
import {logsOf} from './logs.ts';
import {demandEvents, EventFeed, listEvents} from './object-events.ts';
import {objectView} from './object-view.ts';
import {detailsOf, renderView} from './rows.ts';
import type {Run, Running} from './run.ts';
import type {Site} from './sites.ts';
import {unread} from './sourced.ts';
import {placesOf, treeOf, unseenOwned} from './tree.ts';
import type {Viewer} from './viewer.ts';

export type Answering = {
	readonly running: Running;
	readonly viewer: Viewer;
	readonly run: Run;
	readonly isReadOnly: boolean;
	readonly signal: AbortSignal;
};

/** Something that may be answered again and again. */
export type View = {answer(): Promise<Answer>};

type Ask<K extends QuestionKind> = Extract<Question, {kind: K}>;

/** Answers to what the interface asks, while the loop runs. */
export class Answers {
	readonly #answering: Answering;

	constructor(answering: Answering) {
		this.#answering = answering;
	}

	/** Once. */
	async answer(question: Question): Promise<Answer> {
		const {kind} = question;
		switch (kind) {
			case 'tree':
				return {kind, value: await this.#tree(question.app)};
			case 'render':
				return {kind, value: await this.#render(question.app)};
			case 'object':
				return {kind, value: await this.#object(question)};
			case 'events':
				return {kind, value: await listEvents(await this.#site(question.app), question.id, this.#answering.signal)};
			case 'logs':
				return {kind, value: await logsOf(await this.#site(question.app), question, this.#answering.signal)};
			case 'plan':
				return {kind, value: await this.#plan(question)};
			case 'history':
				return {kind, value: this.#answering.running.ports.store.history(this.#named(question.app).name)};
			case 'operation':
				return {kind, value: this.#operation(question)};
			case 'sync':
			case 'switch':
			case 'preview':
			case 'create':
				return this.#act(question);
		}
	}

	/** For answering anew until the signal; `onChange` tells of what nobody else does. */
	async view(question: Question, onChange: () => void, signal: AbortSignal): Promise<View> {
		if (question.kind === 'events') {
			const site = await this.#site(question.app);
			await demandEvents(site, question.id, signal);
			const feed = new EventFeed(site, question.id, {onChange, signal});
			return {answer: async () => ({kind: 'events', value: await feed.now()})};
		}

		if (question.kind === 'tree') {
			return {answer: async () => ({kind: 'tree', value: await this.#tree(question.app, signal)})};
		}

		return {answer: () => this.answer(question)};
	}

	/** Nobody looks at the application's objects any more. */
	release(app: string): void {
		this.#answering.run.look(app, new Set());
	}

	async #act(question: Ask<'sync' | 'switch' | 'preview' | 'create'>): Promise<Answer> {
		const {running, run, isReadOnly, signal} = this.#answering;
		const {kind} = question;
		if (kind === 'preview') {
			return {kind, value: await preview(running, question, signal)};
		}

		if (isReadOnly) {
			throw new OperatorError(`this is read-only: ${refused[kind]}`, {advice: 'Start trueup without --read-only'});
		}

		switch (kind) {
			case 'sync':
				this.#answering.viewer.keepShown(question.app, question.digest);
				return {kind, value: await run.sync(question)};
			case 'switch':
				return {kind, value: running.configuration.turn(question.app, question.policy, question.by)};
			case 'create':
				return {kind, value: await create(running, question, signal)};
		}
	}

	#named(app: string): Application {
		return this.#answering.running.configuration.named(app);
	}

	async #site(app: string): Promise<Site> {
		const {running, run, signal} = this.#answering;
		const application = this.#named(app);
		await run.ready(application);
		const site = await running.sites.of(application, signal);
		if ('blocked' in site) {
			throw new OperatorError(site.blocked.message);
		}

		return site;
	}

	#examine(application: Application): Promise<Examined> {
		const {viewer, signal} = this.#answering;
		return viewer.examine(application, {rigour: 'judge'}, signal);
	}

	/** What it made is followed until `followed`. */
	async #tree(app: string, followed?: AbortSignal): Promise<AnswerTo<'tree'>> {
		const {viewer, run, signal} = this.#answering;
		const application = this.#named(app);
		try {
			const examined = await this.#examine(application);
			// Whoever looked may be gone by now: what was released stays so.
			if (followed && !followed.aborted) {
				run.look(app, placesOf(examined));
			}

			const {resourceRows, ...details} = await detailsOf(examined, viewer.past(examined), signal);
			const nodes = await treeOf(examined, resourceRows, signal);
			const {message, isStale, outage} = run.shown(app) ?? details;
			const remarks = [...details.remarks, ...(await unseenOwned(examined, signal))];
			return {...details, message, isStale, ...(outage && {outage}), remarks, nodes};
		} catch (error) {
			// A cluster that does not answer leaves the last tree in place.
			if (!(error instanceof BlockedApplication)) {
				throw error;
			}

			const {resourceRows: _, ...details} = viewer.unknown(application, error);
			return {...details, nodes: []};
		}
	}

	async #render(app: string): Promise<AnswerTo<'render'>> {
		const {running, run} = this.#answering;
		const application = this.#named(app);
		await run.ready(application);
		return renderView(application, running.catalog.of(application) ?? unread);
	}

	async #object({app, id}: Ask<'object'>): Promise<AnswerTo<'object'>> {
		const {running, signal} = this.#answering;
		const examined = await this.#examine(this.#named(app));
		return objectView({examined, secretKey: running.ports.store.secretKey}, id, signal);
	}

	async #plan({app, prune}: Ask<'plan'>): Promise<AnswerTo<'plan'>> {
		const {viewer, signal} = this.#answering;
		const plan = await viewer.plan(this.#named(app), {prune}, signal);
		viewer.show(plan);
		return plan;
	}

	#operation({app, operation: id}: Ask<'operation'>): AnswerTo<'operation'> {
		const {store, clock} = this.#answering.running.ports;
		const found = store.operation(this.#named(app).name, id);
		if (!found) {
			throw new UsageError(`no operation ${id} of application ${app} is kept`);
		}

		const {operation, entry} = found;
		const until = entry.result === 'running' ? clock.now() : Date.parse(entry.time) + tellingMs;
		const events = store.events(app, operation.startedAt, new Date(until).toISOString());
		const start = events.findIndex(({kind}) => kind === 'started');
		const end = events.findIndex(({kind}, index) => kind === 'finished' && index > start);
		return {operation, entry, events: end < 0 ? events : events.slice(0, end + 1)};
	}
}

/** The end of an operation is told after it was written down; by then so much time has passed at the most. */
const tellingMs = 1000;

const refused = {
	sync: 'nothing is applied',
	switch: 'switches stay as they are',
	create: 'no application is created',
} as const;
