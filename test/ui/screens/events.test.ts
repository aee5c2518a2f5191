import {expect, test} from 'vitest';
import type {ObjectEvent} from '../../../source/model/question.ts';
import {plainText} from '../../../source/ui/line.ts';
import {createEvents} from '../../../source/ui/screens/events.ts';
import {fakeScene, press} from '../support/scene.ts';

const id = {group: '', version: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1'};

const scaled: ObjectEvent = {
	time: '2026-11-20T11:58:00Z',
	type: 'Normal',
	reason: 'Scheduled',
	message: 'Successfully assigned shop/web-1 to node-a',
	count: 1,
	source: 'default-scheduler',
};

const failed: ObjectEvent = {
	time: '2026-11-20T11:59:00Z',
	type: 'Warning',
	reason: 'Failed',
	message: 'Failed to pull image "web:typo":\n rpc error: code = NotFound, and a lot of words that nobody can fit here',
	count: 12,
	source: 'kubelet, node-a',
};

function open(value: readonly ObjectEvent[], size: {readonly width?: number; readonly height?: number} = {}) {
	const screen = createEvents('shop', id);
	const scene = fakeScene({answers: [{kind: 'events', value}], ...size});
	return {screen, scene, lines: () => screen.lines(scene).map(line => plainText(line).trimEnd())};
}

test('at 80x24 the newest stands first, and what is cut stands below in full', () => {
	const {lines} = open([scaled, failed]);
	expect(lines().slice(0, 3)).toEqual([
		' AGE  TYPE     REASON     COUNT  MESSAGE',
		'  1m  Warning  Failed        12  Failed to pull image "web:typo": rpc error: co…',
		'  2m  Normal   Scheduled      1  Successfully assigned shop/web-1 to node-a',
	]);
	expect(lines().slice(-2)).toEqual([
		' Failed to pull image "web:typo": rpc error: code = NotFound, and a lot of',
		' words that nobody can fit here',
	]);
	expect(lines()).toHaveLength(19);
});

test('at 200x54 source and time of day are there too', () => {
	const {lines} = open([scaled], {width: 200, height: 49});
	expect(lines()[0]).toMatch(/^TIME +AGE +TYPE +REASON +COUNT +SOURCE +MESSAGE$/);
	expect(lines()[1]).toContain('default-scheduler');
});

test('the cursor stays on its event while it counts on, and passes two that say the same', () => {
	const twice = [scaled, {...scaled, time: '2026-11-20T11:57:00Z'}, failed];
	const {screen, scene} = open(twice);
	press(screen, scene, ['j', 'j']);
	screen.lines(scene);
	expect(screen.lines(scene).findIndex(({isSelected}) => isSelected)).toBe(3);
	press(screen, scene, ['k', 'k']);
	const later = fakeScene({
		answers: [{kind: 'events', value: [{...scaled, time: '2026-11-20T11:59:30Z', count: 2}, failed]}],
	});
	expect(screen.lines(later).findIndex(({isSelected}) => isSelected)).toBe(2);
});

test.for([
	['warning', ['Failed']],
	['!kubelet', ['Scheduled']],
	['pull notfound', ['Failed']],
] as const)('/%s', ([filter, reasons]) => {
	const {screen, lines} = open([scaled, failed]);
	screen.filter = filter;
	expect(
		lines()
			.slice(1)
			.map(line => /^ +\S+ +(?:Warning|Normal) +(\S+)/.exec(line)?.[1])
			.filter(Boolean),
	).toEqual(reasons);
});

test.for([
	[[], '', '  Kubernetes has no events of this object.'],
	[[scaled], 'nothing like it', '  Nothing matches /nothing like it.'],
] as const)('without any to show it says why', ([value, filter, why]) => {
	const {screen, lines} = open(value);
	screen.filter = filter;
	expect(lines()[1]).toBe(why);
});

test('c copies the message as it was told', () => {
	const {screen, scene} = open([scaled, failed]);
	expect(press(screen, scene, ['c'])[0]).toEqual({kind: 'copy', text: failed.message, what: 'the message'});
});
