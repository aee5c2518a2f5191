import type {Event} from '../model/event.ts';
import type {Message} from '../model/protocol.ts';
import type {Row} from '../model/row.ts';

/** Gathers what the engine says, so that the other thread hears at most one batch a moment; of a row only its last state. */
export type Outbox = {
	event(event: Event): void;
	row(row: Row): void;
	/** Sends at once, after what waits. */
	post(message: Message): void;
	/** Sends what waits, and then the last message. */
	end(last: Message): void;
};

/**
 * A moment with more than that is shown in part: its memory is bounded. Above what a thousand applications have to tell
 * when all are looked at in the same moment: `trueup engine` prints from here.
 */
const mostEvents = 10_000;

/** `later` calls back after the moment that a batch gathers for. */
export function createOutbox(send: (message: Message) => void, later: (flush: () => void) => void): Outbox {
	let events: Event[] = [];
	let left = 0;
	let rows = new Map<string, Row>();
	let isWaiting = false;
	let seq = 0;

	function sendWaiting(): void {
		const told = left === 0 ? events : [...omission(left, events), ...events];
		if (told.length > 0) {
			send({kind: 'events', events: told});
			events = [];
			left = 0;
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
			later(() => {
				isWaiting = false;
				sendWaiting();
			});
		}
	}

	return {
		event(event) {
			events.push(event);
			// Half of them at a time, so that a flood costs no search for each.
			if (events.length > mostEvents * 2) {
				const kept = thinned(events, mostEvents);
				left += events.length - kept.length;
				events = kept;
			}

			wait();
		},
		row(row) {
			rows.set(row.name, row);
			wait();
		},
		post(message) {
			sendWaiting();
			send(message);
		},
		end(last) {
			sendWaiting();
			send(last);
		},
	};
}

/** Without what says that nothing is new, and then without the oldest. */
function thinned(events: readonly Event[], most: number): Event[] {
	let surplus = events.length - most;
	const kept = events.filter(({kind}) => {
		const isSpare = surplus > 0 && (kind === 'unchanged' || kind === 'next');
		surplus -= isSpare ? 1 : 0;
		return !isSpare;
	});
	return kept.slice(Math.max(0, surplus));
}

function omission(left: number, [first]: readonly Event[]): readonly Event[] {
	const message = `${left} events are left out here: there were too many at a time; the history has them`;
	return first ? [{time: first.time, kind: 'warning', app: '', message}] : [];
}
