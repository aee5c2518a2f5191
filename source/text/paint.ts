import type {Change} from '../model/change.ts';
import type {EventKind} from '../model/event.ts';
import type {HealthStatus} from '../model/health.ts';
import type {OperationEntry} from '../model/operation.ts';
import type {PlanKind} from '../model/plan.ts';
import type {SyncStatus} from '../model/row.ts';

const codes = {plain: 0, bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36} as const;

export type Color = keyof typeof codes;

/** Colours a text, or leaves it as it is. */
export type Paint = (color: Color, text: string) => string;

export function createPaint(isColored: boolean): Paint {
	return (color, text) =>
		isColored && color !== 'plain' && text !== '' ? `\u001b[${codes[color]}m${text}\u001b[0m` : text;
}

/** Whether colours are wanted: on a terminal that has them, unless `NO_COLOR` is set. */
export function isColorWanted(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
	return isTerminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

export const syncColors = {Synced: 'green', OutOfSync: 'yellow', Unknown: 'magenta'} as const satisfies Record<
	SyncStatus,
	Color
>;

export const healthColors = {
	Healthy: 'green',
	Suspended: 'blue',
	Progressing: 'cyan',
	Missing: 'yellow',
	Degraded: 'red',
	Unknown: 'magenta',
} as const satisfies Record<HealthStatus, Color>;

export const opColors = {
	create: 'green',
	update: 'yellow',
	replace: 'magenta',
	delete: 'red',
} as const satisfies Record<Change['op'], Color>;

export const planColors = {
	converged: 'green',
	ready: 'cyan',
	'awaiting-approval': 'yellow',
	blocked: 'red',
} as const satisfies Record<PlanKind, Color>;

export const resultColors = {
	succeeded: 'green',
	failed: 'red',
	'timed-out': 'red',
	stale: 'yellow',
	'awaiting-approval': 'yellow',
	interrupted: 'yellow',
	running: 'cyan',
} as const satisfies Record<OperationEntry['result'], Color>;

/** Every kind of event there is, and how it looks. */
export const eventColors = {
	fetched: 'dim',
	rendered: 'dim',
	compared: 'dim',
	planned: 'plain',
	started: 'bold',
	resumed: 'bold',
	wave: 'plain',
	created: 'green',
	configured: 'yellow',
	unchanged: 'dim',
	deleted: 'red',
	conflict: 'magenta',
	warning: 'yellow',
	failed: 'red',
	waiting: 'plain',
	health: 'plain',
	drift: 'yellow',
	healed: 'green',
	fight: 'magenta',
	switched: 'magenta',
	problem: 'red',
	solved: 'green',
	stale: 'yellow',
	permissions: 'yellow',
	reconnected: 'green',
	retry: 'yellow',
	next: 'dim',
	superseded: 'yellow',
	finished: 'bold',
} as const satisfies Record<EventKind, Color>;
