import type {Application} from '../model/application.ts';
import {count} from '../model/count.ts';
import {OperatorError, UnreachableError} from '../model/operator-error.ts';
import type {Ports} from '../model/ports.ts';
import {keyOf} from '../model/resource.ts';
import {shortRevision} from '../model/revision.ts';
import type {Row} from '../model/row.ts';
import {isEqual} from '../plan/canonical.ts';
import type {AppState, Stale, Trouble} from './app-state.ts';
import type {Catalog} from './catalog.ts';
import type {Examined} from './examine.ts';
import {BlockedApplication} from './examiner.ts';
import {type Loss, secondOf, sinceWhen, timeOf} from './loss.ts';
import type {Operations} from './operations.ts';
import {pastOfOwn} from './past.ts';
import {patienceAskedBy, retryDelay} from './patience.ts';
import {detailsOf, rowOf, unknownDetails} from './rows.ts';
import {contextOf} from './sites.ts';

export type Keeping = {
	readonly catalog: Catalog;
	readonly operations: Operations;
	readonly onRow: (row: Row) => void;
	readonly ports: Pick<Ports, 'clock' | 'clusters'>;
	/** Why and since when what is known of the cluster of that context is not news any more; undefined while it is. */
	readonly lossOf: (context: string) => Loss | undefined;
};

/** The applications' rows: what was found, what goes on, and what is not news any more. */
export class RowKeeper {
	readonly #keeping: Keeping;

	constructor(keeping: Keeping) {
		this.#keeping = keeping;
	}

	async examined(state: AppState, examined: Examined, signal: AbortSignal): Promise<void> {
		const last = this.#keeping.operations.lastAttempt(examined.site.identity, examined.application.name);
		const details = await detailsOf(examined, pastOfOwn(state, last, examined.revision), signal);
		const unwell = details.resourceRows.filter(({health}) => health !== 'Healthy');
		state.doubts = new Set(unwell.map(({namespace}) => `${examined.site.context} ${namespace}`));
		state.unwell = new Set(unwell.map(keyOf));
		state.context = examined.site.context;
		const before = state.found;
		const {sync, health, message} = details;
		state.found = rowOf(details);
		state.unseen = examined.compared.filter(({unseen}) => unseen !== undefined).length;
		state.trouble = undefined;
		state.askedAgainAt = this.#askedAgainAt(examined);
		this.refresh(state);
		if (before?.health !== health || before.sync !== sync) {
			state.tell({kind: 'health', message: `${sync}, ${health}${message === '' ? '' : `: ${message}`}`});
		}
	}

	/** What could not be looked at: told once for each reason, and shown as last known. Says how long to wait, in milliseconds. */
	troubled(state: AppState, error: unknown): number {
		state.troubles++;
		const now = this.#keeping.ports.clock.now();
		const message = error instanceof Error ? error.message : String(error);
		const kind = troubleKind(error);
		const delay = Math.max(retryDelay(state.troubles), patienceAskedBy(error));
		const {since = now, message: told} = state.trouble ?? {};
		if (told !== message || kind === 'failed') {
			const what = kind === 'failed' ? `internal error: ${message}` : message;
			state.tell({kind, message: `${what}; tried again in ${delay / 1000} s`});
		}

		state.trouble = {since, message, nextAt: now + delay, isOutage: error instanceof UnreachableError};
		this.refresh(state);
		return delay;
	}

	/** What was found, marked where it is not news any more, with what goes on. */
	refresh(state: AppState): void {
		state.stale = this.#staleOf(state);
		if (state.found) {
			this.#show(state, this.#rowOf(state, state.found));
		} else if (state.stale) {
			const {reason, ...outage} = state.stale;
			this.#show(state, {...this.#blank(state.application), message: reason, ...outage});
		}
	}

	/** Says that nothing is new. */
	tellUnchanged(state: AppState): void {
		const {found: row} = state;
		if (!row) {
			return;
		}

		const standing = `${row.sync}, ${row.health}`;
		const reason = state.stale?.reason ?? this.#outdated(state.application, row);
		if (reason !== undefined) {
			const message = `last known: ${standing}; ${reason}`;
			state.tell({kind: 'stale', revision: row.revision, message, standing});
		} else {
			const message = `${describeStanding(row, state.unseen)}, at ${shortRevision(row.revision) || 'no commit'}`;
			state.tell({kind: 'unchanged', revision: row.revision, message, standing});
		}
	}

	/** Newer commits may not be had; what was fetched may still be waiting for a cluster that takes its time. */
	#outdated(application: Application, row: Row): string | undefined {
		const {revision = '', isStale = false, problems = []} = this.#keeping.catalog.of(application) ?? {};
		const [problem] = isStale ? problems : [];
		if (problem) {
			return problem.message;
		}

		return revision === row.revision ? undefined : `commit ${shortRevision(revision)} is not compared yet`;
	}

	/** That nothing is heard of a cluster goes before what could not be asked of it meanwhile: it began sooner. */
	#staleOf({application, context, trouble}: AppState): Stale | undefined {
		const loss = this.#keeping.lossOf(context);
		if (loss) {
			return {reason: loss.describe(), outage: {context, since: secondOf(loss.since)}};
		}

		const where = trouble?.isOutage ? contextOf(this.#keeping.ports.clusters, application) : '';
		const outage = trouble && where !== '' && {outage: {context: where, since: secondOf(trouble.since)}};
		return trouble && {reason: describeTrouble(trouble), ...outage};
	}

	#rowOf({application: {policy}, running, stale, askedAgainAt, fight}: AppState, found: Row): Row {
		if (stale) {
			const {reason, ...outage} = stale;
			return {...found, policy, message: `stale: ${reason}`, isStale: true, ...outage};
		}

		const now = found.sync === 'OutOfSync' && fight !== '' ? fight : found.message;
		const message = askedAgainAt === undefined ? now : `${now}; asked again at ${timeOf(askedAgainAt)}`;
		return {...found, policy, message: running?.progress || message};
	}

	/** The next time that the cluster is asked whether it still refuses something. */
	#askedAgainAt({compared}: Examined): number | undefined {
		const {clock} = this.#keeping.ports;
		const times = compared.flatMap(({askedAgainAt}) => askedAgainAt ?? []);
		return times.length > 0 ? Math.min(...times) - clock.ticks() + clock.now() : undefined;
	}

	#blank(application: Application): Row {
		const {catalog, ports} = this.#keeping;
		const context = contextOf(ports.clusters, application);
		return rowOf(unknownDetails(application, {context, sourced: catalog.of(application), problems: []}));
	}

	/** Passes a row on that changed. */
	#show(state: AppState, row: Row): void {
		if (!state.row || !isEqual(state.row, row)) {
			state.row = row;
			this.#keeping.onRow(row);
		}
	}
}

/** `2 resources unchanged, Healthy`; what nobody could look at is not said to be unchanged. */
function describeStanding({resources, sync, health}: Row, unseen: number): string {
	if (unseen > 0 && unseen === resources) {
		return `${count(resources, 'resource')}, none of them seen`;
	}

	const some = unseen > 0 ? `, ${unseen} not seen` : '';
	return sync === 'Synced'
		? `${count(resources, 'resource')} unchanged, ${health}`
		: `${count(resources, 'resource')}${some}: ${sync}, ${health}`;
}

function describeTrouble({since, message, nextAt}: Trouble): string {
	return `${message}; ${sinceWhen(since)}; tried again at ${timeOf(nextAt)}`;
}

/** What a person wrote wrongly, what the world refuses, or a bug. */
function troubleKind(error: unknown): 'problem' | 'stale' | 'failed' {
	if (error instanceof BlockedApplication) {
		return 'problem';
	}

	return error instanceof OperatorError ? 'stale' : 'failed';
}
