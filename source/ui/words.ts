import type {HealthStatus} from '../model/health.ts';
import type {OperationEntry} from '../model/operation.ts';
import type {SyncStatus} from '../model/row.ts';
import type {Span, Style} from './line.ts';

const syncStyles = {Synced: 'good', OutOfSync: 'warning', Unknown: 'odd'} as const satisfies Record<SyncStatus, Style>;

const healthStyles = {
	Healthy: 'good',
	Suspended: 'dim',
	Progressing: 'busy',
	Missing: 'warning',
	Degraded: 'bad',
	Unknown: 'odd',
} as const satisfies Record<HealthStatus, Style>;

const resultStyles = {
	succeeded: 'good',
	failed: 'bad',
	'timed-out': 'bad',
	stale: 'warning',
	'awaiting-approval': 'warning',
	interrupted: 'warning',
	running: 'busy',
} as const satisfies Record<OperationEntry['result'], Style>;

export function syncSpan(sync: SyncStatus | ''): Span {
	return sync === '' ? '' : [syncStyles[sync], sync];
}

export function healthSpan(health: HealthStatus): Span {
	return [healthStyles[health], health];
}

export function resultSpan(result: OperationEntry['result']): Span {
	return [resultStyles[result], result];
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

/** The time of day where the reader is: `12:03:04`. */
export function clockOf(time: string): string {
	const date = new Date(time);
	const two = (value: number) => String(value).padStart(2, '0');
	return Number.isNaN(date.getTime())
		? '--:--:--'
		: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `2 changes`, `1 change`. */
export function count(amount: number, noun: string): string {
	return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
