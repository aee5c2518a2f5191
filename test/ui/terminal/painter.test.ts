import {afterEach, describe, expect, test, vi} from 'vitest';
import {Painter, type Size} from '../../../source/ui/terminal/painter.ts';
import {type Cell, Screen, type ScreenOptions} from '../support/screen.ts';
import {FakeSink, stopTime} from './fake-sink.ts';
import {randomFrames} from './random-frames.ts';

const startUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';

afterEach(() => {
	vi.useRealTimers();
});

/** What is written for each frame, each with time enough. */
function paintAll(frames: ReadonlyArray<readonly string[]>, size: Size): readonly string[] {
	stopTime();
	const sink = new FakeSink();
	const painter = new Painter(sink, size);
	const written = frames.map(frame => {
		painter.show(frame.join('\n'));
		vi.advanceTimersByTime(20);
		return sink.take();
	});
	// xterm has timers of its own.
	vi.useRealTimers();
	return written;
}

function cellsOf(screen: Screen, {columns, rows}: Size): ReadonlyArray<readonly Cell[]> {
	return Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (_, column) => {
			const cell = screen.cell(row, column);
			return {...cell, text: cell.text === '' && cell.width === 1 ? ' ' : cell.text};
		}),
	);
}

/** How a terminal shows the frame when its lines are just written, one by one. */
async function writtenPlainly(frame: readonly string[], options: ScreenOptions) {
	const screen = new Screen(options);
	const lines = frame.map((line, row) => `\u001B[${row + 1}H\u001B[m${line}\u001B[m`);
	await screen.write(`\u001B[?7l${lines.join('')}`);
	return cellsOf(screen, options);
}

describe('after any frames the screen shows the last one', () => {
	test.for(Array.from({length: 16}, (_, seed) => seed))('sequence %i', {timeout: 20_000}, async seed => {
		const size = {columns: 20 + (seed % 3) * 17, rows: 6 + (seed % 4) * 5};
		const frames = randomFrames(seed, size);
		const screen = new Screen(size);
		await screen.write('\u001B[?7l');
		for (const [at, data] of paintAll(frames, size).entries()) {
			await screen.write(data);
			expect(cellsOf(screen, size)).toEqual(await writtenPlainly(frames[at] ?? [], size));
		}
	});

	test.for(Array.from({length: 8}, (_, seed) => 100 + seed))(
		'and in a terminal with other widths it shows what it shows after a repaint: sequence %i',
		{timeout: 20_000},
		async seed => {
			const size = {columns: 40, rows: 10};
			const options = {...size, unicode: 'old'} as const;
			const frames = randomFrames(seed, size);
			const screen = new Screen(options);
			await screen.write('\u001B[?7l');
			for (const data of paintAll(frames, size)) {
				await screen.write(data);
			}

			const repainted = new Screen(options);
			const [whole = ''] = paintAll(frames.slice(-1), size);
			await repainted.write(`\u001B[?7l${whole}`);
			expect(cellsOf(screen, size)).toEqual(cellsOf(repainted, size));
		},
	);
});

describe('bytes', () => {
	const size = {columns: 200, rows: 54};
	const row = (index: number, isSelected = false) => {
		const text = ` application-${String(index).padStart(5, '0')} \u001B[32mSynced\u001B[39m \u001B[32m● Healthy\u001B[39m namespace-${index % 7} main@${(index * 7919).toString(16).padStart(7, '0')} ${index % 60}m`;
		return isSelected ? `\u001B[7m${text.padEnd(220)}\u001B[27m` : text;
	};
	const list = (top: number, cursor: number) => [
		'\u001B[1mtrueup\u001B[22m',
		...Array.from({length: 52}, (_, at) => row(top + at, top + at === cursor)),
		'? help',
	];

	test('nothing is written for a frame that looks the same', () => {
		const [, second] = paintAll([list(0, 0), [...list(0, 0).slice(0, -1), '? help   ']], size);
		expect(second).toBe('');
	});

	test('one line further is a scrolled region and little more', () => {
		const [, second = ''] = paintAll([list(0, 51), list(1, 52)], size);
		expect(second).toContain('\u001B[2;52r\u001B[2H\u001B[M\u001B[r');
		expect(second.length).toBeLessThan(300);
	});

	test('one line back scrolls the other way', () => {
		const [, second = ''] = paintAll([list(9, 9), list(8, 8)], size);
		expect(second).toContain('\u001B[3;53r\u001B[3H\u001B[L\u001B[r');
		expect(second.length).toBeLessThan(300);
	});

	test('a changed cell is a move and a character', () => {
		const changed = list(0, 5).with(20, row(19).replace('19m', '18m'));
		const [, second = ''] = paintAll([list(0, 5), changed], size);
		expect(second.length - startUpdate.length - endUpdate.length).toBeLessThan(12);
	});

	test('each frame is one synchronized update', () => {
		for (const data of paintAll([list(0, 0), list(0, 1), list(30, 31)], size)) {
			expect(data.startsWith(startUpdate)).toBe(true);
			expect(data.indexOf(endUpdate)).toBe(data.length - endUpdate.length);
		}
	});
});
