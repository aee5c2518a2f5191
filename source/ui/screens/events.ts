import type {ObjectEvent} from '../../model/question.ts';
import {describe, type ResourceId} from '../../model/resource.ts';
import {oneLine} from '../../text/escape.ts';
import {clock} from '../../text/time.ts';
import {widthOf} from '../../text/width.ts';
import {type Line, line} from '../line.ts';
import {none} from '../list.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import type {Column} from '../table.ts';
import {ageOf} from '../words.ts';
import {amountOf, Listing} from './parts/listing.ts';
import {matcher} from './parts/match.ts';
import {Memo} from './parts/memo.ts';
import {emptyLines, staleLines, waitingLines} from './parts/standing.ts';

/** Kubernetes' events of one object, the newest first. */
export class Events implements Screen {
	readonly place;
	readonly crumb = 'events';
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #question;
	readonly #rows = new Memo<readonly ObjectEvent[]>();
	readonly #listing = new Listing<ObjectEvent>({
		rows: scene => this.#rowsOf(scene),
		idOf: eventId,
		columns: eventColumns,
		head: scene => staleLines(scene.reply(this.#question)),
	});

	constructor(app: string, id: ResourceId) {
		this.place = {kind: 'events', app, id} as const;
		this.#question = {kind: 'events', app, id} as const;
		this.bindings = [
			{
				keys: ['y'],
				hint: 'manifest',
				help: 'the manifest of the object',
				run: () => [{kind: 'go', place: {kind: 'object', app, id}}],
			},
			{keys: ['c'], hint: 'copy', help: 'copy the message', run: scene => copyMessage(this.#listing.selected(scene))},
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
		return line(['title', `Events of ${describe(this.place.id)}${amount}`]);
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		const all = this.#all(scene);
		if (!all) {
			return waitingLines(reply, scene, `the events of ${describe(this.place.id)}`);
		}

		if (this.#rowsOf(scene).length > 0) {
			return this.#listing.lines(scene);
		}

		const empty =
			all.length === 0
				? emptyLines(
						'Kubernetes has no events of this object.',
						'It forgets them after an hour; new ones appear here by themselves.',
					)
				: emptyLines(`Nothing matches /${this.filter}.`, 'Esc shows all of them.');
		return [...staleLines(reply), ...empty];
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	#all(scene: Scene): readonly ObjectEvent[] | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'events' ? answer.value : undefined;
	}

	#rowsOf(scene: Scene): readonly ObjectEvent[] {
		const all = this.#all(scene);
		return this.#rows.of([all, this.filter], () => {
			const matches = matcher(this.filter);
			const found = (all ?? []).filter(({type, reason, message, source}) =>
				matches([type, reason, message, source].join('\n')),
			);
			return found.toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
		});
	}
}

function copyMessage(event: ObjectEvent | undefined): readonly Effect[] {
	return event ? [{kind: 'copy', text: event.message, what: 'the message'}] : none;
}

// Time and count of one rise while it goes on.
function eventId({type, reason, message, source}: ObjectEvent): string {
	return [type, reason, source, message].join('\n');
}

function eventColumns(rows: readonly ObjectEvent[], {now, width}: Scene): readonly Column<ObjectEvent>[] {
	const widest = (text: (event: ObjectEvent) => string, least: number, most: number) =>
		Math.min(most, Math.max(least, ...rows.map(row => widthOf(oneLine(text(row))))));
	const source: Column<ObjectEvent> = {
		title: 'SOURCE',
		width: widest(event => event.source, 6, 28),
		spare: 1,
		cell: event => ['dim', oneLine(event.source)],
	};
	return [
		...(width >= 140 ? [{title: 'TIME', width: 8, cell: ({time}: ObjectEvent) => clock(time)}] : []),
		{title: 'AGE', width: 4, align: 'right', cell: ({time}) => ageOf(time, now)},
		{title: 'TYPE', width: 7, cell: ({type}) => (type === 'Normal' ? type : ['warning', oneLine(type)])},
		{title: 'REASON', width: widest(event => event.reason, 6, 22), cell: ({reason}) => oneLine(reason)},
		{title: 'COUNT', width: 5, align: 'right', cell: event => String(event.count)},
		source,
		{title: 'MESSAGE', width: 36, cell: ({message}) => oneLine(message)},
	];
}
