import type {ObjectEvent} from '../../model/question.ts';
import {describe, type ResourceId} from '../../model/resource.ts';
import {oneLine} from '../../text/escape.ts';
import {clock} from '../../text/time.ts';
import {widthOf} from '../../text/width.ts';
import {none} from '../list.ts';
import type {Effect, Scene, Screen} from '../screen.ts';
import type {Column} from '../table.ts';
import {ageOf} from '../words.ts';
import {AnswerTable} from './parts/answer-table.ts';

/** Kubernetes' events of one object, the newest first. */
export function createEvents(app: string, id: ResourceId): Screen {
	return new AnswerTable<ObjectEvent>({
		place: {kind: 'events', app, id},
		crumb: 'events',
		question: {kind: 'events', app, id},
		rowsOf: answer => (answer.kind === 'events' ? newestFirst(answer.value) : undefined),
		what: `events of ${describe(id)}`,
		ifEmpty: [
			'Kubernetes has no events of this object.',
			'It forgets them after an hour; new ones appear here by themselves.',
		],
		searched: ({type, reason, message, source}) => [type, reason, message, source].join('\n'),
		idOf: eventId,
		columns: eventColumns,
		bindings: selected => [
			{
				keys: ['y'],
				hint: 'manifest',
				help: 'the manifest of the object',
				run: () => [{kind: 'go', place: {kind: 'object', app, id}}],
			},
			{keys: ['c'], hint: 'copy', help: 'copy the message', run: scene => copyMessage(selected(scene))},
		],
	});
}

function newestFirst(events: readonly ObjectEvent[]): readonly ObjectEvent[] {
	return events.toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
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
