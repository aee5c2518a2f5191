import type {Change} from '../../model/change.ts';
import {count} from '../../model/count.ts';
import type {Plan, PlanKind} from '../../model/plan.ts';
import {problemLines} from '../../model/problem.ts';
import {describe, keyOf} from '../../model/resource.ts';
import {isSeveral, shortRevision} from '../../model/revision.ts';
import {oneLine} from '../../text/escape.ts';
import {blank, type Line, line, pad, type Span, type Style, textOf} from '../line.ts';
import {wrapText} from '../screens/parts/wrap.ts';
import {changeSpan, consentsOf, managersOf, markSpan, opCounts} from './change-words.ts';
import type {Desk} from './desk.ts';

/** A line that is only made where it is in sight: there may be thousands. */
type Draw = () => Line;

/** What the cursor can be on, with the lines that belong to it. `lead` stands above it and is never selected. */
export type Block = {readonly id: string; readonly lead: readonly Draw[]; readonly lines: readonly Draw[]};

const planStyles = {
	converged: 'good',
	ready: 'busy',
	'awaiting-approval': 'warning',
	blocked: 'bad',
} as const satisfies Record<PlanKind, Style>;

const planWords = {
	converged: 'nothing to do',
	ready: 'ready: goes without asking',
	'awaiting-approval': 'awaiting approval',
	blocked: 'blocked: nothing can be applied',
} as const satisfies Record<PlanKind, string>;

/** What plan this is, of what, for where, and why somebody is asked. */
export function planHead(
	plan: Plan,
	desk: Desk,
	{context, width}: {readonly context: string; readonly width: number},
): readonly Line[] {
	const {kind, digest, revision, prune, reasons} = plan;
	return [
		line(
			' ',
			[planStyles[kind], planWords[kind]],
			...part('plan', digest.slice(0, 12)),
			...(isSeveral(revision) ? [] : part('commit', shortRevision(revision))),
			...part('context', context),
			...(prune ? (['  ', ['bad', 'with prune']] as const) : []),
		),
		...(isSeveral(revision) ? commitLines(revision, width) : []),
		tally(desk),
		...reasons
			.flatMap(reason => wrapText(` because ${oneLine(reason)}`, width - 1))
			.slice(0, 4)
			.map(text => line(['warning', text])),
	];
}

/** Of each source: no room for them beside the rest. */
function commitLines(revision: string, width: number): readonly Line[] {
	return wrapText(` commits ${shortRevision(revision).replaceAll(',', ', ')}`, width - 1).map(text => line(text));
}

function part(name: string, value: string): readonly Span[] {
	return value === ''
		? []
		: [
				['dim', `  ${name} `],
				['strong', value],
			];
}

function tally(desk: Desk): Line {
	const {changes, approved, skipped, unseen, forbidden} = desk;
	if (changes.length === 0) {
		return blank;
	}

	return line(
		` ${count(changes.length, 'change')}: ${opCounts(changes)}  `,
		[approved.length > 0 ? 'good' : 'plain', `approved ${approved.length}`],
		skipped > 0 ? `, skipped ${skipped}` : '',
		forbidden > 0 ? ['bad', `, not allowed ${forbidden}`] : '',
		unseen.length > 0 ? ['warning', `, to look at again ${unseen.length}`] : '',
	);
}

/** Everything that the plan says, in the order in which it would happen. */
export function planBlocks(plan: Plan, desk: Desk, width: number): readonly Block[] {
	const {leftovers, problems, notes, prune} = plan;
	const kept = prune ? 'Left over, not deleted' : 'Left over: only a prune would delete these (x)';
	return [
		...section({id: 'problems', title: ['bad', 'Problems'], width}, problemLines(problems)),
		...changeBlocks(plan.changes, desk, width),
		...section({id: 'leftovers', title: ['warning', kept], width}, leftovers.map(describe)),
		...section({id: 'notes', title: ['title', 'Notes'], width}, notes),
	];
}

function changeBlocks(changes: readonly Change[], desk: Desk, width: number): readonly Block[] {
	const longest = changes.reduce((most, change) => Math.max(most, changeSpan(change)[1].length), 24);
	const nameWidth = Math.min(longest, Math.floor(width * 0.55));
	return changes.map((change, index) => {
		const step = stepOf(change);
		const before = changes[index - 1];
		return {
			id: keyOf(change.id),
			lead: before && stepOf(before) === step ? [] : [() => line(['title', ` ${step}`])],
			lines: [
				() => changeLine(change, desk, nameWidth),
				...change.risks.map(risk => () => line(['warning', `           risk: ${oneLine(risk)}`])),
				...forbiddenLines(change, width),
			],
		};
	});
}

function forbiddenLines({forbidden}: Change, width: number): readonly Draw[] {
	return forbidden === undefined
		? []
		: wrapText(`not allowed: ${oneLine(forbidden)}`, width - 12).map(text => () => line(['bad', `           ${text}`]));
}

function stepOf({phase, wave}: Change): string {
	return `${phase}, wave ${wave}`;
}

/** Cells of the mark, the longest of which is `[moved]`. */
const markWidth = 8;

function changeLine(change: Change, desk: Desk, nameWidth: number): Line {
	const mark = markSpan(desk.verdict(change));
	const [style, name] = changeSpan(change);
	const extent = isWhole(change) ? change.op : count(change.fields.length, 'field');
	return line(
		' ',
		[styleOf(mark), pad(textOf(mark), markWidth)],
		[style, pad(name, nameWidth)],
		['dim', ` ${pad(extent, 9)} `],
		[
			'warning',
			[consentsOf(change), '']
				.filter(Boolean)
				.map(words => `${words} `)
				.join(''),
		],
		['dim', managersOf(change).join(', ')],
	);
}

function isWhole({op}: Change): boolean {
	return op === 'create' || op === 'delete';
}

function styleOf(span: Span): Style {
	return typeof span === 'string' ? 'plain' : span[0];
}

type Section = {readonly id: string; readonly title: readonly [Style, string]; readonly width: number};

function section({id, title, width}: Section, texts: readonly string[]): readonly Block[] {
	const [style] = title;
	return texts.map((text, index) => ({
		id: `${id} ${index}`,
		lead: index === 0 ? [() => line(' ', title)] : [],
		lines: wrapText(oneLine(text), width - 3).map(
			part => () => line('  ', [style === 'title' ? 'plain' : style, part]),
		),
	}));
}

/** The lines in sight, with the selected block among them; `top` is the first line that was in sight before. */
export function blocksInSight(
	blocks: readonly Block[],
	index: number,
	{top, height}: {readonly top: number; readonly height: number},
): {readonly top: number; readonly lines: readonly Line[]} {
	const lines: Draw[] = [];
	let [first, last] = [0, 0];
	for (const [at, block] of blocks.entries()) {
		if (at === index) {
			first = lines.length;
			last = first + block.lead.length + block.lines.length;
		}

		const [head, ...rest] = block.lines;
		lines.push(...block.lead, ...(head ? [() => ({...head(), isSelected: at === index})] : []), ...rest);
	}

	const least = Math.min(first, Math.max(0, last - height));
	const next = Math.max(0, Math.min(Math.max(least, Math.min(top, first)), lines.length - height));
	return {top: next, lines: lines.slice(next, next + height).map(draw => draw())};
}
