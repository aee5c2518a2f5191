import type {Change} from '../../model/change.ts';
import {keyOf} from '../../model/resource.ts';
import {movement, none} from '../list.ts';
import type {Binding, Effect, Scene} from '../screen.ts';
import type {Desk} from './desk.ts';
import type {DiffView, Size} from './diff-view.ts';

/** What the keys of a review do something to. */
export type Reviewing = {
	readonly desk: Desk;
	readonly diff: DiffView;
	/** The change at the cursor, as it was drawn. */
	change(): Change | undefined;
	/** Its difference is on the screen. */
	isShown(change: Change): boolean;
	/** The part of the screen that the difference has. */
	size(scene: Scene): Size;
	/** Shows that change's difference. */
	openAt(change: Change, at: 'start' | 'end', scene: Scene): void;
	toggleMode(scene: Scene): readonly Effect[];
	togglePrune(): readonly Effect[];
	confirm(scene: Scene): readonly Effect[];
	apply(scene: Scene): readonly Effect[];
	withdraw(): readonly Effect[];
};

/** In both views. */
export function decisionBindings(review: Reviewing, app: string): readonly Binding[] {
	return [
		{
			keys: ['s'],
			hint: 'sync',
			help: 'apply what is approved, after a last question',
			mutates: true,
			run: scene => review.confirm(scene),
		},
		{
			keys: ['a'],
			hint: 'approve',
			help: 'approve the change as it is shown, or take that back',
			mutates: true,
			run: () => withChange(review, change => review.desk.approve(change, {isOpen: review.isShown(change)})),
		},
		{
			keys: ['A'],
			hint: 'all',
			help: 'approve all that is neither skipped nor moved, or take all back',
			mutates: true,
			run: () => review.desk.approveAll(),
		},
		{
			keys: ['-'],
			hint: 'skip',
			help: 'leave the change out, of approving all too; or take that back',
			mutates: true,
			run: () => withChange(review, change => review.desk.skip(change)),
		},
		{
			keys: ['x'],
			hint: 'prune',
			help: 'plan with what a prune would delete, or without',
			run: () => review.togglePrune(),
		},
		{
			keys: ['r'],
			help: 'ask the repository now, and compare again',
			run: () => [
				{kind: 'send', intent: {kind: 'refresh', app}},
				{kind: 'tell', tone: 'info', text: `asking the repository of ${app} …`},
			],
		},
		{
			keys: ['t'],
			help: 'the reconcile loop of the application',
			run: () => [{kind: 'go', place: {kind: 'stream', app}}],
		},
	];
}

export function planBindings(review: Reviewing): readonly Binding[] {
	return [
		{
			keys: ['enter', 'tab', 'd'],
			hint: 'diff',
			help: 'step through what it would change',
			run: scene => review.toggleMode(scene),
		},
	];
}

export function diffBindings(review: Reviewing): readonly Binding[] {
	const hunk = (by: 1 | -1) => (scene: Scene) => withChange(review, change => stepHunk(review, change, {by, scene}));
	const resource = (by: 1 | -1) => (scene: Scene) =>
		withChange(review, change => {
			stepResource(review, change, {by, at: 'start', scene});
			return none;
		});
	const context = (by: number) => (scene: Scene) =>
		act(review, change => review.diff.widen(change, by, review.size(scene)));
	return [
		{keys: ['n'], hint: 'next', help: 'to the next hunk, at the end to the next resource', run: hunk(1)},
		{keys: ['N', 'p'], help: 'to the hunk before', run: hunk(-1)},
		{keys: ['J', ']'], hint: 'resource', help: 'to the next resource', run: resource(1)},
		{keys: ['K', '['], help: 'to the resource before', run: resource(-1)},
		{keys: ['tab', 'enter'], hint: 'plan', help: 'the list of the changes', run: scene => review.toggleMode(scene)},
		{
			keys: ['|'],
			help: 'side by side, or one under the other',
			run: scene => act(review, change => review.diff.toggleSplit(change, review.size(scene))),
		},
		{keys: ['}'], help: 'more lines around what differs', run: context(3)},
		{keys: ['{'], help: 'fewer lines around what differs', run: context(-3)},
		{keys: ['l', 'right'], help: 'to the right in long lines', run: () => act(review, () => review.diff.shift(1))},
		{keys: ['h', 'left'], help: 'to the left in long lines', run: () => act(review, () => review.diff.shift(-1))},
		{
			keys: ['$'],
			help: 'to the first word of the hunk that differs, or back to the start of the line',
			run: () => act(review, change => review.diff.shiftToDifference(change)),
		},
		...movement({
			move: (by, scene) => act(review, change => review.diff.scroll(change, by, review.size(scene))),
			jump: (to, scene) =>
				act(review, change => {
					review.diff.scroll(
						change,
						to === 'start' ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER,
						review.size(scene),
					);
				}),
			page: scene => Math.max(1, review.size(scene).height - 2),
		}),
	];
}

/** While the last question is open. Where a name has to be typed, its letters never come here. */
export function confirmBindings(review: Reviewing): readonly Binding[] {
	return [
		{
			keys: ['enter', 'y'],
			hint: 'apply',
			help: 'apply what is listed',
			mutates: true,
			run: scene => review.apply(scene),
		},
		{keys: ['esc', 'n'], hint: 'back', help: 'back to the plan; nothing is applied', run: () => review.withdraw()},
	];
}

function stepHunk(
	review: Reviewing,
	change: Change,
	{by, scene}: {readonly by: 1 | -1; readonly scene: Scene},
): readonly Effect[] {
	if (review.diff.step(change, by, review.size(scene))) {
		return none;
	}

	const at = by > 0 ? 'start' : 'end';
	const text = by > 0 ? 'that was the last hunk of the plan' : 'that is the first hunk of the plan';
	return stepResource(review, change, {by, at, scene}) ? none : [{kind: 'tell', tone: 'info', text}];
}

function stepResource(
	review: Reviewing,
	change: Change,
	{by, at, scene}: {readonly by: 1 | -1; readonly at: 'start' | 'end'; readonly scene: Scene},
): boolean {
	const {changes} = review.desk;
	const next = changes[changes.findIndex(({id}) => keyOf(id) === keyOf(change.id)) + by];
	if (next) {
		review.openAt(next, at, scene);
	}

	return next !== undefined;
}

function act(review: Reviewing, run: (change: Change) => void): readonly Effect[] {
	return withChange(review, change => {
		run(change);
		return none;
	});
}

function withChange(review: Reviewing, run: (change: Change) => readonly Effect[]): readonly Effect[] {
	const change = review.change();
	return change ? run(change) : [{kind: 'tell', tone: 'info', text: 'there is no change at the cursor'}];
}
