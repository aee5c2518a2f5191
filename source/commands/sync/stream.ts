import type {SyncEnd} from '../../model/engine.ts';
import type {Event} from '../../model/event.ts';
import {oneLine} from '../../text/escape.ts';
import {clock} from '../../text/time.ts';
import {eventText} from '../text/event-text.ts';
import {jsonLine} from '../text/json.ts';
import {eventShape} from '../text/shapes.ts';
import type {Context} from '../verb.ts';

/** What a sync tells, line by line as it happens. */
export type Stream = {
	readonly print: (event: Event) => void;
	/** Tells of something before the engine does; as text by its message alone. */
	readonly tell: (event: Pick<Event, 'kind' | 'message'>) => void;
	/** The last line. */
	readonly finish: (end: SyncEnd) => void;
};

export function createStream({out, flags, paint, now}: Context, app: string): Stream {
	const write = (event: Event) => {
		out(flags.output === 'json' ? jsonLine(eventShape(event)) : eventText(event, paint, {hasApp: false}));
	};
	const time = () => new Date(now()).toISOString();

	return {
		// A sync may go through several operations, the resumed one first; only its own end is the last word.
		print: event => {
			if ((event.app === app || event.app === '') && event.kind !== 'finished') {
				write(event);
			}
		},
		tell: event => {
			if (flags.output === 'json') {
				write({...event, time: time(), app});
			} else {
				out(`${paint('dim', clock(time()))} ${oneLine(event.message)}\n`);
			}
		},
		finish: ({result, message}) => write({time: time(), kind: 'finished', app, message, result}),
	};
}
