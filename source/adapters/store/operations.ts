import type {Operation, Step} from '../../model/operation.ts';
import type {Store} from '../../model/ports.ts';
import {type Database, numberOf} from './database.ts';
import {describeProgress, findOpen} from './history.ts';
import type {Notes} from './notes.ts';
import type {Plans} from './plans.ts';
import {encode} from './records.ts';

/** Operations of each cluster and application. */
const operationsKept = 100;

export function createOperations(
	database: Database,
	plans: Plans,
	notes: Notes,
): Pick<Store, 'begin' | 'step' | 'finish'> {
	function insert({app, cluster, revision, plan, by, resources, startedAt}: Omit<Operation, 'id' | 'steps'>): number {
		const total = resources.length === 0 ? plan.changes.length : resources.length;
		return database.run(
			`INSERT INTO operations (cluster, app, revision, plan, digest, actor, resources, total, started_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			...[cluster, app, revision, plans.keep(plan, startedAt), plan.digest, by],
			...[encode(resources), total, startedAt],
		);
	}

	/** What others before it left undone is the new operation's now. */
	function endOthers({cluster, app, startedAt}: Omit<Operation, 'id' | 'steps'>): void {
		for (const row of findOpen(database, cluster, app)) {
			const message = `cut off; ${describeProgress(row)}`;
			end(numberOf(row, 'id'), {time: startedAt, result: 'interrupted', message});
		}
	}

	function end(id: number, {time, result, message}: Parameters<Store['finish']>[1]): void {
		database.run('UPDATE operations SET ended_at = ?, result = ?, message = ? WHERE id = ?', time, result, message, id);
	}

	function forgetOld(cluster: string, app: string): void {
		// What marked a commit as deployed without a change is of no use once something else was attempted.
		database.run(
			`DELETE FROM operations WHERE app = ? AND cluster = ? AND total = 0 AND result = 'succeeded' AND id <
			(SELECT max(id) FROM operations WHERE app = ? AND cluster = ? AND ended_at IS NOT NULL AND result <> 'stale')`,
			...[app, cluster, app, cluster],
		);
		database.run(
			`DELETE FROM operations WHERE app = ? AND cluster = ? AND id NOT IN
			(SELECT id FROM operations WHERE app = ? AND cluster = ? ORDER BY id DESC LIMIT ${operationsKept})`,
			...[app, cluster, app, cluster],
		);
		plans.forgetOld(app);
	}

	function writeSteps(operation: number, steps: readonly Step[]): void {
		for (const {key, op, wave, state} of steps) {
			database.run(
				`INSERT INTO steps (operation, key, op, wave, state) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (operation, key, op) DO UPDATE SET wave = excluded.wave, state = excluded.state`,
				...[operation, key, op, wave, state],
			);
		}
	}

	return {
		// None of these waits for the disk: a power cut may lose the last of them (no other end of the process does), and
		// whoever goes on compares again, and sees in the cluster what was done. Approvals are in the audit, which waits.
		begin: operation =>
			notes.promise(() => {
				endOthers(operation);
				const id = insert(operation);
				forgetOld(operation.cluster, operation.app);
				return {...operation, id, steps: []};
			}),
		step: (operation, ...steps) => notes.promise(() => writeSteps(operation, steps)),
		finish: (id, last) => notes.promise(() => end(id, last)),
	};
}
