import type {Answer, Question} from '../../../model/question.ts';
import {type Line, line, type Span} from '../../line.ts';
import type {Place} from '../../place.ts';
import type {Binding, Scene, Screen} from '../../screen.ts';
import {Memo} from './memo.ts';
import {Pager, type Row} from './pager.ts';
import {staleLines, waitingLines} from './standing.ts';

type Options<View> = {
	readonly place: Place;
	readonly crumb: string;
	readonly question: Question;
	/** Undefined for the answer to another question. */
	readonly viewOf: (answer: Answer) => View | undefined;
	/** `operation 3 of payments`. */
	readonly what: string;
	readonly title: (view: View | undefined) => readonly Span[];
	readonly linesOf: (view: View, width: number) => readonly Line[];
	readonly bindings: (viewOf: (scene: Scene) => View | undefined) => readonly Binding[];
};

/** A screen that shows the answer to one question as a text that scrolls and is searched. */
export class AnswerPager<View> implements Screen {
	readonly place: Place;
	readonly crumb: string;
	readonly bindings: readonly Binding[];
	readonly #options: Options<View>;
	readonly #pager: Pager;
	readonly #rows = new Memo<readonly Row[]>();

	constructor(options: Options<View>) {
		const {place, crumb, question, bindings} = options;
		this.place = place;
		this.crumb = crumb;
		this.#options = options;
		this.#pager = new Pager(
			scene => this.#rowsOf(scene),
			scene => scene.height - staleLines(scene.reply(question)).length,
		);
		this.bindings = [...bindings(scene => this.#view(scene)), ...this.#pager.bindings()];
	}

	get filter(): string {
		return this.#pager.searched;
	}

	set filter(text: string) {
		this.#pager.searched = text;
	}

	asks() {
		return [this.#options.question];
	}

	title(scene: Scene): Line {
		return line(...this.#options.title(this.#view(scene)), ...this.#pager.state(scene));
	}

	lines(scene: Scene): readonly Line[] {
		const {question, what} = this.#options;
		const reply = scene.reply(question);
		return this.#view(scene) ? [...staleLines(reply), ...this.#pager.lines(scene)] : waitingLines(reply, scene, what);
	}

	escape(): boolean {
		return this.#pager.escape();
	}

	#view(scene: Scene): View | undefined {
		const {answer} = scene.reply(this.#options.question);
		return answer && this.#options.viewOf(answer);
	}

	#rowsOf(scene: Scene): readonly Row[] {
		const view = this.#view(scene);
		const {width} = scene;
		return this.#rows.of([view, width], () => (view ? this.#options.linesOf(view, width).map(each => [each]) : []));
	}
}
