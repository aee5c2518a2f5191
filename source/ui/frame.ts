import {count} from '../model/count.ts';
import {isNews} from '../state/board.ts';
import {escapeLine} from '../text/escape.ts';
import {clock} from '../text/time.ts';
import {widthOf} from '../text/width.ts';
import {headerLine} from './header.ts';
import {blank, cellsOf, type Line, line, plainText, type Span} from './line.ts';
import type {Binding, Scene, Screen, Tone} from './screen.ts';

/** Lines that are not the screen's own: header, what goes on, hints, title; and the foot. */
const headHeight = 4;
const footHeight = 1;

/** The least that a screen can be shown on. */
export const smallest = {columns: 40, rows: 10} as const;

export function bodyHeight(rows: number): number {
	return Math.max(1, rows - headHeight - footHeight);
}

/** The whole screen, as many lines as there are rows. */
export function compose(
	screens: readonly Screen[],
	scene: Scene,
	{foot, rows}: {readonly foot: Line; readonly rows: number},
): readonly Line[] {
	const top = screens.at(-1);
	const base = screens.findLast(({isOverlay}) => !isOverlay) ?? top;
	if (!top || !base) {
		return [];
	}

	const height = bodyHeight(rows);
	const below = fill(base.lines(scene).slice(0, height), height);
	const body = top === base ? below : overlay(below, boxed(top, scene), scene.width);
	return [headerLine(scene), nowLine(scene), hintLine(top.bindings, scene), titleLine(base, scene), ...body, foot];
}

function fill(lines: readonly Line[], height: number): readonly Line[] {
	return [...lines, ...Array.from({length: Math.max(0, height - lines.length)}, () => blank)];
}

/** What happened longer ago is not what the engine is doing, in milliseconds. */
const freshMs = 10_000;

/** What the engine is doing, or what is wrong with it. */
function nowLine({board, now}: Scene): Line {
	const {engine, events, hello} = board;
	switch (engine.kind) {
		case 'starting':
			return line(['busy', ' starting the engine …']);
		case 'lost':
			return line(['bad', ` ${engine.message}; what is shown may be stale`]);
		case 'failed':
			return line(['bad', ` ${engine.message}${engine.advice === '' ? '' : `. ${engine.advice}`}`]);
		case 'ended':
			return line(['bad', ' the engine has ended']);
		case 'live': {
			const event = events.findLast(isNews);
			const all = count(hello?.applications.length ?? 0, 'application');
			if (!event) {
				return line(['dim', ` comparing ${all}`]);
			}

			const isOld = now - Date.parse(event.time) > freshMs;
			const about = event.app === '' ? '' : `${event.app}: `;
			const what = `${about}${event.message}`;
			return isOld
				? line(['dim', ` watching ${all}; last, at ${clock(event.time)}: ${what}`])
				: line(['dim', ` ${clock(event.time)} `], what);
		}
	}
}

/** Help and command are always named; the rest as far as there is room. */
function hintLine(bindings: readonly Binding[], {isReadOnly, width}: Scene): Line {
	const always = [hintOf('?', 'help'), hintOf(':', 'command')];
	const offered = bindings.flatMap(({keys: [key = ''], hint, mutates}) =>
		hint === undefined || (mutates && isReadOnly) ? [] : [hintOf(key, hint)],
	);
	const room = width - 1 - always.reduce((sum, {length}) => sum + length, 0);
	const ends = offered.map((_, index) => offered.slice(0, index + 1).reduce((sum, {length}) => sum + length, 0));
	const shown = offered.filter((_, index) => (ends[index] ?? 0) <= room);
	return line(' ', ...[...shown, ...always].flatMap(({spans}) => spans));
}

function hintOf(key: string, hint: string): {readonly spans: readonly Span[]; readonly length: number} {
	return {
		spans: [
			['key', `<${key}>`],
			['dim', `${hint} `],
		],
		length: widthOf(key) + widthOf(hint) + 3,
	};
}

function titleLine(screen: Screen, scene: Scene): Line {
	const {spans} = screen.title(scene);
	const filter: readonly Span[] = screen.filter ? ['  ', ['key', `/${screen.filter}`]] : [];
	const text = ['── ', ...spans, ...filter, ' '];
	const used = cellsOf(text);
	return line(['dim', '── '], ...spans, ...filter, ['dim', ` ${'─'.repeat(Math.max(0, scene.width - used))}`]);
}

export function crumbsLine(screens: readonly Screen[]): Line {
	const crumbs = screens.map(({crumb}) => crumb);
	const [last = '', ...before] = crumbs.toReversed();
	return line(
		[
			'dim',
			` ${before
				.reverse()
				.map(crumb => `${crumb} › `)
				.join('')}`,
		],
		['strong', last],
	);
}

const toneStyles = {good: 'good', bad: 'bad', info: 'busy'} as const satisfies Record<Tone, string>;

export function toldLine(tone: Tone, text: string): Line {
	return line([toneStyles[tone], ` ${text}`]);
}

type Box = {readonly lines: readonly Line[]; readonly width: number};

function boxed(screen: Screen, scene: Scene): Box {
	const room = {...scene, width: Math.min(scene.width - 4, 96), height: scene.height - 2};
	const lines = screen.lines(room).slice(0, room.height);
	const title = escapeLine(plainText(screen.title(room)));
	const inner = Math.min(room.width, Math.max(widthOf(title) + 2, ...lines.map(({spans}) => cellsOf(spans))));
	const rule = (length: number) => '─'.repeat(Math.max(0, length));
	return {
		width: inner + 4,
		lines: [
			line('┌─ ', ['title', title], ` ${rule(inner - widthOf(title) - 1)}┐`),
			...lines.map(({spans}) => {
				const left = inner - cellsOf(spans);
				return line('│ ', ...spans, ' '.repeat(Math.max(0, left)), ' │');
			}),
			line(`└${rule(inner + 2)}┘`),
		],
	};
}

/** In the middle of what is below; what is beside it is left out, so that nothing is mistaken for a part of it. */
function overlay(below: readonly Line[], {lines, width}: Box, columns: number): readonly Line[] {
	const left = ' '.repeat(Math.max(0, Math.floor((columns - width) / 2)));
	const top = Math.max(0, Math.floor((below.length - lines.length) / 2));
	return below.map((under, index) => {
		const over = lines[index - top];
		return over ? {spans: [left, ...over.spans]} : {spans: [['dim', plainText(under)]]};
	});
}

export function tooSmall(columns: number, rows: number): readonly Line[] {
	const text = `needs ${smallest.columns}x${smallest.rows}, has ${columns}x${rows}`;
	return fill([line(text)], rows);
}
