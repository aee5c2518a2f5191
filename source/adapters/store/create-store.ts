import {OperatorError, UnwritableStateError} from '../../model/operator-error.ts';
import type {Store} from '../../model/ports.ts';
import {createAdoption, withAliases} from './aliases.ts';
import {createAudit} from './audit.ts';
import {type Database, type Row, textOf} from './database.ts';
import {createEvents} from './events.ts';
import {createHistory} from './history.ts';
import {createKnowledge} from './knowledge.ts';
import {createLocks, type Succession} from './locks.ts';
import {createNotes} from './notes.ts';
import {beginAnew, openState, secretKeyQuery} from './open-state.ts';
import {openStateReadOnly} from './open-to-read.ts';
import {createOperations} from './operations.ts';
import {createPlans} from './plans.ts';
import {createSwitches, switchesQuery} from './switches.ts';

export type StoreOptions = {
	readonly file: string;
	/** Nothing is ever written: what would be remembered is forgotten, and an operation can't be begun. */
	readonly isReadOnly?: boolean;
	/** Where the state can't be written it is only read, which a notice says; otherwise that is an error. */
	readonly mayForget?: boolean;
	/** It is at the place where trueup keeps it: what is there was ours, even if it can't be told any more. */
	readonly isOurs?: boolean;
	readonly succession?: Succession;
};

export type OpenedStore = {
	readonly store: Store;
	/** For the person: a damaged file was moved aside. */
	readonly notices: readonly string[];
};

export function createStore({
	file,
	isReadOnly = false,
	mayForget,
	isOurs = false,
	succession = alone,
}: StoreOptions): OpenedStore {
	if (mayForget && !isReadOnly) {
		return createIfPossible({file, isOurs, succession});
	}

	const {database, notices} = isReadOnly ? openStateReadOnly(file) : openState(file, isOurs);
	let isOver = false;
	const locks = createLocks(database, isReadOnly ? alone : succession);
	const plans = createPlans(database);
	const notes = createNotes(database);
	const {savePlan, plan} = plans;
	const {lock, unlock} = locks;
	const store: Store = {
		secretKey: textOf(database.get(secretKeyQuery) ?? {}, 'value'),
		...createKnowledge(database, notes),
		...createOperations(database, plans, notes),
		...createEvents(database, notes),
		...createHistory(database, locks),
		...createAudit(database),
		...createSwitches(database),
		...createAdoption(database),
		listen: notes.listen,
		savePlan,
		plan,
		lock,
		unlock,
		startAnew() {
			isOver = true;
			notes.end();
			const known = switchesIn(database);
			database.close();
			const anew = beginAnew(file, database.inode, known);
			anew.database.close();
			return anew.notices.join('; ');
		},
		close() {
			if (isOver) {
				return;
			}

			try {
				notes.flush();
				locks.release();
			} catch (error) {
				// Nobody works with this store any more, and its locks end with its process.
				if (!(error instanceof OperatorError)) {
					throw error;
				}
			} finally {
				notes.end();
				database.close();
			}
		},
	};
	return {store: withAliases(isReadOnly ? forgetful(store) : store), notices};
}

/** A file that was removed can still be read by who has it open. */
function switchesIn(database: Database): readonly Row[] | undefined {
	try {
		return database.all(switchesQuery);
	} catch {
		return undefined;
	}
}

function createIfPossible(options: StoreOptions): OpenedStore {
	try {
		return createStore(options);
	} catch (error) {
		if (!(error instanceof UnwritableStateError)) {
			throw error;
		}

		const {store, notices} = createStore({...options, isReadOnly: true});
		return {store, notices: [...notices, `${error.message}; what is shown is not kept, and nothing can be synced`]};
	}
}

const alone: Succession = {session: '', ended: []};

const forget = () => undefined;

/** Only which clusters there were is remembered, by this process: that one has become another is seen by who only looks, too. */
function forgetful(store: Store): Store {
	const identities = new Map<string, string>();
	const remember: Store['setIdentity'] = (place, identity) => {
		identities.set(place, identity);
	};
	return {
		...store,
		// What another process has written is newer: a person may have confirmed it.
		identityOf: place => store.identityOf(place) ?? identities.get(place),
		setIdentity: remember,
		adoptIdentity: remember,
		setLastCommit: forget,
		setVerdicts: forget,
		addKindsInUse: forget,
		savePlan: forget,
		turn: forget,
		unlock: forget,
		record: forget,
		startAnew: forget,
	};
}
