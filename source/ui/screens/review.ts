import type {Change} from '../../model/change.ts';
import type {Plan} from '../../model/plan.ts';
import type {Question} from '../../model/question.ts';
import {keyOf} from '../../model/resource.ts';
import {blank, type Line, line} from '../line.ts';
import {Cursor, cursorMovement, none} from '../list.ts';
import type {Place} from '../place.ts';
import {applying, syncTimeoutMs} from '../review/apply.ts';
import {Confirmation, resourcesOf} from '../review/confirmation.ts';
import {Desk} from '../review/desk.ts';
import {diffHead} from '../review/diff-head.ts';
import {DiffView, type Size} from '../review/diff-view.ts';
import {blocksInSight, planBlocks, planHead} from '../review/plan-list.ts';
import {confirmBindings, decisionBindings, diffBindings, planBindings, type Reviewing} from '../review/review-keys.ts';
import {absentLines, mostOfHead, targetOf, whyNotYet} from '../review/review-words.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import {staleLines, waitingLines} from './parts/standing.ts';

type ReviewPlace = Extract<Place, {kind: 'review'}>;

/** The plan of an application: what it would do, hunk by hunk, and a person's word on each of its changes. */
export class Review implements Screen, Reviewing {
	readonly place: ReviewPlace;
	readonly desk = new Desk();
	readonly diff = new DiffView();
	readonly #app: string;
	readonly #cursor = new Cursor();
	readonly #keys: Readonly<Record<'plan' | 'diff' | 'confirm', readonly Binding[]>>;
	#mode: 'plan' | 'diff';
	#question: Extract<Question, {kind: 'plan'}>;
	#confirmation: Confirmation | undefined;
	#top = 0;
	/** The change that was opened and is not drawn yet, and the one that is on the screen, by their digests. */
	#opened = '';
	#shown = '';
	#isApplying = false;

	constructor(place: ReviewPlace) {
		this.place = place;
		this.#app = place.app;
		this.#mode = place.mode;
		this.#question = {kind: 'plan', app: place.app, prune: false};
		this.#cursor.id = place.resource ?? '';
		const decide = decisionBindings(this, place.app);
		this.#keys = {
			plan: [...planBindings(this), ...decide, ...cursorMovement(this.#cursor, scene => this.#ids(scene))],
			diff: [...diffBindings(this), ...decide],
			confirm: confirmBindings(this),
		};
	}

	get bindings(): readonly Binding[] {
		return this.#keys[this.#confirmation ? 'confirm' : this.#mode];
	}

	get crumb(): string {
		return `${this.#mode} ${this.#app}`;
	}

	get isDiff(): boolean {
		return this.#mode === 'diff';
	}

	asks(): readonly Question[] {
		return [this.#question];
	}

	title(): Line {
		const word = this.#confirmation ? 'Confirm the sync' : this.isDiff ? 'Changes' : 'Plan';
		return line(['title', `${word} of ${this.#app}`], ['bad', this.#question.prune ? '  with prune' : '']);
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		if (reply.answer?.kind !== 'plan') {
			return waitingLines(reply, scene, `the plan of ${this.#app}`, this.#app);
		}

		const plan = reply.answer.value;
		this.desk.draw(plan);
		const [first] = plan.changes;
		// Even where problems stand above it.
		this.#cursor.id ||= first ? keyOf(first.id) : '';
		this.#confirmation?.check(plan.changes);
		const stale = staleLines(reply, scene.board.rows.get(this.#app));
		const refused = [...stale, ...absentLines(plan, this.place.resource)];
		return [...refused, ...this.#body(plan, {...scene, height: scene.height - refused.length})];
	}

	escape(): boolean {
		const isInner = this.#confirmation !== undefined || this.#mode !== this.place.mode;
		this.#mode = this.#confirmation ? this.#mode : this.place.mode;
		this.#confirmation = undefined;
		return isInner;
	}

	type(key: string): readonly Effect[] | undefined {
		if (!this.#confirmation || key === 'esc' || key === 'enter') {
			return undefined;
		}

		// Somebody may be in the middle of a name: no letter of it decides anything once the plan has moved.
		const isTaken = this.#confirmation.isVoid || (this.#confirmation.isTyped && this.#confirmation.type(key));
		return isTaken ? none : undefined;
	}

	paste(text: string): void {
		this.#confirmation?.insert(text);
	}

	isShown({digest}: Change): boolean {
		return this.isDiff && this.#shown === digest;
	}

	change(): Change | undefined {
		return this.desk.changes.find(({id}) => keyOf(id) === this.#cursor.id);
	}

	size({width, height}: Scene): Size {
		const change = this.change();
		const head = change ? this.#diffHead(change, {width, height}).length : 0;
		return {width, height: Math.max(1, height - head)};
	}

	openAt(change: Change, at: 'start' | 'end', scene: Scene): void {
		this.#cursor.id = keyOf(change.id);
		this.#opened = change.digest;
		this.diff.open(change, at, this.size(scene));
	}

	toggleMode(scene: Scene): readonly Effect[] {
		const change = this.change();
		if (this.isDiff || !change) {
			this.#mode = 'plan';
			return none;
		}

		this.#mode = 'diff';
		this.openAt(change, 'start', scene);
		return none;
	}

	togglePrune(): readonly Effect[] {
		if (this.desk.plan?.prune && !this.#question.prune) {
			return [{kind: 'tell', tone: 'info', text: `prune is on for ${this.#app}: its plans always have it`}];
		}

		const prune = !this.#question.prune;
		this.#question = {...this.#question, prune};
		const text = prune ? 'planning anew with prune: what is left over is deleted' : 'planning anew without prune';
		return [{kind: 'tell', tone: 'info', text}];
	}

	confirm(scene: Scene): readonly Effect[] {
		const isThere = scene.reply(this.#question).answer !== undefined;
		const obstacle = this.#isApplying ? 'a sync is on its way: t shows it' : whyNotYet(this.desk, isThere);
		if (obstacle !== undefined) {
			return [{kind: 'tell', tone: 'info', text: obstacle}];
		}

		this.#confirmation = new Confirmation(this.desk.approved);
		return none;
	}

	withdraw(): readonly Effect[] {
		this.#confirmation = undefined;
		return none;
	}

	apply({by}: Scene): readonly Effect[] {
		const {changes, plan} = this.desk;
		const confirmation = this.#confirmation;
		if (!confirmation || !plan || confirmation.isVoid) {
			return this.withdraw();
		}

		if (!confirmation.isConfirmed(this.#app)) {
			return confirmation.isTyped ? [{kind: 'tell', tone: 'bad', text: `not applied: that is not ${this.#app}`}] : none;
		}

		this.#confirmation = undefined;
		this.#isApplying = true;
		const resources = resourcesOf(confirmation.changes, changes);
		const question = {
			kind: 'sync',
			app: this.#app,
			digest: plan.digest,
			resources,
			by,
			timeoutMs: syncTimeoutMs,
		} as const;
		return applying(question, confirmation.changes.length, () => {
			this.#isApplying = false;
		});
	}

	#body(plan: Plan, scene: Scene): readonly Line[] {
		if (this.#confirmation) {
			return this.#confirmation.lines(targetOf(plan, scene.board), plan.changes, scene.height);
		}

		if (this.isDiff) {
			// What went from the plan while it was open leaves its neighbour.
			const ids = plan.changes.map(({id}) => keyOf(id));
			this.#cursor.settle(ids, scene.height);
		}

		const change = this.isDiff ? this.change() : undefined;
		this.#shown = change?.digest ?? '';
		return change ? this.#diffLines(change, scene) : this.#planLines(plan, scene);
	}

	#diffLines(change: Change, scene: Scene): readonly Line[] {
		// Not before it is drawn: keys that were typed ahead approve nothing that moved.
		if (this.#opened === change.digest) {
			this.#opened = '';
			this.desk.look(change);
		}

		return [...this.#diffHead(change, scene), ...this.diff.lines(change, this.size(scene))];
	}

	#planLines(plan: Plan, scene: Scene): readonly Line[] {
		const {context} = targetOf(plan, scene.board);
		const head = planHead(plan, this.desk, {context, width: scene.width}).slice(0, mostOfHead(scene));
		const blocks = planBlocks(plan, this.desk, scene.width);
		const {index} = this.#cursor.settle(
			blocks.map(({id}) => id),
			scene.height,
		);
		const sight = blocksInSight(blocks, index, {top: this.#top, height: scene.height - head.length});
		this.#top = sight.top;
		return blocks.length === 0
			? [...head, blank, line(['dim', '  Git and the cluster agree: nothing to apply, and nothing is left over.'])]
			: [...head, ...sight.lines];
	}

	#diffHead(change: Change, size: Size): readonly Line[] {
		return diffHead(change, this.desk, this.diff, size).slice(0, mostOfHead(size));
	}

	#ids({width}: Scene): readonly string[] {
		const {plan} = this.desk;
		return plan ? planBlocks(plan, this.desk, width).map(({id}) => id) : [];
	}
}
