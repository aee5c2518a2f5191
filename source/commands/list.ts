import {UsageError} from '../model/operator-error.ts';
import type {Row} from '../model/row.ts';
import {commonFlags} from './arguments/flags.ts';
import {codeOf} from './exit-codes.ts';
import {jsonDocument} from './text/json.ts';
import {rowCells, rowColumns} from './text/row-text.ts';
import {rowShape} from './text/shapes.ts';
import {type Screen, tableText} from './text/table.ts';
import type {Context, Verb} from './verb.ts';

export const list: Verb = {
	name: 'list',
	summary: 'List the applications with their state',
	details: [],
	takesApplication: false,
	flags: commonFlags,
	outputs: ['text', 'json'],
	run: runList,
};

async function runList(context: Context): Promise<number> {
	const engine = await context.engine();
	const rows = await engine.rows(context.signal);
	if (rows.length === 0) {
		throw new UsageError('the files declare no application; give others with -f FILE|DIR, or one with --repo URL');
	}

	context.out(context.flags.output === 'json' ? jsonDocument(rows.map(rowShape)) : listText(rows, context));
	return Math.max(...rows.map(codeOf));
}

function listText(rows: readonly Row[], screen: Screen): string {
	const columns = rowColumns(rows, screen.width);
	const cells = rows.map(row => rowCells(row, columns));
	return tableText(columns, cells, screen);
}
