import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {Painter} from '../../../source/ui/terminal/painter.ts';
import {Screen} from '../support/screen.ts';
import {FakeSink, stopTime} from './fake-sink.ts';

const startUpdate = '\u001B[?2026h';

afterEach(() => {
	vi.useRealTimers();
});

describe('pace', () => {
	beforeEach(stopTime);

	const size = {columns: 20, rows: 1};

	function open() {
		const sink = new FakeSink();
		return {sink, painter: new Painter(sink, size)};
	}

	test('the first frame is painted at once, and of those that come too fast the last', () => {
		const {sink, painter} = open();
		painter.show('first');
		expect(sink.take()).toContain('first');
		for (const text of ['second', 'third', 'fourth']) {
			painter.show(text);
		}

		expect(sink.take()).toBe('');
		vi.advanceTimersByTime(20);
		const painted = sink.take();
		expect(painted).toContain('ourth');
		expect(painted).not.toContain('sec');
	});

	test('there are at most 60 frames a second', () => {
		const {sink, painter} = open();
		for (let at = 0; at < 1000; at++) {
			painter.show(`frame ${at}`);
			vi.advanceTimersByTime(1);
		}

		expect(sink.written.length).toBeGreaterThan(50);
		expect(sink.written.length).toBeLessThanOrEqual(61);
	});

	test('a line that is full gets nothing until it is free, and then the latest frame', () => {
		const {sink, painter} = open();
		sink.isFull = true;
		painter.show('first');
		sink.take();
		for (let at = 0; at < 100; at++) {
			painter.show(`frame ${at}`);
			vi.advanceTimersByTime(20);
		}

		expect(sink.take()).toBe('');
		sink.drain();
		const painted = sink.take();
		expect(painted).toContain('rame 99');
		vi.advanceTimersByTime(1000);
		expect(sink.take()).toBe('');
	});

	test('nothing is written while it is stopped; then all of it, once', () => {
		const {sink, painter} = open();
		painter.show('first');
		sink.take();
		painter.stop();
		painter.show('second');
		vi.advanceTimersByTime(100);
		expect(sink.take()).toBe('');
		painter.start();
		expect(sink.take()).toContain('second');
		vi.advanceTimersByTime(100);
		expect(sink.take()).toBe('');
	});

	test('a repaint clears the screen before the synchronized update, never in it', () => {
		const {sink, painter} = open();
		painter.show('first');
		sink.take();
		vi.advanceTimersByTime(20);
		painter.repaint();
		const painted = sink.take();
		expect(painted.indexOf('\u001B[2J')).toBeGreaterThanOrEqual(0);
		expect(painted.indexOf('\u001B[2J')).toBeLessThan(painted.indexOf(startUpdate));
		expect(painted).toContain('first');
	});

	test('a storm of sizes is painted at the pace of frames, without clearing', () => {
		const sink = new FakeSink();
		const painter = new Painter(sink, {columns: 20, rows: 2});
		painter.show('first\nsecond');
		for (let at = 0; at < 50; at++) {
			painter.resize({columns: 20 + at, rows: 2});
			painter.show(`wide ${at}\nsecond`);
			vi.advanceTimersByTime(1);
		}

		vi.advanceTimersByTime(100);
		expect(sink.written.length).toBeLessThanOrEqual(6);
		expect(sink.take()).not.toContain('\u001B[2J');
		expect(sink.written).toEqual([]);
	});

	test('after another size all is painted, cut to it', async () => {
		const sink = new FakeSink();
		const painter = new Painter(sink, {columns: 30, rows: 3});
		painter.show(['a line that is long', '漢字漢字漢字', 'third'].join('\n'));
		sink.take();
		vi.advanceTimersByTime(20);
		painter.resize({columns: 9, rows: 2});
		vi.advanceTimersByTime(20);
		const painted = sink.take();
		vi.useRealTimers();
		const screen = new Screen({columns: 9, rows: 2});
		await screen.write(`\u001B[?7lxxxxxxxxx\r\nyyyyyyyyy${painted}`);
		expect(screen.lines).toEqual(['a line th', '漢字漢字']);
	});
});
