import type {Hello, Message} from '../model/protocol.ts';
import type {Row} from '../model/row.ts';
import {oneLine} from '../text/escape.ts';
import {clock} from '../text/time.ts';
import {exitCodes} from './exit-codes.ts';
import {errorText} from './text/error-text.ts';
import {eventText} from './text/event-text.ts';
import {jsonLine} from './text/json.ts';
import {withoutRepetition} from './text/repetition.ts';
import {type RowColumn, rowCells, rowColumns} from './text/row-text.ts';
import {eventShape, goneEventShape, rowEventShape, rowShape} from './text/shapes.ts';
import {tableText} from './text/table.ts';
import type {Context} from './verb.ts';

/** The column of the time, with the gap behind it. */
const timeWidth = '12:03:04  '.length;

/** Runs the engine in its thread and prints what it tells, until the signal; `hasRows` prints states as they change. */
export async function follow(
	context: Context,
	options: {readonly isReadOnly: boolean; readonly hasRows: boolean},
): Promise<number> {
	const {signal, err} = context;
	const session = await context.session({isReadOnly: options.isReadOnly});
	const printRows = createRowPrinter(context);
	const printRemarks = createRemarkPrinter(context);
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
				err(errorText(message));
				break;
			case 'hello':
				printRemarks(message.hello);
				break;
			case 'lost': {
				const {message: why} = message;
				printEvents(context, [{time: new Date(context.now()).toISOString(), kind: 'stale', app: '', message: why}]);
				break;
			}
			// Of the interface's sessions alone.
			case 'answer':
			case 'refused':
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

/** Once: the engine says hello again whenever a switch is turned. */
function createRemarkPrinter({err}: Context) {
	let isPrinted = false;
	return ({remarks}: Hello) => {
		for (const remark of isPrinted ? [] : remarks) {
			err(`trueup: ${oneLine(remark)}\n`);
		}

		isPrinted = true;
	};
}

/** To be ended by Ctrl-C is how these verbs are meant to end; to end by itself is not. */
function endOf({signal, err}: Context): number {
	if (signal.aborted) {
		return exitCodes.done;
	}

	err('trueup: the engine ended without being asked; start it again\n');
	return exitCodes.failed;
}

// What is about the engine or a cluster is of interest to everyone.
function printEvents({app, out, flags, paint}: Context, events: Extract<Message, {kind: 'events'}>['events']) {
	const wanted = events.filter(event => event.app === '' || isOf(app, event.app));
	const texts =
		flags.output === 'json'
			? wanted.map(event => jsonLine(eventShape(event)))
			: withoutRepetition(wanted).map(event => eventText(event, paint, {hasApp: true}));
	// A write each would be a system call each.
	out(texts.join(''));
}

/** Prints rows whose state differs from what was last printed of them. */
function createRowPrinter(context: Context) {
	const {app, out, flags, now} = context;
	const printed = new Map<string, string>();
	const textOf = createTable(context);

	return (message: Extract<Message, {kind: 'rows'}>) => {
		const time = new Date(now()).toISOString();
		const deletes = message.deletes.filter(name => isOf(app, name));
		const changed = message.upserts.filter(row => isOf(app, row.name) && printed.get(row.name) !== stateOf(row));
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

		out(textOf(changed, clock(time)));
		out(deletes.map(name => `${clock(time)} ${oneLine(name)} is no longer declared\n`).join(''));
	};
}

/** The text of rows that come one after another; the first have titles, and their columns stay. */
function createTable({width, paint}: Context) {
	let columns: readonly RowColumn[] | undefined;

	return (rows: readonly Row[], time: string): string => {
		if (rows.length === 0) {
			return '';
		}

		const shown = columns ?? rowColumns(rows, width - timeWidth);
		const titles = columns === undefined ? ['TIME', ...shown] : [];
		const cells = rows.map(row => [{text: time}, ...rowCells(row, shown)]);
		columns = shown;
		return tableText(titles, cells, {width, paint});
	};
}

/** Whether it is about the application that was named; all are where none was. */
function isOf(named: string | undefined, app: string): boolean {
	return named === undefined || named === app;
}

function stateOf(row: Row): string {
	return jsonLine(rowShape(row));
}
