import type {HistoryEntry} from '../../model/operation.ts';
import {oneLine} from '../../text/escape.ts';
import {localTime} from '../../text/time.ts';
import {widthOf} from '../../text/width.ts';
import {type Line, line, textOf} from '../line.ts';
import {none} from '../list.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import type {Column} from '../table.ts';
import {ageOf, resultSpan} from '../words.ts';
import {amountOf, Listing} from './parts/listing.ts';
import {matcher} from './parts/match.ts';
import {Memo} from './parts/memo.ts';
import {emptyLines, staleLines, waitingLines} from './parts/standing.ts';

/** The operations of an application and the switches that were turned, the newest first. */
export class History implements Screen {
	readonly place;
	readonly crumb: string;
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #question;
	readonly #rows = new Memo<readonly HistoryEntry[]>();
	readonly #listing = new Listing<HistoryEntry>({
		rows: scene => this.#rowsOf(scene),
		idOf: ({kind, id}) => `${kind}/${id}`,
		columns: historyColumns,
		head: scene => staleLines(scene.reply(this.#question)),
	});

	constructor(app: string) {
		this.place = {kind: 'history', app} as const;
		this.crumb = `history ${app}`;
		this.#question = {kind: 'history', app} as const;
		this.bindings = [
			{keys: ['enter'], hint: 'operation', help: 'the plan and the result of the operation', run: this.#open},
			{
				keys: ['t'],
				hint: 'stream',
				help: 'the reconcile loop of the application',
				run: () => [{kind: 'go', place: {kind: 'stream', app}}],
			},
			{keys: ['c'], hint: 'copy', help: 'copy the commit of the operation', run: this.#copy},
			...this.#listing.bindings(),
		];
	}

	asks() {
		return [this.#question];
	}

	title(scene: Scene): Line {
		const all = this.#all(scene)?.length;
		const shown = this.#rowsOf(scene).length;
		const amount = amountOf(shown, all);
		return line(['title', `History of ${this.place.app}${amount}`]);
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		const all = this.#all(scene);
		if (!all) {
			return waitingLines(reply, scene, `the history of ${this.place.app}`);
		}

		if (this.#rowsOf(scene).length > 0) {
			return this.#listing.lines(scene);
		}

		const empty =
			all.length === 0
				? emptyLines('Nothing was ever synced or switched here.', 'Esc goes back; s there shows what a sync would do.')
				: emptyLines(`Nothing matches /${this.filter}.`, 'Esc shows all of it.');
		return [...staleLines(reply), ...empty];
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	readonly #open = (scene: Scene): readonly Effect[] => {
		const entry = this.#listing.selected(scene);
		switch (entry?.kind) {
			case undefined:
				return none;
			case 'operation':
				return [{kind: 'go', place: {kind: 'operation', app: this.place.app, operation: entry.id}}];
			case 'switch':
				return [{kind: 'tell', tone: 'info', text: `${entry.message}, by ${entry.by}: there is no more to it`}];
		}
	};

	readonly #copy = (scene: Scene): readonly Effect[] => {
		const entry = this.#listing.selected(scene);
		return entry?.kind === 'operation' && entry.revision !== ''
			? [{kind: 'copy', text: entry.revision, what: entry.revision}]
			: none;
	};

	#all(scene: Scene): readonly HistoryEntry[] | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'history' ? answer.value : undefined;
	}

	#rowsOf(scene: Scene): readonly HistoryEntry[] {
		const all = this.#all(scene);
		return this.#rows.of([all, this.filter], () => {
			const matches = matcher(this.filter);
			return (all ?? []).filter(entry => matches(searchedText(entry)));
		});
	}
}

function searchedText(entry: HistoryEntry): string {
	const shown = [entry.time, entry.by, entry.message, textOf(resultOf(entry))];
	return (entry.kind === 'operation' ? [...shown, entry.revision, entry.digest] : shown).join('\n');
}

function resultOf(entry: HistoryEntry) {
	return entry.kind === 'operation' ? resultSpan(entry.result) : (['strong', 'switched'] as const);
}

function historyColumns(rows: readonly HistoryEntry[], {now, width}: Scene): readonly Column<HistoryEntry>[] {
	const widest = (
		text: (entry: HistoryEntry) => string,
		{least, most}: {readonly least: number; readonly most: number},
	) => Math.min(most, Math.max(least, ...rows.map(row => widthOf(oneLine(text(row))))));
	return [
		...(width >= 120 ? [{title: 'TIME', width: 19, cell: ({time}: HistoryEntry) => localTime(time)}] : []),
		{title: 'AGE', width: 4, align: 'right', cell: ({time}) => ageOf(time, now)},
		{title: 'REVISION', width: 8, cell: entry => (entry.kind === 'operation' ? entry.revision.slice(0, 7) : '')},
		{title: 'RESULT', width: widest(entry => textOf(resultOf(entry)), {least: 6, most: 17}), cell: resultOf},
		{title: 'BY', width: widest(({by}) => by, {least: 2, most: width < 120 ? 19 : 32}), cell: ({by}) => oneLine(by)},
		{
			title: 'DIGEST',
			width: 8,
			spare: 1,
			cell: entry => ['dim', entry.kind === 'operation' ? entry.digest.slice(0, 8) : ''],
		},
		{title: 'MESSAGE', width: 18, cell: ({message}) => oneLine(message)},
	];
}
