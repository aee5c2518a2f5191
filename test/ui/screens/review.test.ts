import {expect, test} from 'vitest';
import type {Problem} from '../../../source/model/problem.ts';
import {keyOf} from '../../../source/model/resource.ts';
import {emptyBoard} from '../../../source/state/board.ts';
import {plainText} from '../../../source/ui/line.ts';
import type {Scene} from '../../../source/ui/screen.ts';
import {Review} from '../../../source/ui/screens/review.ts';
import {sampleChange, samplePlan} from '../review/changes.ts';
import {openShell} from '../support/driver.ts';
import {now, sampleRow} from '../support/samples.ts';
import {api, old, openPlan, web} from './plans.ts';

test('before the plan is there, it says that it is being made', () => {
	const driver = openShell();
	driver.greet();
	driver.tell({kind: 'rows', seq: 1, upserts: [sampleRow()], deletes: []});
	driver.press('s');
	expect(driver.body().join('\n')).toContain('Reading the plan of shop …');
	const outage = {context: 'prod', since: '2026-11-20T11:58:09Z'};
	const message = 'stale: connection refused; since 2026-11-20T11:58:09Z; tried again within 30 s';
	driver.tell({kind: 'rows', seq: 2, upserts: [sampleRow({isStale: true, message, outage})], deletes: []});
	expect(driver.body().slice(1, 4)).toEqual(['  Reading the plan of shop …', `  ${message.slice(0, -5)}`, '  30 s']);
	driver.tell({
		kind: 'refused',
		id: driver.session.idOf('plan'),
		message: 'no route to prod',
		advice: 'Check the network',
	});
	expect(driver.body().join('\n')).toMatch(/no route to prod[\s\S]*Check the network/);
});

test('a plan that can not be made anew, because nothing is heard of its cluster, says so', () => {
	const {body, tell} = openPlan([web, api, old]);
	tell({kind: 'rows', seq: 9, upserts: [sampleRow({isStale: true, message: 'stale: no answer in time'})], deletes: []});
	expect(body()[0]).toBe(' stale: no answer in time');
	expect(body()[1]).toContain('awaiting approval');
});

test('the plan of several sources names the commit of each, and its context, at 80 columns', () => {
	const revision = ['a', 'b', 'c'].map(digit => digit.repeat(40)).join(',');
	const {body} = openPlan([web], {plan: {revision}});
	expect(body().slice(0, 2)).toEqual([
		' awaiting approval  plan abcdef012345  context prod',
		' commits aaaaaaa, bbbbbbb, ccccccc',
	]);
});

test('the plan at 80 columns: order, fields, who manages them, risks, consents, leftovers and problems', () => {
	const leftovers = [{group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'gone'}];
	const problems = [{scope: 'file', where: 'a.yaml:3', message: 'is no object'} as const];
	const {body} = openPlan([web, api, old], {plan: {leftovers, problems, notes: ['history was rewritten']}});
	expect(body().slice(0, 17)).toEqual([
		' awaiting approval  plan abcdef012345  commit 0123456  context prod',
		' 3 changes: 1 create, 1 update, 1 delete  approved 0',
		' because the application is not automated',
		' Problems',
		'  a.yaml:3: is no object',
		' Sync, wave 0',
		' [ ]     ~ Deployment shop/web    1 field   kubectl-scale (Update)',
		'           risk: restarts its pods',
		' Sync, wave 1',
		' [ ]     + Deployment shop/api    create',
		' [ ]     - Deployment shop/old    delete    deletes data',
		' Left over: only a prune would delete these (x)',
		'  ConfigMap shop/gone',
		' Notes',
		'  history was rewritten',
		'',
		'',
	]);
});

test('every line fits, however hostile the names are', () => {
	const id = {...web.id, name: `\u001b[2J${'x'.repeat(300)}`, namespace: '支付'};
	const managers = [`\u001b]0;${'m'.repeat(200)}`];
	const hostile = sampleChange('x', {
		id,
		fields: [{path: 'spec.replicas', before: 2, after: 3, managers}],
		risks: ['r'.repeat(300)],
	});
	for (const [columns, rows] of [
		[80, 24],
		[200, 54],
	] as const) {
		const driver = openPlan([hostile], {columns, rows});
		for (const key of ['j', 'enter', '|', 'l', 'a', 's']) {
			driver.press(key);
			expect(driver.screen()).toHaveLength(rows);
			expect(driver.screen().join('')).not.toContain('\u001b');
			expect(Math.max(...driver.screen().map(line => [...line].length))).toBeLessThanOrEqual(columns);
		}
	}
});

test('nothing to do says so', () => {
	expect(openPlan([]).text()).toContain('Git and the cluster agree');
});

test('hints fit into 80 columns in all modes', () => {
	const driver = openPlan([web, api]);
	for (const keys of [[], ['enter'], ['a', 's']]) {
		driver.press(...keys);
		const hints = driver.screen()[2] ?? '';
		expect(hints).toContain('<?>help');
	}
});

test('a approves the change at the cursor, and again takes it back', () => {
	const driver = openPlan([web, api]);
	driver.press('j', 'a');
	expect([driver.mark('web'), driver.mark('api')]).toEqual(['[', '[✓]']);
	driver.press('a');
	expect(driver.mark('api')).toBe('[');
});

test('stepping hunk by hunk goes through all resources, and says where they end', () => {
	const lines = Array.from({length: 40}, (_, index) => `line ${index}`);
	const data = (...at: readonly number[]) => ({
		data: {conf: lines.map((line, index) => (at.includes(index) ? `${line}!` : line)).join('\n')},
	});
	const large = sampleChange('large', {before: data(), after: data(2, 20, 38)});
	const driver = openPlan([large, web], {key: 'd'});
	const heads = ['', 'n', 'n', 'n', 'n', 'N', 'K', 'J'].map(key => {
		driver.press(...(key === '' ? [] : [key]));
		return driver.body()[0]?.trim().replaceAll(/ {2,}/g, ' ').split(' [')[0];
	});
	expect(heads).toEqual([
		'1/2 ~ Deployment shop/large hunk 1/3',
		'1/2 ~ Deployment shop/large hunk 2/3',
		'1/2 ~ Deployment shop/large hunk 3/3',
		'2/2 ~ Deployment shop/web hunk 1/1',
		'2/2 ~ Deployment shop/web hunk 1/1',
		'1/2 ~ Deployment shop/large hunk 3/3',
		'1/2 ~ Deployment shop/large hunk 3/3',
		'2/2 ~ Deployment shop/web hunk 1/1',
	]);
});

test('the difference names who set the live value, at its line', () => {
	const driver = openPlan([web], {key: 'd'});
	expect(driver.text()).toMatch(/- {3}replicas: 2 +◂ kubectl-scale \(Update\)\n\+ {3}replicas: 3/);
});

test('a creation is all added, and a deletion all removed', () => {
	const driver = openPlan([api, old], {key: 'd'});
	expect(driver.body().filter(line => line.startsWith('+'))).toHaveLength(7);
	driver.press('J');
	expect(driver.body().filter(line => line.startsWith('-'))).toHaveLength(7);
});

test('side by side where it is wide, and one key turns it round', () => {
	const driver = openPlan([web], {key: 'd', columns: 200, rows: 54});
	expect(driver.text()).toMatch(/replicas: 2.*│ .*replicas: 3/);
	driver.press('|');
	expect(driver.text()).not.toContain('│');
});

test('what comes whole stands beside nothing, unless it is asked for', () => {
	const driver = openPlan([api], {key: 'd', columns: 200, rows: 54});
	expect(driver.text()).not.toContain('│');
	driver.press('|');
	expect(driver.text()).toContain('│ + apiVersion');
});

test('more and less context', () => {
	const lines = Array.from({length: 40}, (_, index) => `line ${index}`);
	const change = sampleChange('large', {
		before: {data: {c: lines.join('\n')}},
		after: {data: {c: lines.with(20, 'x').join('\n')}},
	});
	const driver = openPlan([change], {key: 'd', rows: 54});
	const count = () => driver.body().filter(line => line.includes('line ')).length;
	expect(count()).toBe(7);
	driver.press('}');
	expect(count()).toBe(13);
	driver.press('{', '{');
	expect(count()).toBe(1);
});

test('a value of one huge line is cut, and scrolls to the word that differs', () => {
	const long = (word: string) => ({data: {json: `${'a '.repeat(400)}${word}${' b'.repeat(400)}`}});
	const driver = openPlan([sampleChange('x', {before: long('before'), after: long('after')})], {key: 'd'});
	expect(driver.text()).not.toContain('after');
	expect(driver.text()).toContain('…');
	driver.press('$');
	expect(driver.text()).toMatch(/- ….*before.*…\n\+ ….*after/);
	driver.press('$');
	driver.press('l');
	expect(driver.text()).toMatch(/- …/);
});

test('5,000 lines are stepped through without waiting', () => {
	const conf = (word: string) => ({
		data: {conf: Array.from({length: 5000}, (_, index) => `line ${index}${index % 100 === 0 ? word : ''}`).join('\n')},
	});
	const driver = openPlan([sampleChange('large', {before: conf('a'), after: conf('b')})], {key: 'd'});
	driver.screen();
	const start = performance.now();
	driver.press(...Array.from({length: 20}, () => 'n'));
	expect((performance.now() - start) / 20).toBeLessThan(50);
	expect(driver.text()).toContain('hunk 21/50');
});

test('no name is so long that it hides what was decided', () => {
	const id = {...web.id, name: 'x'.repeat(200)};
	const driver = openPlan([{...web, id}], {key: 'd'});
	driver.press('a');
	expect(driver.body()[0]).toMatch(/… {2}hunk 1\/1 {2}\[✓\]/);
});

test('on the smallest screen there is room for the difference', () => {
	const driver = openPlan([web], {key: 'd', columns: 40, rows: 10});
	driver.press('G');
	expect(driver.text()).toMatch(/- {3}replicas: 2/);
});

test('who comes for an object that needs no change is told so, and not where nobody knows or it is left over', () => {
	const leftovers = [{...web.id, name: 'leftover'}];
	const at = (name: string, ...problems: readonly Problem[]) => {
		const scene: Scene = {
			board: emptyBoard,
			reply: () => ({answer: {kind: 'plan', value: {...samplePlan([api, web]), problems, leftovers}}}),
			now,
			width: 80,
			height: 19,
			by: '',
			isReadOnly: false,
			isHeld: false,
		};
		const review = new Review({kind: 'review', app: 'shop', mode: 'diff', resource: keyOf({...web.id, name})});
		return review.lines(scene).map(plainText)[0];
	};
	const of = (object: string): Problem => ({scope: 'permission', where: 'a.yaml:1', message: `${object}: eve may not`});
	const unknown = ' Whether Deployment shop/gone needs a change is not known: it could not be compared.';
	expect(at('gone')).toBe(' Deployment shop/gone needs no change.');
	expect(at('gone', of('Deployment shop/gone-too'))).toBe(' Deployment shop/gone needs no change.');
	expect(at('gone', of('Deployment shop/gone'))).toBe(unknown);
	expect(at('gone', {scope: 'application', where: 'a.yaml:1', message: 'not understood'})).toBe(unknown);
	expect(at('leftover')).toBe(' Deployment shop/leftover is left over: only a plan with prune deletes it (x).');
	expect(at('web')).toContain('2/2  ~ Deployment shop/web');
});
