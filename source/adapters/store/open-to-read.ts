import {accessSync, constants, existsSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {pathToFileURL} from 'node:url';
import {UnwritableStateError} from '../../model/operator-error.ts';
import {createDatabase, type Database} from './database.ts';
import {toFailure} from './failures.ts';
import {check, closingOnError, create, isEmpty, longestWait, type OpenedState, versionOf} from './open-state.ts';
import {lacking, schemaVersion} from './schema.ts';
import {loadSqlite} from './sqlite.ts';

/** Opens the state without ever writing to it; where there is none, an empty one in memory. */
export function openStateReadOnly(file: string): OpenedState {
	try {
		return openToRead(file, whereToRead(file));
	} catch (error) {
		const failure = toFailure(error, file);
		if (!(failure instanceof UnwritableStateError && hasEmptyLog(file))) {
			throw failure;
		}
	}

	// On a full disk not even the file beside it can be made; all that was written stands in ours.
	try {
		return openToRead(file, asIfFrozen(file));
	} catch (error) {
		throw toFailure(error, file);
	}
}

function openToRead(file: string, where: string | URL): OpenedState {
	const DatabaseSync = loadSqlite();
	if (!existsSync(file) || statSync(file).size === 0) {
		return {database: openEmpty(file), notices: []};
	}

	const connection = new DatabaseSync(where, {readOnly: true, timeout: longestWait});
	let isBeingMade = false;
	closingOnError(connection, () => {
		isBeingMade = isEmpty(connection);
		if (isBeingMade) {
			return;
		}

		const isFirst = versionOf(connection) === 1;
		check(connection, file, isFirst ? 1 : schemaVersion);
		if (isFirst) {
			connection.exec(lacking);
		}
	});
	if (isBeingMade) {
		connection.close();
	}

	return {database: isBeingMade ? openEmpty(file) : createDatabase(connection, file), notices: []};
}

/** In memory, for reading alone. */
function openEmpty(file: string): Database {
	const DatabaseSync = loadSqlite();
	const connection = new DatabaseSync(':memory:');
	create(connection);
	connection.exec('PRAGMA query_only = ON');
	return createDatabase(connection, file);
}

/** Even for reading, SQLite makes a file beside ours; where it may not, and nobody writes, it can do without. */
function whereToRead(file: string): string | URL {
	const isAlone = !existsSync(`${file}-wal`);
	return isAlone && !isWritable(dirname(file)) ? asIfFrozen(file) : file;
}

function asIfFrozen(file: string): URL {
	return new URL(`${pathToFileURL(file)}?immutable=1`);
}

/** Nothing was written that is not in the file itself. */
function hasEmptyLog(file: string): boolean {
	return (statSync(`${file}-wal`, {throwIfNoEntry: false})?.size ?? 0) === 0;
}

function isWritable(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK);
		return true;
	} catch {
		return false;
	}
}
