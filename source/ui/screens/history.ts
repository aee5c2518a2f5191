import type {HistoryEntry} from '../../model/operation.ts';
import {shortRevision} from '../../model/revision.ts';
import {oneLine} from '../../text/escape.ts';
import {localTime} from '../../text/time.ts';
import {widthOf} from '../../text/width.ts';
import {textOf} from '../line.ts';
import {none} from '../list.ts';
import type {Effect, Scene, Screen} from '../screen.ts';
import type {Column} from '../table.ts';
import {ageOf, resultSpan} from '../words.ts';
import {AnswerTable} from './parts/answer-table.ts';

/** The operations of an application and the switches that were turned, the newest first. */
export function createHistory(app: string): Screen {
	return new AnswerTable<HistoryEntry>({
		place: {kind: 'history', app},
		crumb: `history ${app}`,
		question: {kind: 'history', app},
		rowsOf: answer => (answer.kind === 'history' ? answer.value : undefined),
		what: `history of ${app}`,
		ifEmpty: ['Nothing was ever changed or switched here.', 'Esc goes back; s there shows what a sync would do.'],
		searched: searchedText,
		idOf: ({kind, id}) => `${kind}/${id}`,
		columns: historyColumns,
		bindings: selected => [
			{
				keys: ['enter'],
				hint: 'operation',
				help: 'the plan and the result of the operation',
				run: scene => open(app, selected(scene)),
			},
			{
				keys: ['t'],
				hint: 'stream',
				help: 'the reconcile loop of the application',
				run: () => [{kind: 'go', place: {kind: 'stream', app}}],
			},
			{keys: ['c'], hint: 'copy', help: 'copy the commit of the operation', run: scene => copyCommit(selected(scene))},
		],
	});
}

function open(app: string, entry: HistoryEntry | undefined): readonly Effect[] {
	switch (entry?.kind) {
		case undefined:
			return none;
		case 'operation':
			return [{kind: 'go', place: {kind: 'operation', app, operation: entry.id}}];
		case 'switch':
			return [{kind: 'tell', tone: 'info', text: `${entry.message}, by ${entry.by}: there is no more to it`}];
	}
}

function copyCommit(entry: HistoryEntry | undefined): readonly Effect[] {
	return entry?.kind === 'operation' && entry.revision !== ''
		? [{kind: 'copy', text: entry.revision, what: entry.revision}]
		: none;
}

function searchedText(entry: HistoryEntry): string {
	const shown = [entry.time, entry.by, entry.message, textOf(resultOf(entry))];
	return (entry.kind === 'operation' ? [...shown, entry.revision, entry.digest] : shown).join('\n');
}

function revisionOf(entry: HistoryEntry): string {
	return entry.kind === 'operation' ? shortRevision(entry.revision) : '';
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
		{title: 'REVISION', width: widest(revisionOf, {least: 8, most: width < 100 ? 8 : 24}), cell: revisionOf},
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
