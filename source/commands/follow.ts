import type {Message} from '../model/protocol.ts';
import type {Row} from '../model/row.ts';
import {exitCodes} from './exit-codes.ts';
import {oneLine} from './text/escape.ts';
import {clock, eventText} from './text/event-text.ts';
import {jsonLine} from './text/json.ts';
import {rowCells, rowTitles} from './text/row-text.ts';
import {eventShape, goneEventShape, rowEventShape, rowShape} from './text/shapes.ts';
import {tableText} from './text/table.ts';
import type {Context} from './verb.ts';

/** Runs the engine in its thread and prints what it tells, until the signal; `hasRows` prints states as they change. */
export async function follow(
	context: Context,
	options: {readonly isReadOnly: boolean; readonly hasRows: boolean},
): Promise<number> {
	const {signal, err} = context;
	const session = await context.session({isReadOnly: options.isReadOnly});
	const printRows = createRowPrinter(context);
	let failure: number | undefined;
	const unsubscribe = session.subscribe(message => {
		switch (message.kind) {
			case 'events':
				printEvents(context, message.events);
				break;
			case 'rows':
				if (options.hasRows) {
					printRows(message);
				}

				break;
			case 'failed':
				failure = message.exitCode;
				err(`trueup: ${oneLine(`${message.message}${message.advice === '' ? '' : `; ${message.advice}`}`)}\n`);
				break;
			case 'ended':
				break;
		}
	});
	const stop = () => session.send({kind: 'stop'});
	signal.addEventListener('abort', stop, {once: true});
	if (signal.aborted) {
		stop();
	}

	await session.ended;
	signal.removeEventListener('abort', stop);
	unsubscribe();
	return failure ?? endOf(context);
}

/** To be ended by Ctrl-C is how these verbs are meant to end; to end by itself is not. */
function endOf({signal, err}: Context): number {
	if (signal.aborted) {
		return exitCodes.done;
	}

	err('trueup: the engine ended without being asked; start it again\n');
	return exitCodes.failed;
}

function printEvents({out, flags, paint}: Context, events: Extract<Message, {kind: 'events'}>['events']) {
	for (const event of events) {
		out(flags.output === 'json' ? jsonLine(eventShape(event)) : eventText(event, paint, {hasApp: true}));
	}
}

/** Prints rows whose state differs from what was last printed of them. */
function createRowPrinter({out, flags, now, width, paint}: Context) {
	const printed = new Map<string, string>();
	let hasTitles = false;

	return ({upserts, deletes}: Extract<Message, {kind: 'rows'}>) => {
		const time = new Date(now()).toISOString();
		const changed = upserts.filter(row => printed.get(row.name) !== stateOf(row));
		for (const row of changed) {
			printed.set(row.name, stateOf(row));
		}

		for (const name of deletes) {
			printed.delete(name);
		}

		if (flags.output === 'json') {
			out(changed.map(row => jsonLine(rowEventShape(row, time))).join(''));
			out(deletes.map(name => jsonLine(goneEventShape(name, time))).join(''));
			return;
		}

		const rows = changed.map(row => [{text: clock(time)}, ...rowCells(row)]);
		out(tableText(hasTitles || rows.length === 0 ? [] : ['TIME', ...rowTitles], rows, {width, paint}));
		out(deletes.map(name => `${clock(time)} ${oneLine(name)} is no longer declared\n`).join(''));
		hasTitles ||= rows.length > 0;
	};
}

function stateOf(row: Row): string {
	return jsonLine(rowShape(row));
}
