import {shortRevision} from '../../model/revision.ts';
import type {Row} from '../../model/row.ts';
import {escapeLine, oneLine} from '../../text/escape.ts';
import {healthColors, syncColors} from '../../text/paint.ts';
import {widthOf} from '../../text/width.ts';
import {type Cell, gap} from './table.ts';

const titles = ['NAME', 'SYNC', 'HEALTH', 'REVISION', 'DESTINATION', 'RESOURCES', 'MESSAGE'] as const;

export type RowColumn = (typeof titles)[number];

/** Left out where the message has no room, the first first. */
const spare = ['RESOURCES', 'DESTINATION'] as const;

/** Less of a message says nothing. */
const messageRoom = 30;

/** The columns that leave room for the messages. */
export function rowColumns(rows: readonly Row[], width: number): readonly RowColumn[] {
	const longest = Math.max(0, ...rows.map(row => widthOf(cellsOf(row).MESSAGE.text)));
	let columns: readonly RowColumn[] = titles;
	for (const column of spare) {
		if (width - widthBefore(columns, rows) >= Math.min(messageRoom, longest)) {
			break;
		}

		columns = columns.filter(title => title !== column);
	}

	return columns;
}

export function rowCells(row: Row, columns: readonly RowColumn[]): readonly Cell[] {
	const cells = cellsOf(row);
	return columns.map(column => cells[column]);
}

function widthBefore(columns: readonly RowColumn[], rows: readonly Row[]): number {
	const widths = columns
		.filter(column => column !== 'MESSAGE')
		.map(column => Math.max(column.length, ...rows.map(row => widthOf(cellsOf(row)[column].text))) + gap.length);
	return widths.reduce((sum, width) => sum + width, 0);
}

function cellsOf({name, sync, health, revision, destination, resources, message}: Row) {
	return {
		NAME: {text: escapeLine(name)},
		SYNC: {text: sync, color: syncColors[sync]},
		HEALTH: {text: health, color: healthColors[health]},
		REVISION: {text: shortRevision(revision) || '-'},
		DESTINATION: {text: escapeLine(destination)},
		RESOURCES: {text: String(resources)},
		MESSAGE: {text: oneLine(message)},
	} satisfies Record<RowColumn, Cell>;
}
