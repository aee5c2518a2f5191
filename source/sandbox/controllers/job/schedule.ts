/** When a cron expression is due, by the fields that it names. */
export type Schedule = {
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	readonly days: ReadonlySet<number>;
	readonly months: ReadonlySet<number>;
	readonly weekdays: ReadonlySet<number>;
	/** Of day and weekday, either is enough where both are restricted, as cron has it. */
	readonly isEither: boolean;
};

const words: Readonly<Record<string, string>> = {
	'@yearly': '0 0 1 1 *',
	'@annually': '0 0 1 1 *',
	'@monthly': '0 0 1 * *',
	'@weekly': '0 0 * * 0',
	'@daily': '0 0 * * *',
	'@midnight': '0 0 * * *',
	'@hourly': '0 * * * *',
};

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

type Range = {readonly from: number; readonly to: number; readonly names?: readonly string[]};

/** The schedule of five fields, or of a word like `@hourly`; nothing where it can't be read. */
export function parseSchedule(text: string): Schedule | undefined {
	const fields = (words[text.trim()] ?? text.trim()).toLowerCase().split(/\s+/);
	const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
	const minutes = parseField(minute, {from: 0, to: 59});
	const hours = parseField(hour, {from: 0, to: 23});
	const days = parseField(day, {from: 1, to: 31});
	const months = parseField(month, {from: 1, to: 12, names: monthNames});
	const weekdays = parseField(weekday, {from: 0, to: 7, names: dayNames});
	if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) {
		return undefined;
	}

	if (weekdays.has(7)) {
		weekdays.add(0);
	}

	const isEither = !isOpen(day) && !isOpen(weekday);
	return {minutes, hours, days, months, weekdays, isEither};
}

function isOpen(field: string): boolean {
	return field.startsWith('*') || field.startsWith('?');
}

function parseField(field: string, range: Range): Set<number> | undefined {
	const values = new Set<number>();
	for (const part of field.split(',')) {
		const numbers = parsePart(part, range);
		if (numbers === undefined) {
			return undefined;
		}

		for (const number of numbers) {
			values.add(number);
		}
	}

	return values;
}

function parsePart(part: string, range: Range): readonly number[] | undefined {
	const [span = '', stepText, ...rest] = part.split('/');
	const step = stepText === undefined ? 1 : Number(stepText);
	const [fromText = '', toText, ...more] = isOpen(span) ? [String(range.from), String(range.to)] : span.split('-');
	const from = numberFor(fromText, range);
	const open = stepText === undefined ? from : range.to;
	const to = toText === undefined ? open : numberFor(toText, range);
	const isBad =
		rest.length + more.length > 0 || !Number.isInteger(step) || step < 1 || from === undefined || to === undefined;
	if (isBad || from < range.from || to > range.to || from > to) {
		return undefined;
	}

	return Array.from({length: Math.floor((to - from) / step) + 1}, (_, index) => from + index * step);
}

function numberFor(text: string, {from, names = []}: Range): number | undefined {
	const index = names.indexOf(text);
	if (index >= 0) {
		return index + from;
	}

	return /^\d+$/.test(text) ? Number(text) : undefined;
}

const minuteMs = 60_000;
/** Beyond that an expression like the 30th of February is never due. */
const horizonMs = 5 * 366 * 24 * 60 * minuteMs;

/** The first minute after that time, in milliseconds, at which the schedule is due; nothing where it never is. */
export function nextDue(schedule: Schedule, after: number, timeZone = 'UTC'): number | undefined {
	const clock = clockOf(timeZone);
	let at = Math.floor(after / minuteMs) * minuteMs + minuteMs;
	while (at < after + horizonMs) {
		const {minute, hour, day, month, weekday} = clock(at);
		const isDay = fitsDay(schedule, {day, weekday}) && schedule.months.has(month);
		if (isDay && schedule.hours.has(hour) && schedule.minutes.has(minute)) {
			return at;
		}

		// To the next hour of a day that may fit; else past the rest of the day.
		at += isDay ? (schedule.hours.has(hour) ? 1 : 60 - minute) * minuteMs : (60 - minute) * minuteMs;
	}

	return undefined;
}

function fitsDay(
	{days, weekdays, isEither}: Schedule,
	{day, weekday}: {readonly day: number; readonly weekday: number},
): boolean {
	return isEither ? days.has(day) || weekdays.has(weekday) : days.has(day) && weekdays.has(weekday);
}

function clockOf(timeZone: string) {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		minute: 'numeric',
		hour: 'numeric',
		day: 'numeric',
		month: 'numeric',
		weekday: 'short',
	});
	return (at: number) => {
		const parts = Object.fromEntries(format.formatToParts(at).map(({type, value}) => [type, value]));
		return {
			minute: Number(parts.minute),
			hour: Number(parts.hour),
			day: Number(parts.day),
			month: Number(parts.month),
			weekday: dayNames.indexOf((parts.weekday ?? '').toLowerCase()),
		};
	};
}
