import {expect, test} from 'vitest';
import type {Change} from '../../../source/model/change.ts';
import {sampleChange} from '../review/changes.ts';
import {api, openPlan, web} from './plans.ts';
import {openTree, sampleTree} from './tree-samples.ts';

const reason =
	'eve may not patch deployments.apps in namespace shop: it stays as it is. ' +
	'A Role in shop would allow it: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"]}';
const forbidden: Change = sampleChange('locked', {forbidden: reason, digest: 'forbidden'});

test('a change that is not allowed is marked, and says whole what is lacking', () => {
	const driver = openPlan([web, forbidden], {columns: 100, rows: 30});
	expect(driver.mark('locked')).toBe('[no]');
	const text = driver.text().replaceAll(/\s+/g, ' ');
	expect(text).toContain(`not allowed: ${reason}`);
	expect(text).toContain('approved 0, not allowed 1');
});

test('approving all approves all but what is not allowed, and that alone is synced', () => {
	const driver = openPlan([web, forbidden, api]);
	driver.press('A');
	expect([driver.mark('web'), driver.mark('locked'), driver.mark('api')]).toEqual(['[✓]', '[no]', '[✓]']);
	driver.press('s', 'enter');
	expect(driver.syncs().map(({resources}) => resources)).toEqual([
		['apps/Deployment/shop/web', 'apps/Deployment/shop/api'],
	]);
});

test.for(['a', '-'])('a change that is not allowed can neither be approved nor left out by %s', key => {
	const driver = openPlan([forbidden, web]);
	driver.press('j', 'k', key);
	expect(driver.mark('locked')).toBe('[no]');
	expect(driver.syncs()).toEqual([]);
});

test('who approves what is not allowed is told why it is not', () => {
	const driver = openPlan([forbidden], {columns: 200});
	driver.press('a');
	expect(driver.foot()).toContain('not allowed: eve may not patch deployments.apps');
	driver.press('s');
	expect(driver.foot()).toContain('none of these changes is allowed');
});

test('what becomes allowed has to be looked at before it is approved', () => {
	const driver = openPlan([forbidden]);
	driver.replan([sampleChange('locked')]);
	expect(driver.mark('locked')).toBe('[moved]');
	driver.press('A');
	expect(driver.mark('locked')).toBe('[moved]');
});

test('what was approved and is not allowed any more is not approved any more', () => {
	const driver = openPlan([sampleChange('locked')]);
	driver.press('A');
	driver.replan([forbidden]);
	expect(driver.mark('locked')).toBe('[no]');
	driver.press('s');
	expect(driver.foot()).toContain('none of these changes is allowed');
});

test('the difference of a change that is not allowed says so over it', () => {
	const driver = openPlan([forbidden], {key: 'd', columns: 200});
	expect(driver.text()).toContain(` not allowed: ${reason}`);
});

test('over the tree stands what can’t be seen, and p shows it whole', () => {
	const remark =
		'eve may not list pods in namespace shop: those that its objects made are not shown. A Role in shop would allow it';
	const driver = openTree(80, 30, sampleTree({remarks: [remark]}));
	expect(driver.body().join('\n')).toContain(' eve may not list pods in namespace shop');
	driver.press('p');
	expect(driver.body().join(' ').replaceAll(/\s+/g, ' ')).toContain(remark);
});
