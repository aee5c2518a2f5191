import type {Store} from '../../model/ports.ts';
import {createAdoption, withAliases} from './aliases.ts';
import {createAudit} from './audit.ts';
import {textOf} from './database.ts';
import {createEvents} from './events.ts';
import {createHistory} from './history.ts';
import {createKnowledge} from './knowledge.ts';
import {createLocks, type Succession} from './locks.ts';
import {openState, openStateReadOnly, secretKeyQuery} from './open-state.ts';
import {createOperations} from './operations.ts';
import {createPlans} from './plans.ts';
import {createSwitches} from './switches.ts';

export type StoreOptions = {
	readonly file: string;
	/** Nothing is ever written: what would be remembered is forgotten, and an operation can't be begun. */
	readonly isReadOnly?: boolean;
	readonly succession?: Succession;
};

export type OpenedStore = {
	readonly store: Store;
	/** For the person: a damaged file was moved aside. */
	readonly notices: readonly string[];
};

export function createStore({file, isReadOnly = false, succession = alone}: StoreOptions): OpenedStore {
	const {database, notices} = isReadOnly ? openStateReadOnly(file) : openState(file);
	const locks = createLocks(database, isReadOnly ? alone : succession);
	const plans = createPlans(database);
	const {record, events, flush} = createEvents(database);
	const {savePlan, plan} = plans;
	const {lock, unlock} = locks;
	const store: Store = {
		secretKey: textOf(database.get(secretKeyQuery) ?? {}, 'value'),
		...createKnowledge(database),
		...createOperations(database, plans),
		...createHistory(database, locks),
		...createAudit(database),
		...createSwitches(database),
		...createAdoption(database),
		savePlan,
		plan,
		lock,
		unlock,
		record,
		events,
		close() {
			try {
				flush();
				locks.release();
			} finally {
				database.close();
			}
		},
		...(isReadOnly ? forgetful : {}),
	};
	return {store: withAliases(store), notices};
}

const alone: Succession = {session: '', ended: []};

const forget = () => undefined;

const forgetful = {
	setIdentity: forget,
	adoptIdentity: forget,
	setLastCommit: forget,
	setVerdicts: forget,
	addKindsInUse: forget,
	savePlan: forget,
	turn: forget,
	unlock: forget,
	record: forget,
} as const satisfies Partial<Store>;
