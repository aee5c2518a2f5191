import type {Answer, Question} from '../../../model/question.ts';
import {type Line, line} from '../../line.ts';
import type {Place} from '../../place.ts';
import type {Binding, Scene, Screen} from '../../screen.ts';
import type {Column} from '../../table.ts';
import {amountOf, Listing} from './listing.ts';
import {matcher} from './match.ts';
import {Memo} from './memo.ts';
import {emptyLines, staleLines, waitingLines} from './standing.ts';

type Selected<Row> = (scene: Scene) => Row | undefined;

type Options<Row> = {
	readonly place: Place;
	readonly crumb: string;
	readonly question: Question;
	/** In the order in which they are shown; undefined for the answer to another question. */
	readonly rowsOf: (answer: Answer) => readonly Row[] | undefined;
	/** `events of Pod shop/web`. */
	readonly what: string;
	/** Where there are none: why, and what to do. */
	readonly ifEmpty: readonly string[];
	/** What the filter looks for its text in. */
	readonly searched: (row: Row) => string;
	/** Tells rows apart while they change. */
	readonly idOf: (row: Row) => string;
	readonly columns: (rows: readonly Row[], scene: Scene) => readonly Column<Row>[];
	readonly bindings: (selected: Selected<Row>) => readonly Binding[];
};

/** A screen that shows the answer to one question as a table with a cursor and a filter. */
export class AnswerTable<Row> implements Screen {
	readonly place: Place;
	readonly crumb: string;
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #options: Options<Row>;
	readonly #all = new Memo<readonly Row[] | undefined>();
	readonly #matching = new Memo<readonly Row[]>();
	readonly #listing: Listing<Row>;

	constructor(options: Options<Row>) {
		const {place, crumb, question, idOf, columns, bindings} = options;
		this.place = place;
		this.crumb = crumb;
		this.#options = options;
		this.#listing = new Listing({
			rows: scene => this.#rowsOf(scene),
			idOf,
			columns,
			head: scene => staleLines(scene.reply(question)),
		});
		this.bindings = [...bindings(scene => this.#listing.selected(scene)), ...this.#listing.bindings()];
	}

	asks() {
		return [this.#options.question];
	}

	title(scene: Scene): Line {
		const {what} = this.#options;
		const amount = amountOf(this.#rowsOf(scene).length, this.#allOf(scene)?.length);
		return line(['title', `${what.charAt(0).toUpperCase()}${what.slice(1)}${amount}`]);
	}

	lines(scene: Scene): readonly Line[] {
		const {question, what, ifEmpty} = this.#options;
		const reply = scene.reply(question);
		const all = this.#allOf(scene);
		if (!all) {
			return waitingLines(reply, scene, `the ${what}`);
		}

		if (this.#rowsOf(scene).length > 0) {
			return this.#listing.lines(scene);
		}

		const words = all.length === 0 ? ifEmpty : [`Nothing matches /${this.filter}.`, 'Esc shows all again.'];
		const [why = '', ...advice] = words;
		return [...staleLines(reply), ...emptyLines(why, ...advice)];
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	#allOf(scene: Scene): readonly Row[] | undefined {
		const {question, rowsOf} = this.#options;
		const {answer} = scene.reply(question);
		return answer && this.#all.of([answer], () => rowsOf(answer));
	}

	#rowsOf(scene: Scene): readonly Row[] {
		const all = this.#allOf(scene);
		return this.#matching.of([all, this.filter], () => {
			const matches = matcher(this.filter);
			return (all ?? []).filter(row => matches(this.#options.searched(row)));
		});
	}
}
