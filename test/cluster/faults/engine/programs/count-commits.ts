import {appendFileSync} from 'node:fs';
import {DatabaseSync, type SQLInputValue, StatementSync} from 'node:sqlite';

/**
 * Loaded into trueup before its own code: counts the commits of its state file, at which alone the file changes, and
 * ends the process as kill -9 does before or after one of them. `KILL_AT` is `before 7`; `COMMITS_TO` names a file that
 * gets a line a commit.
 */
const [when = '', at = ''] = (process.env.KILL_AT ?? '').split(' ');
const log = process.env.COMMITS_TO;
let count = 0;

/** Between commits of one turn of the event loop no request can be answered. */
let isNewTurn = true;

function commit<T>(work: () => T): T {
	count++;
	const turn = isNewTurn ? 'new' : 'same';
	if (isNewTurn) {
		isNewTurn = false;
		setImmediate(() => {
			isNewTurn = true;
		});
	}

	dieAt('before');
	const result = work();
	if (log !== undefined) {
		appendFileSync(log, `${turn}\n`);
	}

	dieAt('after');
	return result;
}

function dieAt(moment: string): void {
	if (when === moment && Number(at) === count) {
		process.kill(process.pid, 'SIGKILL');
	}
}

const open = new WeakMap<StatementSync, DatabaseSync>();
const {exec, prepare} = DatabaseSync.prototype;
const {run} = StatementSync.prototype;
DatabaseSync.prototype.prepare = function (...args) {
	const statement = prepare.apply(this, args);
	open.set(statement, this);
	return statement;
};
DatabaseSync.prototype.exec = function (sql) {
	return sql === 'COMMIT' ? commit(() => exec.call(this, sql)) : exec.call(this, sql);
};
Reflect.set(StatementSync.prototype, 'run', function (this: StatementSync, ...args: readonly SQLInputValue[]) {
	const write = () => Reflect.apply(run, this, args);
	return open.get(this)?.isTransaction ? write() : commit(write);
});
