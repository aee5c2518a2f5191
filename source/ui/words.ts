import type {HealthStatus} from '../model/health.ts';
import type {OperationEntry} from '../model/operation.ts';
import type {SyncStatus} from '../model/row.ts';
import {oneLine} from '../text/escape.ts';
import {type Color, healthColors, resultColors, syncColors} from '../text/paint.ts';
import type {Span, Style} from './line.ts';
import type {Told} from './screen.ts';
import type {Copied} from './terminal/terminal.ts';

/** The colours of the verbs by what they mean here; blue can't be read on every background. */
const styleOf = {
	plain: 'plain',
	bold: 'strong',
	dim: 'dim',
	red: 'bad',
	green: 'good',
	yellow: 'warning',
	blue: 'dim',
	magenta: 'odd',
	cyan: 'busy',
} as const satisfies Record<Color, Style>;

export function syncSpan(sync: SyncStatus | ''): Span {
	return sync === '' ? '' : [styleOf[syncColors[sync]], sync];
}

export function healthSpan(health: HealthStatus): Span {
	return [styleOf[healthColors[health]], health];
}

export function resultSpan(result: OperationEntry['result']): Span {
	return [styleOf[resultColors[result]], result];
}

/** How long ago, in one unit: `12s`, `5m`, `3h`, `2d`. Empty where there is no time. */
export function ageOf(time: string, now: number): string {
	const then = Date.parse(time);
	if (Number.isNaN(then)) {
		return '';
	}

	const seconds = Math.max(0, Math.floor((now - then) / 1000));
	const steps = [
		[60, 1, 's'],
		[3600, 60, 'm'],
		[86_400, 3600, 'h'],
	] as const;
	const step = steps.find(([limit]) => seconds < limit);
	return step ? `${Math.floor(seconds / step[1])}${step[2]}` : `${Math.floor(seconds / 86_400)}d`;
}

/** `0.4s`, `12s`, `3m 20s`. */
export function durationOf(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 10) {
		return `${seconds.toFixed(1)}s`;
	}

	return seconds < 60 ? `${Math.round(seconds)}s` : `${Math.floor(seconds / 60)}m ${Math.floor(seconds % 60)}s`;
}

/** What is told of a copy; `what` names what was to be copied. */
export function wordsOfCopy(copied: Copied, untrusted: string): Told {
	const what = oneLine(untrusted);
	switch (copied) {
		case 'sent':
			return {tone: 'info', text: `copied ${what}`};
		case 'too long':
			return {tone: 'bad', text: `${what}: too long for the terminal's clipboard, nothing was copied`};
		case 'no clipboard':
			return {tone: 'bad', text: 'this terminal has no clipboard that a program can reach, nothing was copied'};
	}
}
