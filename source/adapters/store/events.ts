import type {Store} from '../../model/ports.ts';
import {type Database, textOf} from './database.ts';
import type {Notes} from './notes.ts';
import {decode, encode, eventSchema} from './records.ts';

/** What was told, for the history. */
export function createEvents(database: Database, notes: Notes): Pick<Store, 'record' | 'events'> {
	return {
		record: event =>
			notes.add(() => {
				database.run('INSERT INTO events (app, json) VALUES (?, ?)', event.app, encode(event));
			}),
		events(app, from, to) {
			notes.flush();
			return database
				.all(
					`SELECT json FROM events WHERE app = ? AND json_extract(json, '$.time') BETWEEN ? AND ? ORDER BY id`,
					...[app, from, to],
				)
				.map(row => decode(eventSchema, textOf(row, 'json'), database.file));
		},
	};
}
