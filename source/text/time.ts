import {escapeLine} from './escape.ts';

/** The time of day where the reader is. */
export function clock(time: string): string {
	return localTime(time).slice(11);
}

/** `2026-11-20 12:03:04` where the reader is. */
export function localTime(time: string): string {
	const date = new Date(time);
	const two = (value: number) => String(value).padStart(2, '0');
	return Number.isNaN(date.getTime())
		? escapeLine(time)
		: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
				`${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
