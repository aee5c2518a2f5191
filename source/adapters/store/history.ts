import type {HistoryEntry, Operation, OperationEntry, Step, SwitchEntry} from '../../model/operation.ts';
import type {Store} from '../../model/ports.ts';
import {type Database, numberOf, type Row, textOf} from './database.ts';
import {damaged} from './failures.ts';
import type {Locks} from './locks.ts';
import {decode, keysSchema, planSchema, resultSchema, stepSchema} from './records.ts';
import {readTurns} from './switches.ts';

const columns = `operations.id, cluster, operations.app, revision, operations.digest, actor, resources, total,
	started_at, ended_at, result, message,
	(SELECT count(*) FROM steps WHERE operation = operations.id AND state = 'done') AS done`;

const withPlan = `SELECT ${columns}, json FROM operations JOIN plans ON plans.id = operations.plan`;

/** What changed nothing, and did not fail, only marks its commit as deployed. */
const isListed = "(total > 0 OR result IS NOT 'succeeded')";

const newestFirst = 'ORDER BY operations.id DESC';

export type History = Pick<Store, 'unfinished' | 'lastAttempt' | 'history' | 'operation'>;

export function createHistory(database: Database, locks: Locks): History {
	const {file} = database;

	function toEntry(row: Row): OperationEntry {
		return {
			kind: 'operation',
			id: numberOf(row, 'id'),
			revision: textOf(row, 'revision'),
			digest: textOf(row, 'digest'),
			by: textOf(row, 'actor'),
			...(row.ended_at === null ? toOpenEnd(row) : toEnd(row, file)),
		};
	}

	/** It runs as long as the process that has the application's lock lives. */
	function toOpenEnd(row: Row): Pick<OperationEntry, 'time' | 'result' | 'message'> {
		const time = textOf(row, 'started_at');
		const progress = describeProgress(row);
		return locks.isHeld(textOf(row, 'cluster'), textOf(row, 'app'))
			? {time, result: 'running', message: progress}
			: {time, result: 'interrupted', message: `cut off; ${progress}`};
	}

	return {
		unfinished(cluster, app) {
			const row = database.get(
				`${withPlan} WHERE operations.app = ? AND cluster = ? AND ended_at IS NULL ${newestFirst} LIMIT 1`,
				...[app, cluster],
			);
			return row && !locks.isHeld(cluster, app)
				? toOperation(row, readSteps(database, numberOf(row, 'id')), file)
				: undefined;
		},
		lastAttempt(cluster, app) {
			const row = database.get(
				`${withPlan} WHERE operations.app = ? AND cluster = ? AND ended_at IS NOT NULL AND result <> 'stale'
				${newestFirst} LIMIT 1`,
				...[app, cluster],
			);
			return row && {...toEntry(row), plan: decode(planSchema, textOf(row, 'json'), file)};
		},
		history(app, cluster) {
			const rows =
				cluster === undefined
					? database.all(`SELECT ${columns} FROM operations WHERE app = ? AND ${isListed} ${newestFirst}`, app)
					: database.all(
							`SELECT ${columns} FROM operations WHERE app = ? AND cluster = ? AND ${isListed} ${newestFirst}`,
							app,
							cluster,
						);
			return merge(rows.map(toEntry), readTurns(database, app));
		},
		operation(app, id) {
			const row = database.get(`${withPlan} WHERE operations.app = ? AND operations.id = ?`, app, id);
			return row && {operation: toOperation(row, readSteps(database, id), file), entry: toEntry(row)};
		},
	};
}

/** Both are newest first, and stay in their order. */
function merge(operations: readonly OperationEntry[], turns: readonly SwitchEntry[]): readonly HistoryEntry[] {
	const merged: HistoryEntry[] = [];
	const left = [...turns];
	for (const entry of operations) {
		while (left[0] && left[0].time >= entry.time) {
			merged.push(...left.splice(0, 1));
		}

		merged.push(entry);
	}

	return [...merged, ...left];
}

/** The application's operations that were begun and have no end. */
export function findOpen(database: Database, cluster: string, app: string): readonly Row[] {
	return database.all(
		`SELECT ${columns} FROM operations WHERE app = ? AND cluster = ? AND ended_at IS NULL`,
		app,
		cluster,
	);
}

export function describeProgress(row: Row): string {
	return `${numberOf(row, 'done')} of ${numberOf(row, 'total')} steps done`;
}

function readSteps(database: Database, operation: number): readonly Step[] {
	const rows = database.all('SELECT key, op, wave, state FROM steps WHERE operation = ? ORDER BY rowid', operation);
	return rows.map(row => {
		const {data, error} = stepSchema.safeParse(row);
		if (data === undefined) {
			throw damaged(database.file, error);
		}

		return data;
	});
}

function toEnd(row: Row, file: string): Pick<OperationEntry, 'time' | 'result' | 'message'> {
	const {data, error} = resultSchema.safeParse(row.result);
	if (data === undefined) {
		throw damaged(file, error);
	}

	return {time: textOf(row, 'ended_at'), result: data, message: textOf(row, 'message')};
}

function toOperation(row: Row, steps: readonly Step[], file: string): Operation {
	return {
		id: numberOf(row, 'id'),
		app: textOf(row, 'app'),
		cluster: textOf(row, 'cluster'),
		revision: textOf(row, 'revision'),
		plan: decode(planSchema, textOf(row, 'json'), file),
		by: textOf(row, 'actor'),
		resources: decode(keysSchema, textOf(row, 'resources'), file),
		startedAt: textOf(row, 'started_at'),
		steps,
	};
}
