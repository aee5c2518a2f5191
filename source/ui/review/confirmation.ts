import type {Change} from '../../model/change.ts';
import {describe, keyOf, type ResourceKey} from '../../model/resource.ts';
import {isSeveral, shortRevision} from '../../model/revision.ts';
import {blank, type Line, line, type Span} from '../line.ts';
import {wrapText} from '../screens/parts/wrap.ts';
import {TextInput} from '../text-input.ts';
import {changeSpan, consentsOf, opCounts} from './change-words.ts';

/** Where a sync goes, and what of. */
export type Target = {
	readonly app: string;
	readonly context: string;
	/** Empty where it is not known. */
	readonly server: string;
	readonly revision: string;
	readonly digest: string;
};

/** Whether so much is at stake that a single key is too little: something goes, or is taken from somebody. */
export function needsName(changes: readonly Change[]): boolean {
	return changes.some(({op, consents}) => op === 'delete' || op === 'replace' || consents.length > 0);
}

/** The keys to apply; none where all are meant, which a sync takes for the whole plan. */
export function resourcesOf(approved: readonly Change[], all: readonly Change[]): readonly ResourceKey[] {
	return approved.length === all.length ? [] : approved.map(({id}) => keyOf(id));
}

/** What of the confirmed is not there any more as it was, in words. */
export function whatMoved(confirmed: readonly Change[], now: readonly Change[]): readonly string[] {
	const digests = new Map(now.map(({id, digest}) => [keyOf(id), digest]));
	return confirmed.flatMap(({id, digest}) => {
		const found = digests.get(keyOf(id));
		if (found === digest) {
			return [];
		}

		return [`${describe(id)} ${found === undefined ? 'needs no change any more' : 'moved: look again'}`];
	});
}

/** The last question before a sync: names what it is about, and wants a word for what can't be taken back. */
export class Confirmation {
	readonly changes: readonly Change[];
	readonly #input = new TextInput();
	#moved: readonly string[] = [];
	#isShown = false;

	constructor(changes: readonly Change[]) {
		this.changes = changes;
	}

	/** True once anything of it moved: it can't be confirmed any more. */
	get isVoid(): boolean {
		return this.#moved.length > 0;
	}

	get isTyped(): boolean {
		return needsName(this.changes);
	}

	/** To be called while drawing: what moved once stays so, even if it moves back. */
	check(now: readonly Change[]): void {
		if (!this.isVoid) {
			this.#moved = whatMoved(this.changes, now);
		}
	}

	/** Keys that were pressed before it was on the screen confirm nothing. */
	isConfirmed(app: string): boolean {
		return this.#isShown && !this.isVoid && (!this.isTyped || this.#input.text.trim() === app);
	}

	type(key: string): boolean {
		return this.#input.press(key);
	}

	insert(text: string): void {
		this.#input.insert(text);
	}

	lines(target: Target, all: readonly Change[], height: number): readonly Line[] {
		this.#isShown = true;
		if (this.isVoid) {
			return this.#voidLines(height);
		}

		const head = headLines(target, this.changes, all);
		const foot = this.#footLines(target.app);
		const room = Math.max(1, height - head.length - foot.length);
		const risky = this.changes.toSorted((a, b) => weight(b) - weight(a));
		return [...head, ...shortened(risky.flatMap(changeLines), room), ...foot];
	}

	#voidLines(height: number): readonly Line[] {
		const moved = this.#moved.map(text => line('   ', ['warning', text]));
		return [
			blank,
			line(['bad', ' The plan moved while you were asked. Nothing was applied.']),
			...shortened(moved, Math.max(1, height - 5)),
			blank,
			line(' ', ['key', 'Enter'], ' back to the plan; the other approvals stay'),
		];
	}

	#footLines(app: string): readonly Line[] {
		return this.isTyped
			? [
					blank,
					line(['warning', ' This deletes, replaces or takes over.']),
					line(' To apply it, type the application’s name, ', ['strong', app], ':'),
					line(' > ', ...this.#input.spans(), ['dim', '   Enter applies, Esc goes back']),
				]
			: [blank, line(' ', ['key', 'Enter'], ' or ', ['key', 'y'], ' applies    ', ['key', 'Esc'], ' goes back')];
	}
}

function headLines(target: Target, approved: readonly Change[], all: readonly Change[]): readonly Line[] {
	const of = approved.length === all.length ? `all of ${all.length}` : `${approved.length} of ${all.length} changes`;
	return [
		field('Apply', ['strong', opCounts(approved)], ['dim', `  (${of})`]),
		field('Application', ['strong', target.app]),
		field('Context', ['strong', target.context], target.server === '' ? '' : ['dim', `  ${target.server}`]),
		...commitLines(target),
		blank,
	];
}

/** Beside the names of the fields, on the narrowest screen. */
const valueWidth = 66;
const mostCommitLines = 4;

function commitLines({revision, digest}: Target): readonly Line[] {
	const plan = digest.slice(0, 12);
	if (!isSeveral(revision)) {
		return [field('Commit', shortRevision(revision), ['dim', `  plan ${plan}`])];
	}

	const all = wrapText(shortRevision(revision).replaceAll(',', ', '), valueWidth);
	const shown =
		all.length > mostCommitLines
			? [...all.slice(0, mostCommitLines - 1), 'and more: Esc, and look at the application']
			: all;
	return [...shown.map((text, index) => field(index === 0 ? 'Commits' : '', text)), field('Plan', plan)];
}

function field(name: string, ...value: readonly Span[]): Line {
	return line(['dim', ` ${name.padEnd(12)} `], ...value);
}

function changeLines(change: Change): readonly Line[] {
	const consents = consentsOf(change);
	return [
		line('   ', changeSpan(change), ['warning', consents === '' ? '' : `  ${consents}`]),
		...change.risks.map(risk => line(['warning', `       ${risk}`])),
	];
}

/** What is lost for good stands first, so that it is not what is cut off. */
function weight({op, consents, risks}: Change): number {
	const ops = {delete: 4, replace: 3, update: 0, create: 0} as const;
	return ops[op] * 10 + consents.length * 5 + risks.length;
}

function shortened(lines: readonly Line[], room: number): readonly Line[] {
	return lines.length <= room
		? lines
		: [
				...lines.slice(0, room - 1),
				line(['warning', `   and ${lines.length - room + 1} lines more: Esc, and look at the plan`]),
			];
}
