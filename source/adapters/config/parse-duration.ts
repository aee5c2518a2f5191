const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

// Timers of Node take no more: beyond it they fire at once.
const longest = 2 ** 31 - 1;

/** Reads `500ms`, `2s`, `5m`, `1h` as milliseconds; nothing where it is no duration, or none that can be waited for. */
export function parseDuration(text: string): number | undefined {
	const [, amount = '', unit = ''] = /^(\d{1,10})(ms|s|m|h)$/.exec(text) ?? [];
	const milliseconds = Number(amount) * (units[unit] ?? Number.NaN);
	return milliseconds >= 1 && milliseconds <= longest ? milliseconds : undefined;
}
