import type {Served} from '../registry.ts';
import type {Stored} from '../store/stored.ts';
import {builtInColumns} from './built-in.ts';
import type {Column} from './column.ts';
import {age, name} from './common.ts';
import {customColumns} from './custom.ts';

/** The columns that kubectl shows of a kind. */
export function columnsOf(served: Served): readonly Column[] {
	return served.isCustom ? [name, ...customColumns(served.columns)] : (builtInColumns[served.storage] ?? [name, age]);
}

type RowOptions = {readonly stored: Stored; readonly now: Date; readonly object: string};

/** JSON of one row; `object` is JSON already. */
export function rowText(columns: readonly Column[], {stored, now, object}: RowOptions): string {
	const row = {object: stored.object, now};
	return `{"cells":${JSON.stringify(columns.map(({cell}) => cell(row)))},"object":${object}}`;
}
