import type {LockHolder, Store} from '../../model/ports.ts';
import {type Database, numberOf, type Row, textOf} from './database.ts';
import {currentHolder, describeHolder, type Holder, isAlive} from './holder.ts';

export type Locks = Pick<Store, 'lock' | 'unlock'> & {
	/** Whether a living process has that application's operation. */
	isHeld(cluster: string, app: string): boolean;
	/** Gives up all that this store has taken. */
	release(): void;
};

/**
 * Threads of one process that follow one another, each after the end of the one before it: a lock of one that died is
 * its successor's to give up, though the process lives.
 */
export type Succession = {
	/** Shared by these threads; empty where there is only one. */
	readonly session: string;
	/** Other successions of this process that are over. */
	readonly ended: readonly string[];
};

export function createLocks(database: Database, {session, ended}: Succession): Locks {
	const self = currentHolder();
	const taken = new Map<string, readonly [cluster: string, app: string]>();
	/** Given up, but still in the file, which could not be written then. */
	const owed = new Set<string>();
	const isTaken = (row: Row, id: string) => !(owed.has(id) && isSame(toHolder(row), self)) && isAlive(toHolder(row));

	const find = (cluster: string, app: string) =>
		database.get('SELECT pid, born, host, actor, since FROM locks WHERE cluster = ? AND app = ?', cluster, app);

	function unlock(cluster: string, app: string): void {
		taken.delete(idOf(cluster, app));
		owed.add(idOf(cluster, app));
		database.run(
			'DELETE FROM locks WHERE cluster = ? AND app = ? AND pid = ? AND born = ? AND host = ?',
			cluster,
			app,
			self.pid,
			self.born,
			self.host,
		);
		owed.delete(idOf(cluster, app));
	}

	for (const over of [session, ...ended].filter(name => name !== '')) {
		database.run('DELETE FROM locks WHERE session = ?', over);
	}

	return {
		lock: (cluster, app, since) =>
			database.transaction<LockHolder | undefined>(() => {
				const row = find(cluster, app);
				if (row && isTaken(row, idOf(cluster, app))) {
					return {by: textOf(row, 'actor'), since: textOf(row, 'since')};
				}

				database.run(
					'REPLACE INTO locks (cluster, app, pid, born, host, actor, since, session) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
					...[cluster, app, self.pid, self.born, self.host, describeHolder(self), since, session],
				);
				taken.set(idOf(cluster, app), [cluster, app]);
				owed.delete(idOf(cluster, app));
				return undefined;
			}),
		unlock,
		isHeld(cluster, app) {
			const row = find(cluster, app);
			return row !== undefined && isTaken(row, idOf(cluster, app));
		},
		release() {
			for (const [cluster, app] of taken.values()) {
				unlock(cluster, app);
			}
		},
	};
}

function isSame(one: Holder, other: Holder): boolean {
	return one.pid === other.pid && one.born === other.born && one.host === other.host;
}

function idOf(cluster: string, app: string): string {
	return `${cluster}/${app}`;
}

function toHolder(row: Row): Holder {
	return {pid: numberOf(row, 'pid'), born: textOf(row, 'born'), host: textOf(row, 'host')};
}
