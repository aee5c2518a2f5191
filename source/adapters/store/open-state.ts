import {randomBytes} from 'node:crypto';
import {existsSync, statSync} from 'node:fs';
import type {DatabaseSync} from 'node:sqlite';
import {createDatabase, type Database, inTransaction} from './database.ts';
import {DamagedStateError, damaged, foreign, otherVersion, toFailure} from './failures.ts';
import {applicationId, lacking, schema, schemaVersion, steps} from './schema.ts';
import {loadSqlite} from './sqlite.ts';
import {makeStateFile, moveAside} from './state-file.ts';

// A check reads the whole file: up to this size it takes some 30 ms.
const largestChecked = 64 * 1024 * 1024;

/** In milliseconds. */
const longestWait = 5000;

export type OpenedState = {readonly database: Database; readonly notices: readonly string[]};

/** Opens the state, and makes it where there is none. A damaged one is moved aside, which a notice says. */
export function openState(file: string): OpenedState {
	try {
		makeStateFile(file);
		const {ino} = statSync(file);
		const found = open(file);
		if (!(found instanceof DamagedStateError)) {
			return {database: found, notices: []};
		}

		const aside = moveAside(file, ino);
		makeStateFile(file);
		const anew = open(file);
		if (anew instanceof DamagedStateError) {
			throw anew;
		}

		const notice = `the state file ${file} was damaged and is kept as ${aside}; plans, history and audit start anew`;
		return {database: anew, notices: [notice]};
	} catch (error) {
		throw toFailure(error, file);
	}
}

/** Opens the state without ever writing to it; where there is none, an empty one in memory. */
export function openStateReadOnly(file: string): OpenedState {
	const DatabaseSync = loadSqlite();
	try {
		if (!existsSync(file) || statSync(file).size === 0) {
			const connection = new DatabaseSync(':memory:');
			create(connection);
			connection.exec('PRAGMA query_only = ON');
			return {database: createDatabase(connection, file), notices: []};
		}

		const connection = new DatabaseSync(file, {readOnly: true, timeout: longestWait});
		closingOnError(connection, () => {
			const isFirst = versionOf(connection) === 1;
			check(connection, file, isFirst ? 1 : schemaVersion);
			if (isFirst) {
				connection.exec(lacking);
			}
		});
		return {database: createDatabase(connection, file), notices: []};
	} catch (error) {
		throw toFailure(error, file);
	}
}

function open(file: string): Database | DamagedStateError {
	const DatabaseSync = loadSqlite();
	try {
		const connection = new DatabaseSync(file, {timeout: longestWait, enableForeignKeyConstraints: true});
		closingOnError(connection, () => {
			prepare(connection);
			check(connection, file, schemaVersion);
		});
		return createDatabase(connection, file);
	} catch (error) {
		const failure = toFailure(error, file);
		if (failure instanceof DamagedStateError) {
			return failure;
		}

		throw failure;
	}
}

function prepare(connection: DatabaseSync): void {
	connection.exec('PRAGMA synchronous = NORMAL');
	if (isEmpty(connection)) {
		connection.exec('PRAGMA journal_mode = WAL');
		inTransaction(connection, () => isEmpty(connection) && create(connection));
	} else if (isOlder(connection)) {
		inTransaction(connection, () => isOlder(connection) && upgrade(connection));
	}
}

function isOlder(connection: DatabaseSync): boolean {
	return applicationOf(connection) === applicationId && steps.has(versionOf(connection));
}

function upgrade(connection: DatabaseSync): void {
	for (let version = versionOf(connection); version < schemaVersion; version++) {
		connection.exec(steps.get(version) ?? '');
	}

	connection.exec(`PRAGMA user_version = ${schemaVersion}`);
}

function versionOf(connection: DatabaseSync): number {
	return Number(connection.prepare('PRAGMA user_version').get()?.user_version);
}

function applicationOf(connection: DatabaseSync): unknown {
	return connection.prepare('PRAGMA application_id').get()?.application_id;
}

function closingOnError(connection: DatabaseSync, work: () => void): void {
	try {
		work();
	} catch (error) {
		connection.close();
		throw error;
	}
}

function isEmpty(connection: DatabaseSync): boolean {
	return connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function create(connection: DatabaseSync): void {
	connection.exec(schema);
	const secretKey = randomBytes(32).toString('hex');
	connection.prepare("INSERT INTO meta (name, value) VALUES ('secret-key', ?)").run(secretKey);
	connection.exec(`PRAGMA user_version = 1; PRAGMA application_id = ${applicationId}`);
	upgrade(connection);
}

/** Read by `check` already: it is always there. */
export const secretKeyQuery = "SELECT value FROM meta WHERE name = 'secret-key'";

function check(connection: DatabaseSync, file: string, expected: number): void {
	if (applicationOf(connection) !== applicationId) {
		throw foreign(file);
	}

	const version = versionOf(connection);
	if (version !== expected) {
		throw otherVersion(file, version, schemaVersion);
	}

	if (statSync(file).size <= largestChecked) {
		const finding = connection.prepare('PRAGMA quick_check(1)').get()?.quick_check;
		if (finding !== 'ok') {
			throw damaged(file, finding);
		}
	}

	if (connection.prepare(secretKeyQuery).get() === undefined) {
		throw damaged(file, 'its key is missing');
	}
}
