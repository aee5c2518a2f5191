import {expect, test} from 'vitest';
import {planAnswer, samplePlan} from '../review/changes.ts';
import {api, movedWeb, old, openPlan, web} from './plans.ts';

test('a plan that moves takes the approval of what moved, and of nothing else', () => {
	const driver = openPlan([web, api]);
	driver.press('A');
	driver.replan([movedWeb, api, old]);
	expect([driver.mark('web'), driver.mark('api'), driver.mark('old')]).toEqual(['[moved]', '[✓]', '[new]']);
	expect(driver.text()).toContain('approved 1, to look at again 2');
});

test('what moved is not approved from the list, nor by approving all', () => {
	const driver = openPlan([web, api]);
	driver.replan([movedWeb, api]);
	driver.press('a');
	expect(driver.foot()).toContain('Deployment shop/web moved: look again');
	driver.press('A');
	expect([driver.mark('web'), driver.mark('api')]).toEqual(['[moved]', '[✓]']);
});

test('what moved under the eyes is approved only by a second key', () => {
	const driver = openPlan([web, api], {key: 'd'});
	driver.replan([movedWeb, api]);
	expect(driver.text()).toContain('[moved]');
	driver.press('a');
	expect(driver.foot()).toContain('moved: this is it as it is now');
	expect(driver.text()).not.toContain('[✓]');
	driver.press('a');
	expect(driver.text()).toContain('[✓]');
});

test.for([
	['opened', ['enter', 'a', 'a']],
	['stepped to', ['J', 'a', 'a']],
] as const)('what moved and was %s is not approved by keys that were typed ahead of its difference', ([, keys]) => {
	const driver = openPlan([api, web], {key: keys[0] === 'J' ? 'd' : 's'});
	driver.replan([api, movedWeb]);
	if (keys[0] === 'enter') {
		driver.press('j');
	}

	for (const key of keys) {
		driver.shell.press(key);
	}

	driver.screen();
	expect(driver.text()).not.toContain('[✓]');
	driver.press('a');
	expect(driver.text()).toContain('[✓]');
});

test('a key is about the plan that was drawn, not about one that came since', () => {
	const driver = openPlan([web]);
	driver.tell(planAnswer(driver.session.idOf('plan'), samplePlan([movedWeb])));
	driver.shell.press('a');
	expect(driver.mark('web')).toBe('[moved]');
});

test('nothing approved: s tells what to press', () => {
	const driver = openPlan([web]);
	driver.press('s');
	expect(driver.foot()).toContain('nothing is approved: a approves one change, A all');
});

test('an update is confirmed by one key, and sent with the digest and the keys that were approved', () => {
	const driver = openPlan([web, api]);
	driver.press('a', 's');
	expect(driver.text()).toContain('1 update  (1 of 2 changes)');
	driver.press('y');
	expect(driver.syncs()).toEqual([
		{
			kind: 'sync',
			app: 'shop',
			digest: samplePlan([web, api]).digest,
			resources: ['apps/Deployment/shop/web'],
			by: 'ada@desk',
			timeoutMs: 300_000,
		},
	]);
	expect(driver.screen()[3]).toContain('Reconcile loop of shop');
});

test('the confirmation is seen before it is given: keys that were typed ahead apply nothing', () => {
	const driver = openPlan([web]);
	driver.shell.press('A');
	driver.shell.press('s');
	driver.shell.press('enter');
	expect(driver.syncs()).toEqual([]);
});

test('a deletion wants the name typed; letters of it are no keys', () => {
	const driver = openPlan([web, old]);
	driver.press('A', 's', 'enter');
	expect(driver.foot()).toContain('not applied: that is not shop');
	driver.press('q', 'x', 'backspace', 'backspace', ...'shop');
	expect(driver.text()).toContain('> shop');
	driver.press('enter');
	expect(driver.syncs().map(({resources}) => resources)).toEqual([[]]);
});

test('Esc leaves the confirmation, and nothing was sent', () => {
	const driver = openPlan([web]);
	driver.press('A', 's', 'esc');
	expect(driver.text()).toContain('[✓]');
	expect(driver.syncs()).toEqual([]);
});

test('a plan that moves under the confirmation voids it; what is being typed decides nothing', () => {
	const driver = openPlan([web, api, old]);
	driver.press('A', 's', 's', 'h');
	driver.replan([movedWeb, api, old]);
	expect(driver.text()).toMatch(/The plan moved while you were asked[\s\S]*Deployment shop\/web moved/);
	driver.press('o', 'p', 'a', 'x', 'enter');
	expect(driver.syncs()).toEqual([]);
	expect([driver.mark('web'), driver.mark('api'), driver.mark('old')]).toEqual(['[moved]', '[✓]', '[✓]']);
});

test('a change beside the confirmed ones voids nothing', () => {
	const driver = openPlan([web]);
	driver.press('A', 's');
	driver.replan([web, api]);
	driver.press('enter');
	expect(driver.syncs()).toMatchObject([
		{digest: samplePlan([web, api]).digest, resources: ['apps/Deployment/shop/web']},
	]);
});

const ends = [
	{result: 'succeeded', message: 'healthy', told: 'shop: succeeded: healthy'},
	{result: 'stale', message: 'Deployment shop/web moved', told: 'shop: stale: Deployment shop/web moved; look again'},
	{result: 'failed', message: 'denied', told: 'shop: failed: denied'},
] as const;

test.for(ends)('the end of a sync is told: $result', ({result, message, told}) => {
	const driver = openPlan([web]);
	driver.press('A', 's', 'enter');
	driver.tell({kind: 'answer', id: driver.session.idOf('sync'), answer: {kind: 'sync', value: {result, message}}});
	expect(driver.foot()).toContain(told);
});

test('a sync that is refused says why, and can be asked for again', () => {
	const driver = openPlan([web]);
	driver.press('A', 's', 'enter');
	driver.press('esc', 's');
	expect(driver.foot()).toContain('a sync is on its way');
	driver.tell({kind: 'refused', id: driver.session.idOf('sync'), message: 'locked by bob', advice: 'Wait'});
	expect(driver.foot()).toContain('shop: not synced: locked by bob. Wait');
	driver.press('s', 'enter');
	expect(driver.syncs()).toHaveLength(2);
});

test('x asks anew with prune, and what it adds is not approved', () => {
	const driver = openPlan([web]);
	driver.press('A', 'x');
	expect(driver.session.sent.at(-1)).toMatchObject({isLive: true, question: {kind: 'plan', prune: true}});
	driver.press('s');
	expect(driver.foot()).toContain('the plan is not there yet');
	driver.replan([web, old], {prune: true});
	expect([driver.mark('web'), driver.mark('old')]).toEqual(['[✓]', '[new]']);
	expect(driver.text()).toContain('with prune');
});

test('skipped changes are left out of approving all', () => {
	const driver = openPlan([web, api]);
	driver.press('-', 'A');
	expect([driver.mark('web'), driver.mark('api')]).toEqual(['[-]', '[✓]']);
});

test('in read-only nothing is approved, skipped or synced', () => {
	const driver = openPlan([web], {isReadOnly: true});
	for (const key of ['a', 'A', '-', 's']) {
		driver.press(key);
		expect(driver.foot()).toContain('read-only');
	}

	expect(driver.mark('web')).toBe('[');
});

test('what goes from the plan while it is open leaves its neighbour', () => {
	const driver = openPlan([web, api], {key: 'd'});
	driver.replan([api]);
	expect(driver.text()).toContain('1/1  + Deployment shop/api');
	driver.replan([]);
	expect(driver.text()).toContain('Git and the cluster agree');
});

test('a sync that is refused while it is being sent says so, and can be tried again', () => {
	const driver = openPlan([web]);
	driver.session.onSend(intent => {
		if (intent.kind === 'ask' && intent.question.kind === 'sync') {
			driver.tell({kind: 'refused', id: intent.id, message: 'the engine is being started again', advice: ''});
		}
	});
	driver.press('A', 's', 'y');
	expect(driver.foot()).toContain('not synced: the engine is being started again');
	driver.press('esc', 's');
	expect(driver.text()).toContain('1 update  (all of 1)');
});
