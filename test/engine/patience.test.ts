import {expect, test} from 'vitest';
import {Patience, retryDelay} from '../../source/engine/patience.ts';
import {keyOf} from '../../source/model/resource.ts';

const key = keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a'});
const other = keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name: 'b'});

test.for<[repairs: number, seconds: number]>([
	[0, 0],
	[1, 0],
	[2, 0],
	[3, 2],
	[4, 6],
	[5, 18],
	[8, 300],
	[50, 300],
])('after %i repairs of an object the next waits %i seconds', ([repairs, seconds]) => {
	const patience = new Patience();
	const now = 1_000_000;
	for (let round = 1; round <= repairs; round++) {
		expect(patience.note(key, now)).toBe(round);
	}

	expect(Math.max(now, patience.dueAt(key, now))).toBe(now + seconds * 1000);
	expect(patience.dueAt(other, now)).toBe(0);
});

test('a repair that could not be made is none', () => {
	const patience = new Patience();
	patience.note(key, 0);
	patience.note(key, 0);
	patience.takeBack(key);
	patience.takeBack(other);
	expect([patience.note(key, 0), patience.note(other, 0)]).toEqual([2, 1]);
});

test('repairs of ten minutes ago are forgotten', () => {
	const patience = new Patience();
	patience.note(key, 0);
	patience.note(key, 0);
	patience.note(key, 0);
	expect(patience.note(key, 600_001)).toBe(1);
});

test.for<[failures: number, seconds: number]>([
	[1, 5],
	[2, 10],
	[4, 40],
	[20, 180],
])('after %i failures in a row the next try comes in %i seconds', ([failures, seconds]) => {
	expect(retryDelay(failures)).toBe(seconds * 1000);
});
