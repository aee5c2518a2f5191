import type {Comparison} from '../../../source/model/comparison.ts';
import type {Diagnosis} from '../../../source/model/diagnosis.ts';
import type {Approval, Engine, Printed, SyncEnd} from '../../../source/model/engine.ts';
import type {Event} from '../../../source/model/event.ts';
import type {HistoryEntry, Operation} from '../../../source/model/operation.ts';
import {UsageError} from '../../../source/model/operator-error.ts';
import type {Plan} from '../../../source/model/plan.ts';
import type {Details, Row} from '../../../source/model/row.ts';
import {converged, healthy, printed, row} from './samples.ts';

/** What the fake answers. */
export type Answers = {
	readonly rows?: readonly Row[];
	readonly details?: Details;
	readonly printed?: Partial<Printed>;
	readonly diagnosis?: Diagnosis;
	readonly comparison?: Comparison;
	readonly plan?: Plan;
	readonly unfinished?: Operation;
	readonly history?: readonly HistoryEntry[];
	readonly resumed?: SyncEnd;
	readonly synced?: SyncEnd;
	/** What it tells while it applies. */
	readonly events?: readonly Event[];
	/** What planning rejects with. */
	readonly failure?: Error;
};

export type FakeEngine = {
	readonly engine: Engine;
	readonly calls: readonly string[];
	readonly approvals: readonly Approval[];
};

const noComparison: Comparison = {revision: 'feature', applications: [], same: 3, problems: [], remarks: []};

const succeeded: SyncEnd = {result: 'succeeded', message: 'healthy'};

/** An engine of the one application `web` that answers from a table and remembers what it was asked to do. */
export function createFakeEngine(answers: Answers): FakeEngine {
	const calls: string[] = [];
	const approvals: Approval[] = [];
	const listeners = new Set<(event: Event) => void>();
	const tell = (end: SyncEnd) => {
		for (const event of [...(answers.events ?? []), {time: '', kind: 'finished' as const, app: 'web', ...end}]) {
			for (const listener of listeners) {
				listener(event);
			}
		}

		return end;
	};
	const known = (app: string) => {
		if (app !== 'web') {
			throw new UsageError(`no application ${app}; there is web`);
		}
	};

	const engine: Engine = {
		names: () => (answers.rows ?? [row]).map(({name}) => name),
		rows: async () => answers.rows ?? [row],
		get: async app => {
			known(app);
			return answers.details ?? healthy;
		},
		render: async (app, {isOffline}) => {
			known(app);
			calls.push(isOffline ? 'render offline' : 'render');
			return {...printed, ...answers.printed};
		},
		compare: async asked => {
			calls.push(`compare ${JSON.stringify(asked)}`);
			return answers.comparison ?? noComparison;
		},
		plan: async (app, {prune}) => {
			known(app);
			calls.push(prune ? 'plan with prune' : 'plan');
			if (answers.failure) {
				throw answers.failure;
			}

			return answers.plan ?? converged;
		},
		sync: async approval => {
			calls.push('sync');
			approvals.push(approval);
			return tell(answers.synced ?? succeeded);
		},
		unfinished: async app => {
			known(app);
			return answers.unfinished;
		},
		resume: async () => {
			calls.push('resume');
			return tell(answers.resumed ?? succeeded);
		},
		history: app => {
			known(app);
			return answers.history ?? [];
		},
		run: async () => undefined,
		refresh: () => undefined,
		subscribe: listener => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close: async () => {
			calls.push('close');
		},
	};
	return {engine, calls, approvals};
}
