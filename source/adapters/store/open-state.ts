import {randomBytes} from 'node:crypto';
import {statSync} from 'node:fs';
import type {DatabaseSync} from 'node:sqlite';
import {DamagedStateError} from '../../model/operator-error.ts';
import {createDatabase, type Database, inTransaction, type Row} from './database.ts';
import {damaged, ForeignStateError, foreign, otherVersion, toFailure} from './failures.ts';
import {readSwitches, salvage} from './salvage.ts';
import {applicationId, schema, schemaVersion, steps} from './schema.ts';
import {loadSqlite} from './sqlite.ts';
import {isEmptyFile, makeStateFile, moveAside} from './state-file.ts';

// A check reads the whole file: up to this size it takes some 30 ms.
const largestChecked = 64 * 1024 * 1024;

/** In milliseconds. */
export const longestWait = 5000;

export type OpenedState = {readonly database: Database; readonly notices: readonly string[]};

/**
 * Opens the state, and makes it where there is none. A damaged one is moved aside, which a notice says; what can't be
 * told from another program's file is one of ours only at our place.
 */
export function openState(file: string, isOurs: boolean): OpenedState {
	try {
		const wasEmpty = isEmptyFile(file);
		const found = openIfSound(file);
		if (found instanceof DamagedStateError || (found instanceof ForeignStateError && isOurs)) {
			return beginAnew(file, statSync(file).ino);
		}

		if (found instanceof ForeignStateError) {
			throw found;
		}

		const notice = `the state file ${file} was empty; plans, history, audit and switches start anew`;
		return {database: found, notices: wasEmpty ? [notice] : []};
	} catch (error) {
		throw toFailure(error, file);
	}
}

function openIfSound(file: string): Database | DamagedStateError | ForeignStateError {
	try {
		makeStateFile(file);
		return open(file);
	} catch (error) {
		const failure = toFailure(error, file);
		if (failure instanceof ForeignStateError) {
			return failure;
		}

		throw failure;
	}
}

/**
 * Moves what is damaged aside, and opens a new state that knows what persons had switched, if that can still be read:
 * there, or by who still has it open.
 */
export function beginAnew(file: string, inode: number | undefined, known?: readonly Row[]): OpenedState {
	const found = statSync(file, {throwIfNoEntry: false})?.ino;
	const aside = found === inode ? moveAside(file) : undefined;
	makeStateFile(file);
	const database = open(file);
	if (database instanceof DamagedStateError) {
		throw database;
	}

	if (found !== undefined && aside === undefined) {
		const notice = `the state file ${file} was damaged or moved; another trueup, or a person, has put another one in its place, with which it goes on`;
		return {database, notices: [notice]};
	}

	const switches = salvage(aside === undefined ? known : (readSwitches(aside) ?? known), database)
		? ''
		: '; switches that persons turned are as declared again';
	const what = aside === undefined ? 'was removed while it was used' : `was damaged and is kept as ${aside}`;
	const notice = `the state file ${file} ${what}; plans, history and audit start anew${switches}`;
	return {database, notices: [notice]};
}

function open(file: string): Database | DamagedStateError {
	const DatabaseSync = loadSqlite();
	try {
		// Before it is opened: should another process put a new one there meanwhile, this one counts as gone.
		const {ino} = statSync(file);
		const connection = new DatabaseSync(file, {timeout: longestWait, enableForeignKeyConstraints: true});
		closingOnError(connection, () => {
			prepare(connection);
			check(connection, file, schemaVersion);
		});
		return createDatabase(connection, file, ino);
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

export function versionOf(connection: DatabaseSync): number {
	return Number(connection.prepare('PRAGMA user_version').get()?.user_version);
}

function applicationOf(connection: DatabaseSync): unknown {
	return connection.prepare('PRAGMA application_id').get()?.application_id;
}

export function closingOnError(connection: DatabaseSync, work: () => void): void {
	try {
		work();
	} catch (error) {
		connection.close();
		throw error;
	}
}

export function isEmpty(connection: DatabaseSync): boolean {
	return connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

export function create(connection: DatabaseSync): void {
	connection.exec(schema);
	const secretKey = randomBytes(32).toString('hex');
	connection.prepare("INSERT INTO meta (name, value) VALUES ('secret-key', ?)").run(secretKey);
	connection.exec(`PRAGMA user_version = 1; PRAGMA application_id = ${applicationId}`);
	upgrade(connection);
}

/** Read by `check` already: it is always there. */
export const secretKeyQuery = "SELECT value FROM meta WHERE name = 'secret-key'";

export function check(connection: DatabaseSync, file: string, expected: number): void {
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
