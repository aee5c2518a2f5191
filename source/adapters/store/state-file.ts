import {chmodSync, closeSync, existsSync, openSync, readSync, renameSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {chooseBase} from '../config/defaults.ts';
import {makeFolder} from '../make-folder.ts';
import {foreign} from './failures.ts';

const magic = 'SQLite format 3\0';

/** `$XDG_STATE_HOME/trueup/state.db`, or `~/.local/state/trueup/state.db`. */
export function defaultStateFile(environment: Readonly<Record<string, string | undefined>>): string {
	return join(chooseBase(environment, 'XDG_STATE_HOME', '.local/state'), 'trueup', 'state.db');
}

/** Makes the file, empty and for its owner alone, where it is not there; refuses what is no database. */
export function makeStateFile(file: string): void {
	makeFolder(dirname(file), 0o700);
	// SQLite would make it readable for everybody; what it makes beside the file gets the file's mode.
	closeSync(openSync(file, 'a', 0o600));
	const {mode, size} = statSync(file);
	if (size > 0 && firstBytes(file) !== magic) {
		throw foreign(file);
	}

	if ((mode & 0o077) !== 0) {
		chmodSync(file, 0o600);
	}
}

/** Cut to nothing by a full disk or a copy that failed; one that is just being made is so for an instant too. */
export function isEmptyFile(file: string): boolean {
	return statSync(file, {throwIfNoEntry: false})?.size === 0;
}

function firstBytes(file: string): string {
	const descriptor = openSync(file, 'r');
	try {
		const bytes = Buffer.alloc(magic.length);
		readSync(descriptor, bytes);
		return bytes.toString('latin1');
	} finally {
		closeSync(descriptor);
	}
}

/** Moves the file away with what SQLite keeps beside it, and gives its new name. */
export function moveAside(file: string): string {
	const aside = `${file}.corrupt-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
	for (const ending of ['', '-wal', '-shm'].filter(ending => existsSync(`${file}${ending}`))) {
		renameSync(`${file}${ending}`, `${aside}${ending}`);
	}

	return aside;
}
