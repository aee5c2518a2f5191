import {expect, test} from 'vitest';
import type {HistoryEntry} from '../../../source/model/operation.ts';
import {plainText} from '../../../source/ui/line.ts';
import {createHistory} from '../../../source/ui/screens/history.ts';
import {fakeScene, press} from '../support/scene.ts';

const operation: HistoryEntry = {
	kind: 'operation',
	id: 3,
	time: '2026-11-20T11:55:00Z',
	revision: '0123456789abcdef0123456789abcdef01234567',
	digest: 'feedfacefeedface',
	by: 'trueup (automated)',
	result: 'succeeded',
	message: '3 applied',
};

const entries: readonly HistoryEntry[] = [
	{kind: 'switch', id: 3, time: '2026-11-20T11:58:00Z', by: 'ada@desk', message: 'auto-sync off'},
	operation,
	{...operation, id: 2, result: 'timed-out', message: 'Deployment shop/web is still progressing: 1 of 3 ready'},
];

function open(
	value: readonly HistoryEntry[] = entries,
	size: {readonly width?: number; readonly height?: number} = {},
) {
	const screen = createHistory('shop');
	const scene = fakeScene({answers: [{kind: 'history', value}], ...size});
	return {screen, scene, lines: () => screen.lines(scene).map(line => plainText(line).trimEnd())};
}

test('at 80x24 operations and switches stand in one list', () => {
	expect(open().lines().slice(0, 4)).toEqual([
		' AGE  REVISION  RESULT     BY                  DIGEST    MESSAGE',
		'  2m            switched   ada@desk                      auto-sync off',
		'  5m  0123456   succeeded  trueup (automated)  feedface  3 applied',
		'  5m  0123456   timed-out  trueup (automated)  feedface  Deployment shop/web is…',
	]);
});

test('at 200x54 the date is there too, and nothing is cut', () => {
	const lines = open(entries, {width: 200, height: 49}).lines();
	expect(lines[3]).toMatch(/^2026-11-\d\d \d\d:\d\d:\d\d .* 1 of 3 ready$/);
});

test('enter opens an operation; of a switch there is no more to see, and an operation of its number is not it', () => {
	const {screen, scene} = open();
	expect(press(screen, scene, ['enter'])).toMatchObject([{kind: 'tell'}]);
	expect(press(screen, scene, ['j', 'enter'])).toEqual([
		{kind: 'go', place: {kind: 'operation', app: 'shop', operation: 3}},
	]);
	expect(press(screen, scene, ['G', 'enter'])).toEqual([
		{kind: 'go', place: {kind: 'operation', app: 'shop', operation: 2}},
	]);
});

test.for([
	['switched', 1],
	['trueup', 2],
	['timed-out 0123', 1],
	['!ada', 2],
] as const)('/%s leaves %i', ([filter, amount]) => {
	const {screen, scene} = open();
	screen.filter = filter;
	expect(plainText(screen.title(scene))).toBe(`History of shop (${amount} of 3)`);
});

test('an application without a history says how to get one', () => {
	expect(open([]).lines()[1]).toBe('  Nothing was ever changed or switched here.');
});

test('after a refusal what is known stays, marked as stale', () => {
	const {screen} = open();
	const scene = fakeScene({
		answers: [{kind: 'history', value: entries}],
		refusal: {message: 'the state is locked', advice: 'Wait.'},
	});
	const lines = screen.lines(scene).map(plainText);
	expect(lines[0]).toBe(' stale, tried again by itself: the state is locked. Wait.');
	expect(lines).toHaveLength(5);
});
