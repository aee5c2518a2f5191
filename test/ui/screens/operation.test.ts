import {expect, test} from 'vitest';
import type {OperationView} from '../../../source/model/question.ts';
import {keyOf} from '../../../source/model/resource.ts';
import {plainText} from '../../../source/ui/line.ts';
import {createOperation} from '../../../source/ui/screens/operation.ts';
import {fakeScene, press} from '../support/scene.ts';
import {operationView} from './object-samples.ts';

function linesOf(value: OperationView, size: {readonly width?: number; readonly height?: number} = {height: 40}) {
	const scene = fakeScene({answers: [{kind: 'operation', value}], ...size});
	return createOperation('shop', 7)
		.lines(scene)
		.map(line => plainText(line).trimEnd());
}

test('it tells who, what and how it ended, each change with its step and fields, and what was told meanwhile', () => {
	const lines = linesOf(operationView);
	expect(lines.filter(line => !/^ Started|:\d\d /.test(line))).toEqual([
		' Result    failed after 3.0s',
		' Message   Deployment shop/web: refused by a webhook',
		' By        ada@desk',
		' Commit    0123456789abcdef0123456789abcdef01234567',
		' Plan      feedfacefeed',
		' Approved  all, with deletions',
		' Because   the application is synced by hand',
		'',
		' Sync, wave 0  1 change',
		'   + create ConfigMap shop/settings  done',
		' Sync, wave 1  2 changes',
		'   ~ update Deployment shop/web  failed',
		'      risk: restarts 2 pods',
		'      spec.replicas: 5 -> 2  (set by kubectl-edit (Update))',
		'      spec.paused: true -> nothing',
		'   - delete Service shop/old  not begun',
		'',
		' Told meanwhile  3',
	]);
	expect(lines.slice(-3)).toEqual([
		expect.stringContaining('operation 7 started by ada@desk'),
		expect.stringContaining('ConfigMap shop/settings created'),
		expect.stringContaining('refused by a webhook'),
	]);
});

const [settings, web] = operationView.operation.plan.changes.map(({id}) => keyOf(id));

test.for([
	['running', 'started', [], 'being done'],
	['interrupted', 'started', [], 'begun, with no word of its end'],
	['running', undefined, [], 'waits'],
	['failed', undefined, [settings], 'not approved'],
] as const)('while %s, a step that is %s says so', ([result, state, resources, words]) => {
	const {operation, entry} = operationView;
	const steps = state && web ? [{key: web, op: 'update', wave: 1, state} as const] : [];
	const lines = linesOf({
		...operationView,
		operation: {...operation, steps, resources: resources.flatMap(key => key ?? [])},
		entry: {...entry, result},
	});
	expect(lines).toContain(`   ~ update Deployment shop/web  ${words}`);
});

test('at 80x24 it scrolls, and is searched', () => {
	const screen = createOperation('shop', 7);
	const scene = fakeScene({answers: [{kind: 'operation', value: operationView}]});
	const lines = () => screen.lines(scene).map(plainText);
	expect(lines()).toHaveLength(19);
	press(screen, scene, ['G']);
	expect(lines().at(-1)).toContain('refused by a webhook');
	press(screen, scene, ['g']);
	screen.filter = 'webhook';
	expect(plainText(screen.title(scene))).toContain('match 1 of 2');
	press(screen, scene, ['n']);
	expect(lines().join('\n')).toContain('finished');
	expect(plainText(screen.title(scene))).toBe('Operation 7 of shop  failed  match 2 of 2');
});

test('without events it says why', () => {
	expect(linesOf({...operationView, events: []}).at(-1)).toBe(
		' Nothing was told meanwhile, or it is not kept any more.',
	);
});
