import {expect, test} from 'vitest';
import type {Row} from '../../source/model/row.ts';
import {openShell} from './support/driver.ts';
import {sampleHello, sampleRow} from './support/samples.ts';

const fleet: readonly Row[] = [
	sampleRow({name: 'gateway', project: 'edge', sync: 'OutOfSync', message: '1 out of sync', syncedAt: ''}),
	sampleRow({
		name: 'orders',
		health: 'Degraded',
		message: 'Deployment orders/web: broken',
		syncedAt: '2026-11-20T09:00:00Z',
	}),
	sampleRow({
		name: '支付系统',
		project: 'pay',
		policy: {automated: true, prune: true, selfHeal: true, createNamespace: false},
	}),
	sampleRow({name: 'web', isStale: true, message: 'stale: no route'}),
];

function open(columns = 80, rows = 24) {
	const driver = openShell({columns, rows});
	driver.greet();
	driver.tell({kind: 'rows', seq: 1, upserts: fleet, deletes: []});
	const names = () =>
		driver
			.body()
			.slice(1)
			.map(line => line.split(' ')[0])
			.filter(name => name !== '');
	return {...driver, names};
}

test('at 80 columns all columns but the switches are there', () => {
	expect(open().body().slice(0, 5)).toEqual([
		'NAME↑     PROJECT   SYNC       HEALTH       REVISION   AGE  MESSAGE',
		'gateway   edge      OutOfSync  Healthy      0123456         1 out of sync',
		'orders    default   Synced     Degraded     0123456     3h  Deployment orders/w…',
		'web       default   Synced     Healthy      0123456     5m  stale: no route',
		'支付系统  pay       Synced     Healthy      0123456     5m',
	]);
});

test('where there is room, project, destination and switches are there too', () => {
	const [head, ...lines] = open(200, 54).body();
	expect(head?.split(/\s+/)).toEqual([
		'NAME↑',
		'PROJECT',
		'DESTINATION',
		'SYNC',
		'HEALTH',
		'REVISION',
		'AUTO',
		'AGE',
		'MESSAGE',
	]);
	expect(lines[3]?.split(/\s+/)).toEqual(['支付系统', 'pay', 'prod/shop', 'Synced', 'Healthy', '0123456', 'aph', '5m']);
});

test.for([
	['N', ['支付系统', 'web', 'orders', 'gateway']],
	['S', ['gateway', 'orders', 'web', '支付系统']],
	['H', ['orders', 'gateway', 'web', '支付系统']],
	['P', ['orders', 'web', 'gateway', '支付系统']],
	['A', ['web', '支付系统', 'orders', 'gateway']],
] as const)('%s sorts', ([key, expected]) => {
	const {press, names} = open();
	press(key);
	expect(names()).toEqual(expected);
});

test.for([
	['a part of a name', 'gate', ['gateway']],
	['a state, in any case', 'degraded', ['orders']],
	['two words', 'synced 支付', ['支付系统']],
	['the inverse of a name', '!web', ['gateway', '支付系统']],
] as const)('/ filters by %s', ([, filter, expected]) => {
	const {press, type, names} = open();
	press('/');
	type(filter);
	expect(names()).toEqual(expected);
	press('esc');
	expect(names()).toHaveLength(4);
});

test('! shows only what needs somebody, and Esc all again', () => {
	const {press, names, screen} = open();
	press('!');
	expect(names()).toEqual(['gateway', 'orders', 'web']);
	expect(screen()[3]).toContain('Applications (3 of 4)  problems only');
	press('esc');
	expect(names()).toHaveLength(4);
});

test('the cursor stays on its application while others come and go', () => {
	const {press, tell, session, names} = open();
	press('j');
	tell({kind: 'rows', seq: 2, upserts: [sampleRow({name: 'a-first'})], deletes: ['gateway']});
	expect(names()[0]).toBe('a-first');
	press('r');
	expect(session.sent.at(-1)).toEqual({kind: 'refresh', app: 'orders'});
	tell({kind: 'rows', seq: 3, upserts: [], deletes: ['orders']});
	press('r');
	expect(session.sent.at(-1)).toEqual({kind: 'refresh', app: 'web'});
});

test.for([
	['is on the first of those that come in at a start', [], 'gateway'],
	['stays where somebody has moved it meanwhile', ['j'], '支付系统'],
] as const)('the cursor %s', ([, keys, expected]) => {
	const {tell, press, session, body} = openShell();
	const applications = sampleHello().applications.flatMap(listed => [listed, listed]);
	session.tell({kind: 'hello', hello: sampleHello({applications})});
	tell({kind: 'rows', seq: 1, upserts: fleet.slice(2), deletes: []});
	expect(body()).toContainEqual(expect.stringContaining('web'));
	press(...keys);
	tell({kind: 'rows', seq: 2, upserts: fleet.slice(0, 2), deletes: []});
	expect(body()).toContainEqual(expect.stringContaining('gateway'));
	press('r');
	expect(session.sent.at(-1)).toEqual({kind: 'refresh', app: expected});
});

test('a filter that nothing matches says so, and how to get out of it', () => {
	const {press, type, body} = open();
	press('/');
	type('nobody');
	expect(body()[1]).toBe('  No application matches /nobody.');
	expect(body()[2]).toBe('  Esc shows all of them.');
});
