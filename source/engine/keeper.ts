import {DamagedStateError, OperatorError} from '../model/operator-error.ts';
import type {Store} from '../model/ports.ts';

export type Hears = {
	/** What was to be kept could not be; said once, until something was. */
	readonly onLost: (error: OperatorError) => void;
	/** It can be kept again. */
	readonly onKept: () => void;
	/** Nothing that is kept can be relied on any more. */
	readonly onDamage: (error: DamagedStateError) => void;
};

/**
 * The store, for an engine that goes on where nothing can be written. What is merely noted, and could be found out again,
 * may be lost: whoever looks still sees all. What is promised (a lock, a step, an approval, a switch) may not: it throws,
 * and what depends on it is not done.
 */
export function createKeeper(store: Store, {onLost, onKept, onDamage}: Hears): Store {
	const told = tellOnce({onLost, onKept});

	function promise<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			if (error instanceof DamagedStateError) {
				onDamage(error);
			}

			throw error;
		}
	}

	/** What may have had nothing to write says `false`: it proves nothing. */
	function note(work: () => unknown): void {
		try {
			if (promise(work) !== false) {
				told.keep();
			}
		} catch (error) {
			if (!(error instanceof OperatorError)) {
				throw error;
			}

			told.lose(error);
		}
	}

	store.listen({
		onWritten: told.keep,
		onLost: error =>
			note(() => {
				throw error;
			}),
	});
	return {
		...store,
		identityOf: context => promise(() => store.identityOf(context)),
		setIdentity: (context, identity) => note(() => store.setIdentity(context, identity)),
		lastCommit: (app, sourceId) => promise(() => store.lastCommit(app, sourceId)),
		verdicts: (cluster, app) => promise(() => store.verdicts(cluster, app)),
		kindsInUse: cluster => promise(() => store.kindsInUse(cluster)),
		addKindsInUse: (cluster, kinds) => note(() => unproven(store.addKindsInUse(cluster, kinds))),
		savePlan: (plan, time) => note(() => store.savePlan(plan, time)),
		plan: (app, digest) => promise(() => store.plan(app, digest)),
		begin: operation => promise(() => store.begin(operation)),
		step: (operation, ...steps) => promise(() => store.step(operation, ...steps)),
		finish: (operation, end) => promise(() => store.finish(operation, end)),
		unfinished: (cluster, app) => promise(() => store.unfinished(cluster, app)),
		lastAttempt: (cluster, app) => promise(() => store.lastAttempt(cluster, app)),
		history: (app, cluster) => promise(() => store.history(app, cluster)),
		operation: (app, id) => promise(() => store.operation(app, id)),
		events: (app, from, to) => promise(() => store.events(app, from, to)),
		turned: () => promise(() => store.turned()),
		turn: (app, turn) => promise(() => store.turn(app, turn)),
		lock: (cluster, app, since) => promise(() => store.lock(cluster, app, since)),
		unlock: (cluster, app) => note(() => unproven(store.unlock(cluster, app))),
		audit: entry => promise(() => store.audit(entry)),
	};
}

/** Says once that something is lost, until something is kept again. */
function tellOnce({onLost, onKept}: Pick<Hears, 'onLost' | 'onKept'>) {
	let isLosing = false;
	return {
		lose(error: OperatorError): void {
			if (!isLosing) {
				isLosing = true;
				onLost(error);
			}
		},
		keep(): void {
			if (isLosing) {
				isLosing = false;
				onKept();
			}
		},
	};
}

/** For what may have had nothing to write. */
function unproven(_: unknown): false {
	return false;
}
