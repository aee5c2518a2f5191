import {type Database, type Row, textOf} from './database.ts';
import {encode, readRecord, turnedSchema} from './records.ts';
import {loadSqlite} from './sqlite.ts';
import {switchesQuery} from './switches.ts';

/** The rows of switches in a file; nothing where it can't be read. */
export function readSwitches(damaged: string): readonly Row[] | undefined {
	const DatabaseSync = loadSqlite();
	try {
		using connection = new DatabaseSync(damaged, {readOnly: true});
		return connection.prepare(switchesQuery).all();
	} catch {
		return undefined;
	}
}

/**
 * What a person switched off must not switch itself on because a file was damaged. Takes it over into the new state; says
 * whether it could be read.
 */
export function salvage(rows: readonly Row[] | undefined, anew: Database): boolean {
	try {
		for (const row of rows ?? []) {
			const turned = readRecord(turnedSchema, textOf(row, 'json'));
			anew.run(
				'REPLACE INTO switches (app, json) VALUES (?, ?)',
				textOf(row, 'app'),
				encode(turned.map(one => ({...one}))),
			);
		}

		return rows !== undefined;
	} catch {
		return false;
	}
}
