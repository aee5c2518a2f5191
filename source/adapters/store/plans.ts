import {createHash} from 'node:crypto';
import type {Plan} from '../../model/plan.ts';
import type {Store} from '../../model/ports.ts';
import {type Database, numberOf, textOf} from './database.ts';
import {decode, encode, planSchema} from './records.ts';

/** Of each application, besides those of its operations. */
const plansKept = 50;

/** Eight digits name one plan among few; fewer could be typed by mistake. */
const shortestStart = 8;

export type Plans = Pick<Store, 'savePlan' | 'plan'> & {
	/** Keeps the plan as the newest one and gives its id; within a transaction. */
	keep(plan: Plan, time: string): number;
	/** Forgets what is neither among the newest nor part of an operation; within a transaction. */
	forgetOld(app: string): void;
};

export function createPlans(database: Database): Plans {
	function keep(plan: Plan, time: string): number {
		const json = encode(plan);
		const content = createHash('sha256').update(json).digest('hex');
		const place = numberOf(
			database.get('SELECT coalesce(max(place), 0) + 1 AS next FROM plans WHERE app = ?', plan.app) ?? {},
			'next',
		);
		const row = database.get(
			`INSERT INTO plans (app, digest, content, json, saved_at, place) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (app, content) DO UPDATE SET saved_at = excluded.saved_at, place = excluded.place RETURNING id`,
			...[plan.app, plan.digest, content, json, time, place],
		);
		return numberOf(row ?? {}, 'id');
	}

	function forgetOld(app: string): void {
		database.run(
			`DELETE FROM plans WHERE app = ?
			AND id NOT IN (SELECT id FROM plans WHERE app = ? ORDER BY place DESC LIMIT ${plansKept})
			AND NOT EXISTS (SELECT 1 FROM operations WHERE operations.plan = plans.id)`,
			app,
			app,
		);
	}

	return {
		keep,
		forgetOld,
		savePlan(plan, time) {
			database.transaction(() => {
				keep(plan, time);
				forgetOld(plan.app);
			});
		},
		plan(app, digest) {
			if (digest.length < shortestStart) {
				return undefined;
			}

			const [row, another] = database.all(
				`SELECT json, max(place) FROM plans WHERE app = ? AND substr(digest, 1, ?) = ? GROUP BY digest LIMIT 2`,
				...[app, digest.length, digest],
			);
			return row && !another ? decode(planSchema, textOf(row, 'json'), database.file) : undefined;
		},
	};
}
