import type {SwitchEntry} from '../../model/operation.ts';
import type {Store} from '../../model/ports.ts';
import {type Database, numberOf, textOf} from './database.ts';
import {decode, encode, turnedSchema} from './records.ts';

/** Of each application. */
const turnsKept = 100;

export const switchesQuery = 'SELECT app, json FROM switches';

/** The switches that persons turned, and when they did. */
export function createSwitches(database: Database): Pick<Store, 'turned' | 'turn'> {
	return {
		turned: () =>
			new Map(
				database
					.all(switchesQuery)
					.map(row => [textOf(row, 'app'), decode(turnedSchema, textOf(row, 'json'), database.file)]),
			),
		turn(app, {turned, entry: {time, by, message}}) {
			database.transaction(() => {
				if (turned.length === 0) {
					database.run('DELETE FROM switches WHERE app = ?', app);
				} else {
					const all = turned.map(({name, isOn, declared}) => ({name, isOn, declared}));
					database.run('REPLACE INTO switches (app, json) VALUES (?, ?)', app, encode(all));
				}

				database.run('INSERT INTO turns (app, time, actor, message) VALUES (?, ?, ?, ?)', app, time, by, message);
				database.run(
					`DELETE FROM turns WHERE app = ?
					AND id NOT IN (SELECT id FROM turns WHERE app = ? ORDER BY id DESC LIMIT ${turnsKept})`,
					...[app, app],
				);
			});
		},
	};
}

/** Newest first. */
export function readTurns(database: Database, app: string): readonly SwitchEntry[] {
	return database.all('SELECT id, time, actor, message FROM turns WHERE app = ? ORDER BY id DESC', app).map(row => ({
		kind: 'switch',
		id: numberOf(row, 'id'),
		time: textOf(row, 'time'),
		by: textOf(row, 'actor'),
		message: textOf(row, 'message'),
	}));
}
