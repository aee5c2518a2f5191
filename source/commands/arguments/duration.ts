import {UsageError} from '../../model/operator-error.ts';

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

// Timers of Node wrap around beyond 2^31 milliseconds, which would make a long wait none at all.
const longest = 2 ** 31 - 1;

/** Reads `500ms`, `2s`, `5m`, `1h` as milliseconds. */
export function readDuration(flag: string, text: string): number {
	const [, amount = '', unit = ''] = /^(\d{1,10}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text) ?? [];
	const milliseconds = Math.round(Number(amount) * (units[unit] ?? Number.NaN));
	if (!(milliseconds >= 1 && milliseconds <= longest)) {
		throw new UsageError(`${flag} ${text} is no duration: write it as 500ms, 2s, 5m or 1h, up to 500h`);
	}

	return milliseconds;
}
