import type {Event} from '../model/event.ts';
import type {Message} from '../model/protocol.ts';
import type {Row} from '../model/row.ts';

/** Gathers what the engine says, so that the other thread hears at most one batch a moment; of a row only its last state. */
export type Outbox = {
	event(event: Event): void;
	row(row: Row): void;
	/** Sends what waits, and then the last message. */
	end(last: Message): void;
};

/** `later` calls back after the moment that a batch gathers for. */
export function createOutbox(send: (message: Message) => void, later: (flush: () => void) => void): Outbox {
	let events: Event[] = [];
	let rows = new Map<string, Row>();
	let isWaiting = false;
	let seq = 0;

	function flush(): void {
		isWaiting = false;
		if (events.length > 0) {
			send({kind: 'events', events});
			events = [];
		}

		if (rows.size > 0) {
			seq += 1;
			send({kind: 'rows', seq, upserts: [...rows.values()], deletes: []});
			rows = new Map();
		}
	}

	function wait(): void {
		if (!isWaiting) {
			isWaiting = true;
			later(flush);
		}
	}

	return {
		event(event) {
			events.push(event);
			wait();
		},
		row(row) {
			rows.set(row.name, row);
			wait();
		},
		end(last) {
			flush();
			send(last);
		},
	};
}
