import {UnreachableError} from '../../model/operator-error.ts';
import {createShared} from '../cluster/rest/shared.ts';

/** What is read from far away, and used for a while. */
export type Remembered<Read> = {get(signal: AbortSignal): Promise<Read>; forget(): void};

const longestMs = 60_000;

/** While it can't be read again, what was read before counts: it is most likely what it was. */
export function remember<Read>(load: (signal: AbortSignal) => Promise<Read>, ticks: () => number): Remembered<Read> {
	let last: {readonly value: Read; readonly until: number} | undefined;
	const shared = createShared(async signal => {
		try {
			last = {value: await load(signal), until: ticks() + longestMs};
		} catch (error) {
			if (!(error instanceof UnreachableError && last)) {
				throw error;
			}
		}

		return last.value;
	});
	return {
		get(signal) {
			if (last && ticks() >= last.until) {
				// Whoever asks meanwhile waits for the same.
				last = {...last, until: ticks() + longestMs};
				shared.forget();
			}

			return shared(signal);
		},
		forget: () => shared.forget(),
	};
}
