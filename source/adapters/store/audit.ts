import {createHash} from 'node:crypto';
import type {Store} from '../../model/ports.ts';
import {type Database, numberOf, textOf} from './database.ts';
import {openStateReadOnly} from './open-to-read.ts';

type Entry = Parameters<Store['audit']>[0];

export function createAudit(database: Database): Pick<Store, 'audit'> {
	return {
		audit(entry) {
			database.durably(() => {
				const last = database.get('SELECT hash FROM audit ORDER BY id DESC LIMIT 1');
				const {time, by, what, digest} = entry;
				database.run(
					'INSERT INTO audit (time, actor, what, digest, hash) VALUES (?, ?, ?, ?, ?)',
					...[time, by, what, digest, chain(last ? textOf(last, 'hash') : '', entry)],
				);
			});
		},
	};
}

/** Says where a state file's audit was altered, or nothing. Who can write the file can also write a new chain. */
export function verifyAudit(file: string): string | undefined {
	const {database} = openStateReadOnly(file);
	try {
		return findBreak(database);
	} finally {
		database.close();
	}
}

function findBreak(database: Database): string | undefined {
	let previous = '';
	let expected = 1;
	for (const row of database.all('SELECT id, time, actor, what, digest, hash FROM audit ORDER BY id')) {
		const id = numberOf(row, 'id');
		if (id !== expected) {
			return `entry ${expected} of the audit is missing`;
		}

		const [time = '', by = '', what = '', digest = ''] = ['time', 'actor', 'what', 'digest'].map(name =>
			textOf(row, name),
		);
		const hash = textOf(row, 'hash');
		if (hash !== chain(previous, {time, by, what, digest})) {
			return `entry ${id} of the audit does not follow from what is before it`;
		}

		previous = hash;
		expected += 1;
	}

	// SQLite remembers the highest number that it ever gave.
	const highest = database.get("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
	return highest && numberOf(highest, 'seq') >= expected ? `entry ${expected} of the audit is missing` : undefined;
}

/** Over the entry's JSON with its keys in the alphabet's order. */
function chain(previous: string, {by, digest, time, what}: Entry): string {
	return createHash('sha256').update(previous).update(JSON.stringify({by, digest, time, what})).digest('hex');
}
