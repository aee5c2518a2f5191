import {count} from '../../model/count.ts';
import type {Logs as LogsAnswer} from '../../model/question.ts';
import {describe, type ResourceId} from '../../model/resource.ts';
import {type Line, line, type Span} from '../line.ts';
import {movement, none} from '../list.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import {LogBuffer} from './parts/log-buffer.ts';
import {type LogRow, logLine, logRows} from './parts/log-rows.ts';
import {Memo} from './parts/memo.ts';
import {fromCell} from './parts/sideways.ts';
import {emptyLines, staleLines, waitingLines} from './parts/standing.ts';

/** How many of the last lines are asked for. */
const tail = 500;

/** How far left and right move. */
const step = 16;

/** What one container writes, as it writes it. */
export class Logs implements Screen {
	readonly place;
	readonly crumb = 'logs';
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #rows = new Memo<readonly LogRow[]>();
	#question;
	#buffer = new LogBuffer();
	/** The last row in sight; undefined while the newest is followed. */
	#last: number | undefined;
	#isWrapped = false;
	#left = 0;

	constructor(app: string, id: ResourceId) {
		this.place = {kind: 'logs', app, id} as const;
		this.#question = questionOf(this.place, '');
		this.bindings = [...this.#keys(), ...this.#containerKeys(), ...this.#movement()];
	}

	asks() {
		return [this.#question];
	}

	title(scene: Scene): Line {
		const logs = this.#logs(scene);
		const others = (logs?.containers.length ?? 0) > 1;
		const containers = (logs?.containers ?? []).flatMap((name, index): Span[] => [
			' ',
			[name === logs?.container ? 'strong' : 'dim', others ? `${index + 1}:${name}` : name],
		]);
		return line(
			['title', `Logs of ${describe(this.place.id)}`],
			' ',
			...containers,
			this.#last === undefined ? ['busy', '  following'] : ['dim', '  f follows'],
			...(this.#left > 0 ? [['dim', `  from column ${this.#left + 1}`] as const] : []),
		);
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		const logs = this.#logs(scene);
		if (!logs) {
			return waitingLines(reply, scene, `the logs of ${describe(this.place.id)}`, this.place.app);
		}

		const stale = staleLines(reply);
		const rows = this.#rowsOf(scene);
		if (rows.length === 0) {
			const isEmpty = this.#buffer.lines.length === 0;
			const empty = isEmpty
				? emptyLines(`Container ${logs.container} has written nothing yet.`, 'What it writes appears here by itself.')
				: emptyLines(`No line matches /${this.filter}.`, 'Esc shows all of them.');
			return [...stale, ...empty];
		}

		const height = scene.height - stale.length;
		const end = this.#endOf(rows, height);
		const shown = rows.slice(Math.max(0, end - height), end);
		return [...stale, ...shown.map(row => fromCell(logLine(row, this.filter), this.#left))];
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	#keys(): readonly Binding[] {
		const sideways = (by: number) => () => {
			this.#left = this.#isWrapped ? 0 : Math.max(0, this.#left + by);
			return none;
		};
		return [
			// k9s has `s` for it.
			{
				keys: ['f', 's'],
				hint: 'follow',
				help: 'follow the newest line, or stay',
				run: scene => this.#turnFollow(scene),
			},
			{
				keys: ['w'],
				hint: 'wrap',
				help: 'wrap long lines',
				run: () => {
					this.#isWrapped = !this.#isWrapped;
					this.#left = 0;
					return none;
				},
			},
			{keys: ['right'], help: 'further right', run: sideways(step)},
			{keys: ['left'], help: 'further left', run: sideways(-step)},
			{keys: ['c'], hint: 'copy', help: 'copy the lines that match', run: scene => this.#copy(scene)},
		];
	}

	#containerKeys(): readonly Binding[] {
		const by = (steps: number) => (scene: Scene) => {
			const logs = this.#logs(scene);
			const {length = 0} = logs?.containers ?? [];
			const at = (logs?.containers.indexOf(logs.container) ?? 0) + steps;
			return this.#choose(logs?.containers[(at + length) % length], scene);
		};
		const numbers = Array.from(
			{length: 9},
			(_, index): Binding => ({
				keys: [String(index + 1)],
				help: `container ${index + 1}`,
				run: scene => this.#choose(this.#logs(scene)?.containers[index], scene),
			}),
		);
		return [
			{keys: ['tab'], hint: 'container', help: 'the next container', run: by(1)},
			{keys: ['shift-tab'], help: 'the container before', run: by(-1)},
			...numbers,
		];
	}

	#movement(): readonly Binding[] {
		return movement({
			move: (by, scene) => this.#moveTo(this.#endOf(this.#rowsOf(scene), scene.height) + by, scene),
			jump: (to, scene) => this.#moveTo(to === 'start' ? 0 : Number.POSITIVE_INFINITY, scene),
			page: ({height}) => Math.max(1, height - 1),
		});
	}

	#moveTo(end: number, scene: Scene): void {
		const rows = this.#rowsOf(scene);
		const least = Math.min(scene.height, rows.length);
		this.#last = end >= rows.length ? undefined : rows[Math.max(least, end) - 1]?.at;
	}

	#turnFollow(scene: Scene): readonly Effect[] {
		this.#last = this.#last === undefined ? this.#rowsOf(scene).at(-1)?.at : undefined;
		return none;
	}

	#copy(scene: Scene): readonly Effect[] {
		this.#rowsOf(scene);
		const rows = logRows(this.#buffer.lines, {filter: this.filter, isWrapped: false, width: scene.width});
		return rows.length === 0
			? none
			: [{kind: 'copy', text: rows.map(({text}) => text).join('\n'), what: count(rows.length, 'line')}];
	}

	#choose(container: string | undefined, scene: Scene): readonly Effect[] {
		if (container === undefined || container === this.#logs(scene)?.container) {
			return none;
		}

		this.#question = questionOf(this.place, container);
		this.#buffer = new LogBuffer();
		this.#last = undefined;
		this.#left = 0;
		return none;
	}

	#logs(scene: Scene): LogsAnswer | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'logs' ? answer.value : undefined;
	}

	/** The row behind the last one in sight. */
	#endOf(rows: readonly LogRow[], height: number): number {
		const last = this.#last;
		const end = last === undefined ? rows.length : rows.findLastIndex(({at}) => at <= last) + 1;
		return Math.max(Math.min(height, rows.length), end);
	}

	#rowsOf(scene: Scene): readonly LogRow[] {
		const logs = this.#logs(scene);
		if (logs) {
			this.#buffer.take(logs.lines);
		}

		const {width} = scene;
		const {lines} = this.#buffer;
		const view = {filter: this.filter, isWrapped: this.#isWrapped, width};
		return this.#rows.of([lines, ...Object.values(view)], () => logRows(lines, view));
	}
}

function questionOf({app, id}: {readonly app: string; readonly id: ResourceId}, container: string) {
	return {kind: 'logs', app, id, container, tail} as const;
}
