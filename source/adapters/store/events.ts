import type {Event} from '../../model/event.ts';
import type {Store} from '../../model/ports.ts';
import {type Database, textOf} from './database.ts';
import {decode, encode, eventSchema} from './records.ts';

export type Events = Pick<Store, 'record' | 'events'> & {
	/** Writes what was recorded and is not written yet. */
	flush(): void;
};

/** What was told, for the history. A transaction each would cost more than all else that a sync writes down. */
export function createEvents(database: Database): Events {
	let pending: Event[] = [];
	/** Why the last ones could not be written: then the next is tried at once, and who tells it hears of that. */
	let failure: unknown;
	let isTold = false;

	function flush(): void {
		const events = pending;
		pending = [];
		if (events.length > 0) {
			database.transaction(() => {
				for (const event of events) {
					database.run('INSERT INTO events (app, json) VALUES (?, ?)', event.app, encode(event));
				}
			});
		}
	}

	function flushLater(): void {
		try {
			flush();
		} catch (error) {
			failure = error;
		}
	}

	return {
		flush,
		record(event) {
			pending.push(event);
			if (failure === undefined) {
				if (pending.length === 1) {
					setImmediate(flushLater);
				}

				return false;
			}

			flush();
			if (!isTold) {
				isTold = true;
				throw failure;
			}

			failure = undefined;
			isTold = false;
			return true;
		},
		events(app, from, to) {
			flush();
			return database
				.all(
					`SELECT json FROM events WHERE app = ? AND json_extract(json, '$.time') BETWEEN ? AND ? ORDER BY id`,
					...[app, from, to],
				)
				.map(row => decode(eventSchema, textOf(row, 'json'), database.file));
		},
	};
}
