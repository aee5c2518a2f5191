import {type Database, textOf} from './database.ts';
import {encode, readRecord, turnedSchema} from './records.ts';
import {loadSqlite} from './sqlite.ts';

/**
 * What a person switched off must not switch itself on because a file was damaged. Takes it over from there into the new
 * state; says whether it could be read.
 */
export function salvageSwitches(damaged: string, anew: Database): boolean {
	const DatabaseSync = loadSqlite();
	try {
		using connection = new DatabaseSync(damaged, {readOnly: true});
		for (const row of connection.prepare('SELECT app, json FROM switches').all()) {
			const turned = readRecord(turnedSchema, textOf(row, 'json'));
			anew.run(
				'REPLACE INTO switches (app, json) VALUES (?, ?)',
				textOf(row, 'app'),
				encode(turned.map(one => ({...one}))),
			);
		}

		return true;
	} catch {
		return false;
	}
}
