import {clockOf} from '../../words.ts';

/** Date and time of day where the reader is: `2026-11-20 12:03:04`. */
export function dateOf(time: string): string {
	const date = new Date(time);
	const two = (value: number) => String(value).padStart(2, '0');
	return Number.isNaN(date.getTime())
		? ''
		: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockOf(time)}`;
}
