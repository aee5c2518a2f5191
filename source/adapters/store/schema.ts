/** Of the tables below; a change of theirs is a new number, and a step from the one before. */
export const schemaVersion = 2;

/** Marks the file as ours, in its header: `true` in ASCII. */
export const applicationId = 0x74_72_75_65;

export const eventsKept = 10_000;

const switches = `
CREATE TABLE switches (app TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE turns (
	id INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT NOT NULL, time TEXT NOT NULL, actor TEXT NOT NULL,
	message TEXT NOT NULL
) STRICT;
`;

/** From each format to the next. */
export const steps: ReadonlyMap<number, string> = new Map([
	[
		1,
		`${switches}
CREATE INDEX turns_by_application ON turns (app, id);
CREATE INDEX events_by_application ON events (app, id);
ALTER TABLE locks ADD COLUMN session TEXT NOT NULL DEFAULT '';`,
	],
]);

/** What a file of the first format lacks for reading, for one that may not be written. */
export const lacking = switches.replaceAll('CREATE TABLE', 'CREATE TEMP TABLE').replace(' AUTOINCREMENT', '');

/** The first format; `steps` make it the present one. */
export const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE contexts (context TEXT PRIMARY KEY, identity TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE commits (
	app TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL,
	PRIMARY KEY (app, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
	cluster TEXT NOT NULL, app TEXT NOT NULL, json TEXT NOT NULL,
	PRIMARY KEY (cluster, app)
) STRICT;

CREATE TABLE searches (cluster TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE kinds (
	cluster TEXT NOT NULL REFERENCES searches, api_group TEXT NOT NULL, kind TEXT NOT NULL, version TEXT NOT NULL,
	PRIMARY KEY (cluster, api_group, kind)
) STRICT, WITHOUT ROWID;

-- One row a text: what was planned, shown and operated alike is kept once. The highest place is the newest.
CREATE TABLE plans (
	id INTEGER PRIMARY KEY, app TEXT NOT NULL, digest TEXT NOT NULL, content TEXT NOT NULL, json TEXT NOT NULL,
	saved_at TEXT NOT NULL, place INTEGER NOT NULL,
	UNIQUE (app, content)
) STRICT;
CREATE INDEX plans_by_place ON plans (app, place);
CREATE INDEX plans_by_digest ON plans (app, digest);

CREATE TABLE operations (
	id INTEGER PRIMARY KEY AUTOINCREMENT, cluster TEXT NOT NULL, app TEXT NOT NULL, revision TEXT NOT NULL,
	plan INTEGER NOT NULL REFERENCES plans, digest TEXT NOT NULL, actor TEXT NOT NULL, resources TEXT NOT NULL,
	total INTEGER NOT NULL, started_at TEXT NOT NULL,
	ended_at TEXT, result TEXT, message TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX operations_by_application ON operations (app, cluster, id);
CREATE INDEX operations_by_plan ON operations (plan);

CREATE TABLE steps (
	operation INTEGER NOT NULL REFERENCES operations ON DELETE CASCADE, key TEXT NOT NULL, op TEXT NOT NULL,
	wave INTEGER NOT NULL, state TEXT NOT NULL,
	UNIQUE (operation, key, op)
) STRICT;

CREATE TABLE locks (
	cluster TEXT NOT NULL, app TEXT NOT NULL,
	pid INTEGER NOT NULL, born TEXT NOT NULL, host TEXT NOT NULL, actor TEXT NOT NULL, since TEXT NOT NULL,
	PRIMARY KEY (cluster, app)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT NOT NULL, json TEXT NOT NULL) STRICT;
CREATE TRIGGER events_retention AFTER INSERT ON events
BEGIN DELETE FROM events WHERE id <= NEW.id - ${eventsKept}; END;

CREATE TABLE audit (
	id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL,
	digest TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_grows BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
`;
