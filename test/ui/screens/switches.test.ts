import {expect, test} from 'vitest';
import type {SyncPolicy} from '../../../source/model/application.ts';
import type {HistoryEntry} from '../../../source/model/operation.ts';
import {meaningNow, turnedBy} from '../../../source/ui/review/switching.ts';
import {planAnswer, sampleChange, samplePlan} from '../review/changes.ts';
import {openShell} from '../support/driver.ts';
import {sampleRow} from '../support/samples.ts';

const off: SyncPolicy = {automated: false, prune: false, selfHeal: false, createNamespace: false};

function open({policy = off, isReadOnly = false}: {policy?: SyncPolicy; isReadOnly?: boolean} = {}) {
	const driver = openShell({isReadOnly});
	driver.greet();
	const row = (next: SyncPolicy) =>
		driver.tell({kind: 'rows', seq: 1, upserts: [sampleRow({policy: next})], deletes: []});
	row(policy);
	driver.press('o');
	const text = () => driver.body().join('\n');
	const asked = () =>
		driver.session.sent.flatMap(intent =>
			intent.kind === 'ask' && intent.question.kind === 'switch' ? [intent.question] : [],
		);
	return {...driver, row, text, asked};
}

function turn(id: number, message: string, by = 'bob@desk'): HistoryEntry {
	return {kind: 'switch', id, time: '2026-11-20T11:55:00Z', by, message};
}

const leftover = {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'gone'};

test('it tells what is on, and who said so', () => {
	const driver = open({policy: {...off, automated: true, prune: true}});
	const history = [turn(1, 'auto-sync off'), turn(2, 'auto-sync on')];
	driver.tell({kind: 'answer', id: driver.session.idOf('history'), answer: {kind: 'history', value: history}});
	expect(driver.text()).toMatch(/<a> auto-sync on {2,}turned by bob@desk, 5m ago/);
	expect(driver.text()).toMatch(/<p> prune {5}on {2,}as in the manifest/);
	expect(driver.text()).toMatch(/<h> self-heal off/);
	driver.row(off);
	expect(driver.text()).toMatch(/<a> auto-sync off/);
});

test('off goes at once', () => {
	const driver = open({policy: {...off, automated: true}});
	driver.press('a');
	expect(driver.asked()).toEqual([{kind: 'switch', app: 'shop', policy: {automated: false}, by: 'ada@desk'}]);
	driver.tell({kind: 'answer', id: driver.session.idOf('switch'), answer: {kind: 'switch', value: off}});
	expect(driver.foot()).toContain('shop: auto-sync off');
});

test('on says first what it means now, and wants a y after that', () => {
	const driver = open();
	driver.press('a', 'y');
	expect(driver.asked()).toEqual([]);
	driver.text();
	driver.press('y');
	expect(driver.asked()).toEqual([]);
	driver.tell(planAnswer(driver.session.idOf('plan'), samplePlan([sampleChange('web'), sampleChange('api')])));
	expect(driver.text()).toMatch(/2 changes wait: they are applied at once\.[\s\S]*~ Deployment shop\/web/);
	driver.press('y');
	expect(driver.asked()).toMatchObject([{policy: {automated: true}}]);
});

test('n leaves it as it is, and the switches open', () => {
	const driver = open();
	driver.press('p');
	driver.text();
	driver.press('n', 'y');
	expect(driver.text()).toContain('<p> prune     off');
	expect(driver.asked()).toEqual([]);
});

test('what can not be compared can be switched all the same', () => {
	const driver = open();
	driver.press('p');
	driver.tell({kind: 'refused', id: driver.session.idOf('plan'), message: 'no route', advice: ''});
	expect(driver.text()).toContain('What waits is not known: no route');
	driver.press('y');
	expect(driver.asked()).toMatchObject([{policy: {prune: true}}]);
});

test('in read-only it only tells', () => {
	const driver = open({isReadOnly: true});
	driver.press('a');
	expect(driver.foot()).toContain('read-only');
	expect(driver.asked()).toEqual([]);
});

test.for<{readonly title: string; readonly history: readonly HistoryEntry[]; readonly by: string | undefined}>([
	{title: 'nobody', history: [], by: undefined},
	{title: 'another switch', history: [turn(1, 'prune on')], by: undefined},
	{title: 'one of several', history: [turn(1, 'prune on, auto-sync off')], by: 'bob@desk'},
	{
		title: 'the newest, whatever the order',
		history: [turn(3, 'auto-sync on', 'eve@desk'), turn(1, 'auto-sync off')],
		by: 'eve@desk',
	},
	{
		title: 'the manifest took it back',
		history: [
			turn(1, 'auto-sync off'),
			turn(2, 'auto-sync on: the manifest was changed and is in force again', 'trueup'),
		],
		by: undefined,
	},
])('who turned auto-sync: $title', ({history, by}) => {
	expect(turnedBy(history, 'automated')?.by).toBe(by);
});

const consenting = sampleChange('web', {consents: ['adopt']});

test.for([
	{
		title: 'auto-sync, nothing waits',
		name: 'automated',
		policy: off,
		changes: [],
		leftovers: [],
		says: ['Nothing waits: the next commit is applied without asking.'],
	},
	{
		title: 'auto-sync, one waits',
		name: 'automated',
		policy: off,
		changes: [sampleChange('web')],
		leftovers: [leftover],
		says: ['1 change waits: it is applied at once.'],
	},
	{
		title: 'auto-sync where prune is on',
		name: 'automated',
		policy: {...off, prune: true},
		changes: [consenting],
		leftovers: [leftover],
		says: [
			'1 change waits: it is applied at once.',
			'1 object is left over and deleted at once.',
			'1 of them needs your consent all the same.',
		],
	},
	{
		title: 'prune by hand',
		name: 'prune',
		policy: off,
		changes: [],
		leftovers: [leftover],
		says: ['1 object is left over and deleted with the next sync.'],
	},
	{
		title: 'prune by itself',
		name: 'prune',
		policy: {...off, automated: true},
		changes: [],
		leftovers: [leftover, leftover],
		says: ['2 objects are left over and deleted at once.'],
	},
	{
		title: 'self-heal without auto-sync',
		name: 'selfHeal',
		policy: off,
		changes: [sampleChange('web')],
		leftovers: [],
		says: ['Auto-sync is off: nothing is put back before it is on.'],
	},
] as const)('what turning it on means: $title', ({name, policy, changes, leftovers, says}) => {
	expect(meaningNow(name, policy, {changes, leftovers})).toEqual(says);
});
