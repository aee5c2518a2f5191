import {statSync} from 'node:fs';
import type {DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync} from 'node:sqlite';
import {gone, toFailureOfOurs} from './failures.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** One connection to the state file. What the file refuses is thrown as an `OperatorError`. */
export type Database = {
	readonly file: string;
	/** Of the file that is open, which may have gone from its place by now; undefined where it is only read. */
	readonly inode: number | undefined;
	get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
	all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
	/** Gives the id of the row that was inserted last. */
	run(sql: string, ...values: readonly SQLInputValue[]): number;
	/** All or nothing, with no other process writing meanwhile. */
	transaction<T>(work: () => T): T;
	/** A transaction that has reached the disk, and not only the system's cache, when this returns. */
	durably<T>(work: () => T): T;
	close(): void;
};

export function createDatabase(connection: DatabaseSync, file: string, inode?: number): Database {
	const statements = new Map<string, StatementSync>();

	function prepare(sql: string): StatementSync {
		const statement = statements.get(sql) ?? connection.prepare(sql);
		statements.set(sql, statement);
		return statement;
	}

	function guard<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw toFailureOfOurs(error, file);
		}
	}

	/** What is written into a file that was removed, or kept aside by another process, nobody would read any more. */
	function checkPlace(): void {
		const found = statSync(file, {throwIfNoEntry: false});
		if (found?.ino !== inode || found?.size === 0) {
			throw gone(file, found === undefined ? 'was removed' : 'was emptied, or another one is in its place');
		}
	}

	function write<T>(work: () => T): T {
		return guard(() => {
			if (inode !== undefined && !connection.isTransaction) {
				checkPlace();
			}

			return work();
		});
	}

	const transaction = <T>(work: () => T): T => write(() => inTransaction(connection, work));

	return {
		file,
		inode,
		get: (sql, ...values) => guard(() => prepare(sql).get(...values)),
		all: (sql, ...values) => guard(() => prepare(sql).all(...values)),
		run: (sql, ...values) => write(() => Number(prepare(sql).run(...values).lastInsertRowid)),
		transaction,
		durably(work) {
			connection.exec('PRAGMA synchronous = FULL');
			try {
				return transaction(work);
			} finally {
				connection.exec('PRAGMA synchronous = NORMAL');
			}
		},
		close() {
			if (connection.isOpen) {
				statements.clear();
				connection.close();
			}
		},
	};
}

/** Takes the right to write at its start: a reader that turns writer could lose its place to another process. */
export function inTransaction<T>(connection: DatabaseSync, work: () => T): T {
	connection.exec('BEGIN IMMEDIATE');
	try {
		const result = work();
		connection.exec('COMMIT');
		return result;
	} finally {
		// SQLite itself rolls back after some errors.
		if (connection.isTransaction) {
			connection.exec('ROLLBACK');
		}
	}
}

/** For columns that hold text; the tables are strict. */
export function textOf(row: Row, column: string): string {
	const value = row[column];
	if (typeof value !== 'string') {
		throw new TypeError(`column ${column} holds no text`);
	}

	return value;
}

/** For columns that hold whole numbers. */
export function numberOf(row: Row, column: string): number {
	const value = row[column];
	if (typeof value !== 'number') {
		throw new TypeError(`column ${column} holds no number`);
	}

	return value;
}
