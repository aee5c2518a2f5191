import {expect, test} from 'vitest';
import {plainText} from '../../../source/ui/line.ts';
import {Logs} from '../../../source/ui/screens/logs.ts';
import {fakeScene, press} from '../support/scene.ts';

const id = {group: '', version: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1'};

const numbered = (from: number, to: number) => Array.from({length: to - from}, (_, index) => `line ${from + index}`);

function sceneOf(
	lines: readonly string[],
	container = 'web',
	size: {readonly width?: number; readonly height?: number} = {},
) {
	return fakeScene({
		answers: [{kind: 'logs', value: {containers: ['web', 'proxy'], container, lines}}],
		height: 5,
		...size,
	});
}

const shown = (screen: Logs, scene: ReturnType<typeof sceneOf>) => screen.lines(scene).map(plainText);

test('the newest line is followed, and stays out of the way after scrolling up', () => {
	const screen = new Logs('shop', id);
	expect(shown(screen, sceneOf(numbered(0, 10)))).toEqual(numbered(5, 10));
	expect(shown(screen, sceneOf(numbered(2, 12)))).toEqual(numbered(7, 12));
	press(screen, sceneOf(numbered(2, 12)), ['k', 'k']);
	expect(shown(screen, sceneOf(numbered(4, 14)))).toEqual(numbered(5, 10));
	expect(plainText(screen.title(sceneOf([])))).toContain('f follows');
	press(screen, sceneOf(numbered(4, 14)), ['f']);
	expect(shown(screen, sceneOf(numbered(6, 16)))).toEqual(numbered(11, 16));
	press(screen, sceneOf(numbered(6, 16)), ['g']);
	expect(shown(screen, sceneOf(numbered(6, 16)))).toEqual(numbered(0, 5));
	press(screen, sceneOf(numbered(6, 16)), ['G']);
	expect(shown(screen, sceneOf(numbered(20, 30)))).toEqual(numbered(25, 30));
});

test('only 500 lines are asked for, of the container that was chosen', () => {
	const screen = new Logs('shop', id);
	const asked = () => screen.asks().map(({container, tail}) => [container, tail]);
	expect(asked()).toEqual([['', 500]]);
	const scene = sceneOf(['a']);
	press(screen, scene, ['1']);
	expect(asked()).toEqual([['', 500]]);
	press(screen, scene, ['2']);
	expect(asked()).toEqual([['proxy', 500]]);
	press(screen, sceneOf(['b'], 'proxy'), ['tab']);
	expect(asked()).toEqual([['web', 500]]);
	press(screen, sceneOf(['a']), ['9']);
	expect(asked()).toEqual([['web', 500]]);
});

test('another container starts with nothing of the one before', () => {
	const screen = new Logs('shop', id);
	shown(screen, sceneOf(['of web']));
	press(screen, sceneOf(['of web']), ['tab']);
	expect(shown(screen, fakeScene())).toEqual(['', '  Reading the logs of Pod shop/web-1 …']);
	expect(shown(screen, sceneOf(['of proxy'], 'proxy'))).toEqual(['of proxy']);
	expect(plainText(screen.title(sceneOf([], 'proxy')))).toBe('Logs of Pod shop/web-1  1:web 2:proxy  following');
});

test('long lines are wrapped by w, and scrolled piece by piece', () => {
	const screen = new Logs('shop', id);
	const scene = sceneOf(['short', 'x'.repeat(25), '数据'.repeat(4)], 'web', {width: 10, height: 4});
	press(screen, scene, ['w']);
	expect(shown(screen, scene)).toEqual(['x'.repeat(10), 'x'.repeat(5), '数据数据数', '据数据']);
	press(screen, scene, ['k']);
	expect(shown(screen, scene)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5), '数据数据数']);
	press(screen, scene, ['w', 'right']);
	expect(shown(screen, scene)).toEqual(['', 'x'.repeat(9), '']);
});

test('a filter leaves what matches, marked; Esc shows all', () => {
	const screen = new Logs('shop', id);
	const scene = sceneOf(['GET /a 200', 'POST /b 500', 'GET /c 500']);
	screen.filter = '500 get';
	expect(screen.lines(scene)).toEqual([
		{
			spans: [
				['marked', 'GET'],
				['plain', ' /c '],
				['marked', '500'],
			],
		},
	]);
	screen.filter = '!get';
	expect(shown(screen, scene)).toEqual(['POST /b 500']);
	screen.filter = 'nothing';
	expect(shown(screen, scene)).toContain('  No line matches /nothing.');
	expect(screen.escape()).toBe(true);
	expect(shown(screen, scene)).toHaveLength(3);
});

test('c copies the lines that match, unwrapped; too much of it is said', () => {
	const screen = new Logs('shop', id);
	const scene = sceneOf(['a'.repeat(200), 'b']);
	press(screen, scene, ['w']);
	screen.filter = 'a';
	expect(press(screen, scene, ['c'])[0]).toEqual({kind: 'copy', text: 'a'.repeat(200), what: '1 line'});
});

test('a container that has written nothing says so', () => {
	expect(shown(new Logs('shop', id), sceneOf([]))).toContain('  Container web has written nothing yet.');
});
