import {expect, test} from 'vitest';
import type {ObjectView} from '../../../source/model/question.ts';
import {plainText} from '../../../source/ui/line.ts';
import {ObjectScreen} from '../../../source/ui/screens/object.ts';
import {fakeScene, press} from '../support/scene.ts';
import {webView} from './object-samples.ts';

const id = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};

function open(view: ObjectView = webView, size: {readonly width?: number; readonly height?: number} = {}) {
	const screen = new ObjectScreen('shop', id);
	const scene = fakeScene({answers: [{kind: 'object', value: view}], ...size});
	return {
		screen,
		scene,
		press: (...keys: readonly string[]) => press(screen, scene, keys),
		lines: () => screen.lines(scene).map(plainText),
		title: () => plainText(screen.title(scene)),
	};
}

test('the live object comes first, then the desired one; beside each other only where it is wide', () => {
	const {press, lines, title} = open();
	expect(lines()).toContain('  replicas: 5');
	expect(title()).toBe('Deployment shop/web  live  apps/shop/web.yaml:12');
	press('tab');
	expect(lines()).toContain('  replicas: 2');
	expect(title()).toContain('  desired');
	press('tab');
	expect(title()).toContain('  live');

	const wide = open(webView, {width: 200, height: 49});
	wide.press('tab', 'tab');
	expect(wide.title()).toContain('live │ desired');
	expect(wide.lines().map(line => line.split(' │ ').map(side => side.trimEnd()))).toContainEqual([
		'spec:',
		'          name: web',
	]);
	expect(new Set(wide.lines().map(line => line.length))).toEqual(new Set([98 + 3 + 98]));
});

test.for([
	[
		'live',
		{desired: {kind: 'Deployment'}},
		'desired',
		'The cluster does not have this object: a sync would create it.',
	],
	[
		'desired',
		{live: {kind: 'Deployment'}},
		'live',
		'Git does not declare this object: somebody else made it, or it is gone from Git.',
	],
] as const)('without a %s side, the other one is shown, and Tab says why', ([, sides, shown, why]) => {
	const {press, title, lines} = open({managers: [], ...sides});
	expect(title()).toContain(`  ${shown}`);
	press('tab');
	expect(lines()).toEqual([why]);
});

test('keys have a style of their own, but not what looks like one in a text of several lines', () => {
	const {screen, scene} = open();
	const keys = screen
		.lines(scene)
		.flatMap(({spans}) => spans.filter(span => typeof span !== 'string' && span[0] === 'key').map(span => span[1]));
	expect(keys).toEqual([
		...['apiVersion', 'kind', 'metadata', 'annotations', 'long/one', 'note', 'name', 'namespace'],
		...['spec', 'replicas', 'template', 'spec', 'containers', 'image', 'name'],
	]);
});

test('m names at the line of each field who manages it', () => {
	const {press, lines, title} = open();
	press('m');
	expect(lines()).toContain('  replicas: 5  ← kubectl-edit (Update)');
	expect(lines()).toContain('        - image: registry.example/web:1.0.0  ← trueup (Apply)');
	expect(title()).toContain('live with managers');
	press('m');
	expect(lines().join('')).not.toContain('←');
	press('tab');
	expect(press('m')).toMatchObject([{kind: 'tell'}]);
});

test('a search goes to its matches, marks them, and counts them; n and N go round', () => {
	const {screen, scene, press, title, lines} = open(webView, {height: 6});
	screen.filter = 'NAME';
	expect(lines()).toContain('  namespace: shop');
	expect(title()).toContain('match 1 of 3');
	press('n', 'n');
	expect(title()).toContain('match 3 of 3');
	const current = screen.lines(scene).flatMap(({spans}) => spans.filter(span => span[0] === 'cursor'));
	expect(current).toEqual([['cursor', 'name']]);
	press('n');
	expect(title()).toContain('match 1 of 3');
	press('N');
	screen.filter = 'NAME';
	expect(title()).toContain('match 3 of 3');
	screen.filter = 'nowhere';
	lines();
	expect(title()).toContain('no match');
	expect(press('n')).toMatchObject([{kind: 'tell'}]);
	expect(screen.escape()).toBe(true);
	expect(screen.escape()).toBe(false);
});

test('a search that is typed on is looked for from where it began', () => {
	const {screen, lines} = open(webView, {height: 4});
	screen.filter = 'c';
	lines();
	screen.filter = 'co';
	lines();
	screen.filter = 'con';
	expect(lines().join('\n')).toContain('containers');
	screen.filter = 'k';
	expect(lines()[0]).toBe('apiVersion: apps/v1');
	screen.filter = 'containers';
	expect(lines()[0]).not.toBe('apiVersion: apps/v1');
	screen.filter = '';
	expect(lines()[0]).toBe('apiVersion: apps/v1');
});

test('what stands far right is reached by keys and by searching', () => {
	const {screen, press, lines, title} = open();
	press('right', 'right');
	expect(lines()[0]).toBe('/v1');
	expect(title()).toContain('from column 17');
	press('0');
	expect(lines()[0]).toBe('apiVersion: apps/v1');
	screen.filter = 'needle';
	const found = lines().find(line => line.includes('needle')) ?? '';
	expect(found.indexOf('needle')).toBeLessThan(74);
});

test('scrolling sideways keeps wide characters whole', () => {
	const {press, lines} = open({live: {a数据数据数据: 'value'}, managers: []});
	press('right');
	expect(lines()).toEqual([' 数据: value']);
});

test('c copies the side that is shown, as YAML', () => {
	const {press} = open();
	press('tab');
	expect(press('c')).toMatchObject([{kind: 'copy', text: expect.stringContaining('replicas: 2')}]);
});

test('before an answer and after a refusal, it says what is going on', () => {
	const screen = new ObjectScreen('shop', id);
	expect(screen.lines(fakeScene()).map(plainText)).toEqual(['', '  Reading Deployment shop/web …']);
	const refused = fakeScene({refusal: {message: 'prod refuses it', advice: 'Ask for get on deployments.'}});
	expect(screen.lines(refused).map(plainText)).toContain('  Ask for get on deployments.');
});
