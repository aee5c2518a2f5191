import {count} from '../../model/count.ts';
import {healthRanks} from '../../model/health.ts';
import type {Row, SyncStatus} from '../../model/row.ts';
import {oneLine} from '../../text/escape.ts';
import {widthOf} from '../../text/width.ts';
import {blank, type Line, line} from '../line.ts';
import {Cursor, cursorMovement, none} from '../list.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import {type Column, fitColumns, headLine, rowLine} from '../table.ts';
import {ageOf, healthSpan, syncSpan} from '../words.ts';
import {autoSpan, longestOf, messageSpan, revisionOf, shownOf} from './parts/application-cells.ts';
import {matcher} from './parts/match.ts';
import {detailLines} from './parts/wrap.ts';

type SortKey = 'name' | 'project' | 'sync' | 'health' | 'age';

type Sorting = {readonly by: SortKey; readonly isDescending: boolean};

const syncRanks = ['OutOfSync', 'Unknown', 'Synced'] as const satisfies readonly SyncStatus[];

const orders: Readonly<Record<SortKey, (a: Row, b: Row) => number>> = {
	name: () => 0,
	project: (a, b) => compare(a.project, b.project),
	sync: (a, b) => syncRanks.indexOf(a.sync) - syncRanks.indexOf(b.sync),
	health: (a, b) => healthRanks.indexOf(b.health) - healthRanks.indexOf(a.health),
	age: (a, b) => compare(b.syncedAt, a.syncedAt),
};

/** What filter and sorting leave, worked out once for what they were made of. */
type Shown = ReturnType<typeof longestOf> & {
	readonly key: readonly unknown[];
	readonly rows: readonly Row[];
	readonly names: readonly string[];
};

/** The list of all applications. */
export class Applications implements Screen {
	readonly place = {kind: 'applications'} as const;
	readonly crumb = 'applications';
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #cursor = new Cursor();
	#sorting: Sorting = {by: 'name', isDescending: false};
	#hasProblemsOnly = false;
	/** Whether all applications have been here. */
	#isRead = false;
	#shown: Shown = {key: [], rows: [], names: [], ...longestOf([])};

	constructor() {
		const sorted = (by: SortKey, key: string): Binding => ({
			keys: [key],
			help: `sort by ${by}, again to turn it round`,
			run: () => this.#sort(by),
		});
		this.bindings = [
			{keys: ['enter'], hint: 'resources', help: 'the resources of the application', run: this.#go('resources')},
			{keys: ['d'], hint: 'diff', help: 'step through what a sync would change', run: this.#review('diff')},
			{keys: ['s'], hint: 'sync', help: 'the plan: approve and sync', run: this.#review('plan')},
			{keys: ['t'], hint: 'stream', help: 'the reconcile loop of the application', run: this.#go('stream')},
			{keys: ['h'], hint: 'history', help: 'the history of the application', run: this.#go('history')},
			{keys: ['o'], hint: 'switches', help: 'auto-sync, prune and self-heal', run: this.#go('switches')},
			{keys: ['r'], hint: 'refresh', help: 'ask the repository now, and compare again', run: this.#refresh},
			{
				keys: ['n'],
				hint: 'new',
				help: 'a new application',
				mutates: true,
				run: () => [{kind: 'go', place: {kind: 'form'}}],
			},
			{keys: ['!'], hint: 'problems', help: 'only what is not Synced and Healthy', run: this.#toggleProblems},
			{keys: ['c'], help: "copy the application's name", run: this.#copy},
			sorted('name', 'N'),
			sorted('project', 'P'),
			sorted('sync', 'S'),
			sorted('health', 'H'),
			sorted('age', 'A'),
			...cursorMovement(this.#cursor, scene => this.#visible(scene).names),
		];
	}

	asks(): readonly never[] {
		return [];
	}

	title(scene: Scene): Line {
		const all = scene.board.rows.size;
		const {names} = this.#visible(scene);
		const shown = names.length === all ? `${all}` : `${names.length} of ${all}`;
		return line(
			['title', `Applications (${shown})`],
			...(this.#hasProblemsOnly ? [['warning', '  problems only'] as const] : []),
		);
	}

	lines(scene: Scene): readonly Line[] {
		const {rows, names} = this.#visible(scene);
		if (rows.length === 0) {
			return this.#emptyLines(scene);
		}

		this.#begin(scene);
		const columns = fitColumns(this.#columns(scene), scene.width);
		const selected = rows[this.#cursor.settle(names, scene.height - 1).index];
		const message = oneLine(selected?.message ?? '');
		const isCut = widthOf(message) > (columns.at(-1)?.width ?? 0);
		const detail = isCut ? detailLines(message, scene) : [];
		const height = scene.height - 1 - detail.length;
		const {index, top} = this.#cursor.settle(names, height);
		const shown = rows.slice(top, top + height).map((row, offset) => rowLine(columns, row, top + offset === index));
		const room = Array.from({length: height - shown.length}, () => blank);
		return [headLine(columns), ...shown, ...room, ...detail];
	}

	/** As long as some of them are missing, nobody can have meant the one that happened to come first. */
	#begin({board: {rows, hello}}: Scene): void {
		if (!this.#isRead && !this.#cursor.isMoved) {
			this.#cursor.start();
		}

		this.#isRead ||= rows.size >= (hello?.applications.length ?? 0);
	}

	escape(): boolean {
		if (this.filter === '' && !this.#hasProblemsOnly) {
			return false;
		}

		this.filter = '';
		this.#hasProblemsOnly = false;
		return true;
	}

	#emptyLines({board}: Scene): readonly Line[] {
		const {hello, rows} = board;
		if (rows.size > 0) {
			const what =
				this.filter === '' ? 'Every application is Synced and Healthy.' : `No application matches /${this.filter}.`;
			return [line(''), line(`  ${what}`), line(['dim', '  Esc shows all of them.'])];
		}

		const waiting =
			hello === undefined ? 'Starting the engine' : `Reading ${count(hello.applications.length, 'application')}`;
		return [line(''), line(['busy', `  ${waiting} …`])];
	}

	#visible({board: {rows}}: Scene): Shown {
		const key = [rows, this.filter, this.#sorting, this.#hasProblemsOnly];
		if (key.some((part, index) => part !== this.#shown.key[index])) {
			const matches = matcher(this.filter);
			const found = [...rows.values()].filter(
				row => matches(shownOf(row)) && (!this.#hasProblemsOnly || isProblem(row)),
			);
			const order = orders[this.#sorting.by];
			found.sort((a, b) => order(a, b) || compare(a.name, b.name));
			const sorted = this.#sorting.isDescending ? found.reverse() : found;
			this.#shown = {key, rows: sorted, names: sorted.map(({name}) => name), ...longestOf(sorted)};
		}

		return this.#shown;
	}

	#columns({now, width}: Scene): readonly Column<Row>[] {
		const {longest, longestProject, longestRevision} = this.#shown;
		return [
			{
				title: 'NAME',
				width: Math.min(longest, Math.floor(width / 3)),
				cell: ({name}) => name,
				...this.#mark('name'),
			},
			{
				title: 'PROJECT',
				width: Math.max('PROJECT↑'.length, Math.min(longestProject, 20)),
				spare: 2,
				cell: ({project}) => project,
				...this.#mark('project'),
			},
			destination,
			{title: 'SYNC', width: 9, cell: ({sync}) => syncSpan(sync), ...this.#mark('sync')},
			{title: 'HEALTH', width: 11, cell: ({health}) => healthSpan(health), ...this.#mark('health')},
			{title: 'REVISION', width: Math.min(longestRevision, width < 100 ? 8 : 24), spare: 1, cell: revisionOf},
			{title: 'AUTO', width: 4, spare: 3, cell: autoSpan},
			{title: 'AGE', width: 4, align: 'right', cell: ({syncedAt}) => ageOf(syncedAt, now), ...this.#mark('age')},
			{title: 'MESSAGE', width: 16, cell: messageSpan},
		];
	}

	#mark(by: SortKey): Pick<Column<Row>, 'sorted'> {
		const {isDescending} = this.#sorting;
		return this.#sorting.by === by ? {sorted: isDescending ? 'descending' : 'ascending'} : {};
	}

	#sort(by: SortKey): readonly Effect[] {
		const {by: before, isDescending} = this.#sorting;
		this.#sorting = {by, isDescending: before === by && !isDescending};
		// What was asked for is at the top.
		this.#cursor.start();
		return none;
	}

	#go(kind: 'resources' | 'stream' | 'history' | 'switches') {
		return (scene: Scene) => this.#withApp(scene, app => [{kind: 'go', place: {kind, app}}]);
	}

	#review(mode: 'plan' | 'diff') {
		return (scene: Scene) => this.#withApp(scene, app => [{kind: 'go', place: {kind: 'review', app, mode}}]);
	}

	readonly #refresh = (scene: Scene) =>
		this.#withApp(scene, app => [
			{kind: 'send', intent: {kind: 'refresh', app}},
			{kind: 'tell', tone: 'info', text: `asking the repository of ${app} …`},
		]);

	readonly #copy = (scene: Scene) => this.#withApp(scene, app => [{kind: 'copy', text: app, what: app}]);

	readonly #toggleProblems = () => {
		this.#hasProblemsOnly = !this.#hasProblemsOnly;
		return none;
	};

	#withApp(scene: Scene, then: (app: string) => readonly Effect[]): readonly Effect[] {
		const {names} = this.#visible(scene);
		this.#cursor.settle(names, scene.height - 1);
		return names.length === 0 ? none : then(this.#cursor.id);
	}
}

const destination: Column<Row> = {title: 'DESTINATION', width: 24, spare: 4, cell: row => row.destination};

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

export function isProblem({sync, health, isStale}: Row): boolean {
	return sync !== 'Synced' || health !== 'Healthy' || isStale;
}
