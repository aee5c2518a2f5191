import type {Verdict} from '../../model/operation.ts';
import type {Store} from '../../model/ports.ts';
import type {Kind} from '../../model/resource.ts';
import {type Database, textOf} from './database.ts';
import type {Notes} from './notes.ts';
import {decode, encode, verdictsSchema} from './records.ts';

/** What is known of clusters and sources, and could be found out again. */
export type Knowledge = Pick<
	Store,
	| 'identityOf'
	| 'setIdentity'
	| 'lastCommit'
	| 'setLastCommit'
	| 'verdicts'
	| 'setVerdicts'
	| 'kindsInUse'
	| 'addKindsInUse'
>;

export function createKnowledge(database: Database, notes: Notes): Knowledge {
	/** Every write to a cluster names its kind; the rows stay for good. */
	const knownKinds = new Set<string>();
	const commits = createNoted(notes, {
		read(app, sourceId) {
			const row = database.get('SELECT id FROM commits WHERE app = ? AND source = ?', app, sourceId);
			return row && textOf(row, 'id');
		},
		write(app, sourceId, commit: string) {
			database.run('REPLACE INTO commits (app, source, id) VALUES (?, ?, ?)', app, sourceId, commit);
		},
	});
	const verdicts = createNoted(notes, {
		read(cluster, app) {
			const row = database.get('SELECT json FROM verdicts WHERE cluster = ? AND app = ?', cluster, app);
			return row && decode(verdictsSchema, textOf(row, 'json'), database.file);
		},
		write(cluster, app, proven: readonly Verdict[]) {
			database.run('REPLACE INTO verdicts (cluster, app, json) VALUES (?, ?, ?)', cluster, app, encode(proven));
		},
	});

	return {
		identityOf(context) {
			const row = database.get('SELECT identity FROM contexts WHERE context = ?', context);
			return row && textOf(row, 'identity');
		},
		setIdentity(context, identity) {
			database.run('REPLACE INTO contexts (context, identity) VALUES (?, ?)', context, identity);
		},
		lastCommit: (app, sourceId) => commits.get(app, sourceId),
		setLastCommit: (app, sourceId, commit) => commits.set(app, sourceId, commit),
		verdicts: (cluster, app) => verdicts.get(cluster, app) ?? [],
		setVerdicts: (cluster, app, proven) => verdicts.set(cluster, app, proven),
		kindsInUse(cluster) {
			if (database.get('SELECT 1 FROM searches WHERE cluster = ?', cluster) === undefined) {
				return undefined;
			}

			const rows = database.all(
				'SELECT api_group, kind, version FROM kinds WHERE cluster = ? ORDER BY api_group, kind',
				cluster,
			);
			return rows.map(row => ({
				group: textOf(row, 'api_group'),
				version: textOf(row, 'version'),
				kind: textOf(row, 'kind'),
			}));
		},
		addKindsInUse(cluster, kinds) {
			const idOf = ({group, kind, version}: Kind) => `${cluster} ${group}/${version}/${kind}`;
			const added = kinds.filter(kind => !knownKinds.has(idOf(kind)));
			if (added.length === 0 && kinds.length > 0) {
				return;
			}

			database.transaction(() => {
				database.run('INSERT OR IGNORE INTO searches (cluster) VALUES (?)', cluster);
				for (const {group, kind, version} of added) {
					database.run(
						'REPLACE INTO kinds (cluster, api_group, kind, version) VALUES (?, ?, ?, ?)',
						...[cluster, group, kind, version],
					);
				}
			});
			for (const kind of added) {
				knownKinds.add(idOf(kind));
			}
		},
	};
}

type Table<Value> = {
	read(one: string, other: string): Value | undefined;
	write(one: string, other: string, value: Value): void;
};

/** Values by two names: what is noted is read before it is written. */
function createNoted<Value>(notes: Notes, {read, write}: Table<Value>) {
	const unwritten = new Map<string, Value>();
	const idOf = (one: string, other: string) => JSON.stringify([one, other]);
	return {
		get: (one: string, other: string) => unwritten.get(idOf(one, other)) ?? read(one, other),
		set(one: string, other: string, value: Value): void {
			const id = idOf(one, other);
			unwritten.set(id, value);
			notes.add(
				() => write(one, other, value),
				() => unwritten.delete(id),
			);
		},
	};
}
