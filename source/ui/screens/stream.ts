import type {Event, EventKind} from '../../model/event.ts';
import {describe} from '../../model/resource.ts';
import {isNews} from '../../state/board.ts';
import {clock} from '../../text/time.ts';
import {widthOf} from '../../text/width.ts';
import {type Line, line, pad, plainText, type Span, type Style} from '../line.ts';
import {movement, none} from '../list.ts';
import type {Binding, Scene, Screen} from '../screen.ts';
import {durationOf, resultSpan} from '../words.ts';
import {wrapText} from './parts/wrap.ts';

const styles = {
	fetched: 'busy',
	rendered: 'busy',
	compared: 'busy',
	planned: 'plain',
	started: 'strong',
	resumed: 'strong',
	wave: 'busy',
	created: 'good',
	configured: 'warning',
	unchanged: 'dim',
	deleted: 'bad',
	conflict: 'odd',
	warning: 'warning',
	failed: 'bad',
	waiting: 'busy',
	health: 'plain',
	drift: 'warning',
	healed: 'good',
	fight: 'odd',
	switched: 'odd',
	problem: 'bad',
	solved: 'good',
	stale: 'warning',
	permissions: 'warning',
	reconnected: 'good',
	retry: 'warning',
	next: 'dim',
	superseded: 'warning',
	finished: 'strong',
} as const satisfies Record<EventKind, Style>;

const kindWidth = Math.max(...Object.keys(styles).map(kind => kind.length));

/** The reconcile loop as it goes on: of one application, or of all. */
export class Stream implements Screen {
	readonly place;
	readonly crumb;
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #app: string;
	/** Lines above the newest; undefined while the newest is followed. */
	#last: number | undefined;
	#isVerbose = false;
	#shown: {readonly key: readonly unknown[]; readonly events: readonly Event[]} = {key: [], events: []};

	constructor(app: string) {
		this.#app = app;
		this.place = {kind: 'stream', app} as const;
		this.crumb = app === '' ? 'stream' : `stream ${app}`;
		this.bindings = [
			{keys: ['f'], hint: 'follow', help: 'follow the newest', run: () => this.#follow()},
			{
				keys: ['v'],
				hint: 'all',
				help: 'also what changed nothing',
				run: () => {
					this.#isVerbose = !this.#isVerbose;
					return none;
				},
			},
			...movement({
				move: (by, scene) => {
					const count = this.#events(scene).length;
					const last = Math.max(Math.min(scene.height, count), (this.#last ?? count) + by);
					this.#last = last >= count ? undefined : last;
				},
				jump: (to, scene) => {
					this.#last = to === 'end' ? undefined : Math.min(scene.height, this.#events(scene).length);
				},
				page: ({height}) => Math.max(1, height - 1),
			}),
		];
	}

	asks(): readonly never[] {
		return [];
	}

	title(scene: Scene): Line {
		const of = this.#app === '' ? 'all applications' : this.#app;
		return line(
			['title', `Reconcile loop of ${of} (${this.#events(scene).length})`],
			this.#last === undefined ? ['busy', '  following'] : ['dim', '  f follows'],
		);
	}

	lines(scene: Scene): readonly Line[] {
		const events = this.#events(scene);
		if (events.length === 0) {
			return [line(''), line(['dim', '  Nothing has happened yet.'])];
		}

		const end = Math.min(this.#last ?? events.length, events.length);
		const shown = events.slice(Math.max(0, end - scene.height), end);
		const longest = Math.max(0, ...shown.map(({app}) => widthOf(app)));
		const appWidth = this.#app === '' ? Math.min(longest, widestApp) : 0;
		return shown.flatMap(event => eventLines(event, {appWidth, width: scene.width})).slice(-scene.height);
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	#follow() {
		this.#last = undefined;
		return none;
	}

	#events({board}: Scene): readonly Event[] {
		const key = [board.events, this.filter, this.#isVerbose];
		if (key.some((part, index) => part !== this.#shown.key[index])) {
			const isWanted = filterOf(this.filter);
			const events = board.events.filter(
				event =>
					(this.#app === '' || event.app === this.#app || event.app === '') &&
					(this.#isVerbose || isNews(event)) &&
					isWanted(event),
			);
			this.#shown = {key, events};
		}

		return this.#shown.events;
	}
}

function filterOf(filter: string): (event: Event) => boolean {
	const isInverse = filter.startsWith('!');
	const wanted = (isInverse ? filter.slice(1) : filter).toLowerCase();
	return ({app, kind, message, resource}) =>
		wanted === '' || [app, kind, message, resource ?? ''].join('\n').toLowerCase().includes(wanted) !== isInverse;
}

/** Names of applications are cut beyond that, in cells. */
const widestApp = 20;

/** One event, as the stream and an operation's page show it, over as many lines as its message needs. `appWidth` is 0 where all are of one application. */
export function eventLines(
	event: Event,
	{appWidth, width}: {readonly appWidth: number; readonly width: number},
): readonly Line[] {
	const head = headOf(event, appWidth);
	const indent = widthOf(plainText({spans: head}));
	const [first = '', ...rest] = wrapText(textOf(event), Math.max(20, width - indent));
	return [line(...head, first), ...rest.map(text => line(' '.repeat(indent), text))];
}

function headOf({time, kind, app, result}: Event, appWidth: number): readonly Span[] {
	return [
		['dim', ` ${clock(time)} `],
		...(appWidth > 0 ? [['title', `${pad(app, appWidth)} `] as const] : []),
		[styles[kind], `${kind.padEnd(kindWidth)} `],
		...(result === undefined ? [] : [resultSpan(result), ' ']),
	];
}

// Most messages name their object themselves.
function textOf({resource, message, durationMs}: Event): string {
	const [, kind, namespace, name] = resource?.split('/') ?? [];
	const object = kind && name ? describe({kind, namespace: namespace ?? '', name}) : '';
	const text = object === '' || message.startsWith(object) ? message : `${object}: ${message}`;
	return durationMs === undefined ? text : `${text} (${durationOf(durationMs)})`;
}
