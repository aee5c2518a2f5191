import {count} from '../model/count.ts';
import {healthRanks} from '../model/health.ts';
import type {Row} from '../model/row.ts';
import {clock, localTime} from '../text/time.ts';
import {type Line, line, type Span} from './line.ts';
import type {Scene} from './screen.ts';
import {healthSpan} from './words.ts';

type Rows = ReadonlyMap<string, Row>;

/** The first line of the screen: where this goes to, whether it is reached, what is not done, and how all is. */
export function headerLine(scene: Scene): Line {
	const {hello} = scene.board;
	const context: readonly Span[] = hello ? ['  ', ['strong', hello.context]] : [];
	return line(['title', ' trueup'], ...context, ...outageSpans(scene), ...modeSpans(scene), ...countSpans(scene));
}

/** Which clusters are not reached, and since when: of them all, that of the rows that are hidden too. */
function outageSpans({board: {hello, rows}, now}: Scene): readonly Span[] {
	const {contexts, since} = totalsOf(rows);
	if (contexts.length === 0) {
		return [];
	}

	const others = contexts.filter(context => context !== hello?.context);
	// The one that is open is named just before.
	const and = others.length > 0 && others.length < contexts.length ? 'and ' : '';
	const names = others.length > 0 ? `${and}${others.join(', ')} ` : '';
	const isLong = now - Date.parse(since) > dayMs;
	return [' ', ['bad', `${names}not reached since ${isLong ? localTime(since) : clock(since)}`]];
}

const dayMs = 86_400_000;

function modeSpans({isReadOnly, isHeld, board: {engine}}: Scene): readonly Span[] {
	const mode: readonly Span[] = isReadOnly
		? ['  ', ['warning', 'READ-ONLY']]
		: isHeld
			? ['  ', ['warning', 'HELD']]
			: [];
	return engine.kind === 'lost' || engine.kind === 'ended' || engine.kind === 'failed'
		? [...mode, '  ', ['bad', 'STALE']]
		: mode;
}

function countSpans({board: {rows}}: Scene): readonly Span[] {
	return ['  ', ...totalsOf(rows).counts];
}

type Totals = {readonly counts: readonly Span[]; readonly contexts: readonly string[]; readonly since: string};

const memo: {rows: Rows; totals: Totals} = {rows: new Map(), totals: totals(new Map())};

/** Counted once for what was told once: there may be thousands, and the header is drawn with each key. */
function totalsOf(rows: Rows): Totals {
	if (memo.rows !== rows) {
		memo.rows = rows;
		memo.totals = totals(rows);
	}

	return memo.totals;
}

function totals(rows: Rows): Totals {
	const outages = [...rows.values()].flatMap(({outage}) => outage ?? []);
	const [since = ''] = outages.map(outage => outage.since).toSorted();
	return {counts: countsOf([...rows.values()]), contexts: [...new Set(outages.map(({context}) => context))], since};
}

/** In the words of the columns; an application that is unknown in both is counted once. */
function countsOf(rows: readonly Row[]): readonly Span[] {
	const outOfSync = rows.filter(({sync}) => sync === 'OutOfSync').length;
	const unwell = healthRanks
		.filter(status => status !== 'Healthy')
		.map(status => ({
			span: healthSpan(status),
			amount: rows.filter(({sync, health}) => (status === 'Unknown' && sync === status) || health === status).length,
			status,
		}))
		.filter(({amount}) => amount > 0);
	return [
		count(rows.length, 'application'),
		...(outOfSync > 0 ? ['  ', ['warning', `${outOfSync} OutOfSync`] as const] : []),
		...unwell.flatMap(({span, amount, status}): Span[] => {
			const style = typeof span === 'string' ? 'plain' : span[0];
			return ['  ', [style, `${amount} ${status}`]];
		}),
	];
}
