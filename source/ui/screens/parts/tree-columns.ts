import {widthOf} from '../../../text/width.ts';
import type {Span} from '../../line.ts';
import type {Column} from '../../table.ts';
import {ageOf, healthSpan, syncSpan} from '../../words.ts';
import {cutMiddle} from './sideways.ts';
import {messageOf, nameOf, type TreeRow} from './tree-rows.ts';

/** Cells of the columns between the resource and the message, with their gaps. */
const between = 9 + 11 + 4 + 4 * 2;

/** What a message needs at least to be worth its column. */
const leastMessage = 10;

type Room = {
	readonly width: number;
	readonly now: number;
	/** The namespace that the application goes to: it goes without saying. */
	readonly home: string;
};

/** How wide the longest of each would be. Takes long for many rows: to be kept while they are the same. */
export type TreeWidths = {readonly name: number; readonly message: number};

export function measureTree(rows: readonly TreeRow[], home: string): TreeWidths {
	let name = 8;
	let message = 7;
	for (const row of rows) {
		name = Math.max(name, widthOf(fullName(row, home)) + signOf(row).length);
		message = Math.max(message, widthOf(messageOf(row.node)));
	}

	return {name, message};
}

export function treeColumns(widths: TreeWidths, {width, now, home}: Room): readonly Column<TreeRow>[] {
	const message = Math.min(leastMessage, widths.message);
	const room = Math.max(8, Math.min(widths.name, width - between - message));
	return [
		{title: 'RESOURCE', width: room, cell: row => nameSpan(row, {room, home})},
		{title: 'SYNC', width: 9, cell: ({node}) => syncSpan(node.sync)},
		{title: 'HEALTH', width: 11, cell: ({node}) => healthSpan(node.health)},
		{title: 'AGE', width: 4, align: 'right', cell: ({node}) => ageOf(node.createdAt, now)},
		{title: 'MESSAGE', width: message, cell: ({node}) => messageOf(node)},
	];
}

/** The name where it had to be cut, or nothing. */
export function cutName(row: TreeRow, home: string, room: number): string {
	return widthOf(fullName(row, home)) + signOf(row).length > room ? nameOf(row.node, home) : '';
}

function fullName({branch, node}: TreeRow, home: string): string {
	return branch + nameOf(node, home);
}

function nameSpan(row: TreeRow, {room, home}: {readonly room: number; readonly home: string}): Span {
	const {node, branch} = row;
	const name = cutMiddle(nameOf(node, home), room - widthOf(branch) - signOf(row).length);
	return [node.origin === 'leftover' ? 'odd' : 'plain', `${branch}${name}${signOf(row)}`];
}

function signOf({folded}: TreeRow): string {
	return folded > 0 ? ` (+${folded})` : '';
}
