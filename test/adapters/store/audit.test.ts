import {expect, test} from 'vitest';
import {verifyAudit} from '../../../source/adapters/store/audit.ts';
import {at, openNew, query} from './state.ts';

function openWithAudit() {
	const state = openNew();
	for (const second of [1, 2, 3]) {
		state.store.audit({time: at(second), by: 'ann@desk', what: `approved ${second}`, digest: 'abc'});
	}

	return state;
}

test('each entry of the audit follows from the one before it', () => {
	using state = openWithAudit();
	expect(verifyAudit(state.file)).toBeUndefined();
	expect(query(state.file, 'SELECT id, time, actor, what, digest FROM audit ORDER BY id')).toEqual([
		{id: 1, time: at(1), actor: 'ann@desk', what: 'approved 1', digest: 'abc'},
		{id: 2, time: at(2), actor: 'ann@desk', what: 'approved 2', digest: 'abc'},
		{id: 3, time: at(3), actor: 'ann@desk', what: 'approved 3', digest: 'abc'},
	]);
});

test('an audit without entries is whole', () => {
	using state = openNew();
	expect(verifyAudit(state.file)).toBeUndefined();
});

test.for([
	'DELETE FROM audit WHERE id = 2',
	"UPDATE audit SET what = 'nothing'",
	"REPLACE INTO audit SELECT id, time, actor, 'nothing', digest, hash FROM audit WHERE id = 2",
])('the audit refuses %s', sql => {
	using state = openWithAudit();
	expect(() => query(state.file, sql)).toThrow('the audit is append-only');
});

const unguard = ['audit_keeps', 'audit_stays', 'audit_grows'].map(name => `DROP TRIGGER ${name}`);

test.for<[string, readonly string[], string]>([
	['a change', ["UPDATE audit SET actor = 'bob@desk' WHERE id = 2"], 'entry 2 of the audit does not follow'],
	[
		'a change with a hash of its own',
		["UPDATE audit SET hash = 'abc' WHERE id = 3"],
		'entry 3 of the audit does not follow',
	],
	['a gap', ['DELETE FROM audit WHERE id = 2'], 'entry 2 of the audit is missing'],
	['a missing start', ['DELETE FROM audit WHERE id = 1'], 'entry 1 of the audit is missing'],
	['a missing end', ['DELETE FROM audit WHERE id = 3'], 'entry 3 of the audit is missing'],
	[
		'another order',
		[
			'UPDATE audit SET id = 9 WHERE id = 1',
			'UPDATE audit SET id = 1 WHERE id = 2',
			'UPDATE audit SET id = 2 WHERE id = 9',
		],
		'entry 1 of the audit does not follow',
	],
])('%s is noticed where somebody forced it', ([, changes, expected]) => {
	using state = openWithAudit();
	for (const sql of [...unguard, ...changes]) {
		query(state.file, sql);
	}

	expect(verifyAudit(state.file)).toContain(expected);
});
