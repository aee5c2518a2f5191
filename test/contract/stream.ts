import {type Json, text} from '../../source/model/json.ts';
import {bodyOf} from './answer.ts';
import type {EventsStep} from './sequence.ts';

/** The events of a watch, as they come. */
export class Stream {
	readonly #lines: AsyncGenerator<string>;

	constructor(chunks: AsyncIterable<Buffer>) {
		this.#lines = linesOf(chunks);
	}

	/** The events since the last call, up to and with the one that is waited for. */
	async take(step: EventsStep): Promise<readonly Json[]> {
		const events: Json[] = [];
		for (let line = await this.#lines.next(); !line.done; line = await this.#lines.next()) {
			const event = bodyOf(line.value);
			const isLast = isAwaited(step.until, event, events.length);
			if (isLast || step.hasBookmarks || text(event, 'type') !== 'BOOKMARK') {
				events.push(event);
			}

			if (isLast) {
				return events;
			}
		}

		return step.until === 'end' ? events : [...events, 'the stream ended'];
	}
}

function isAwaited(until: EventsStep['until'], event: Json, before: number): boolean {
	if (typeof until === 'number') {
		return before + 1 >= until && text(event, 'type') !== 'BOOKMARK';
	}

	if (until === 'end' || text(event, 'type') !== until.type) {
		return false;
	}

	return until.object === undefined || text(event, 'object', 'metadata', 'name') === until.object;
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
		rest = lines.pop() ?? '';
		yield* lines;
	}
}
