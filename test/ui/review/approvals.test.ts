import {expect, test} from 'vitest';
import type {Change} from '../../../source/model/change.ts';
import {
	type Approvals,
	approvedOf,
	follow,
	look,
	noApprovals,
	toggleAll,
	toggleApproval,
	toggleSkip,
	unseenOf,
	verdictOf,
} from '../../../source/ui/review/approvals.ts';
import {sampleChange} from './changes.ts';

const web = sampleChange('web');
const api = sampleChange('api');
const job = sampleChange('job');
/** The same object, and not the same change any more. */
const movedWeb = sampleChange('web', {digest: 'another digest of web'});

function plan(...changes: readonly Change[]) {
	return {cluster: 'here', changes};
}

/** Every decision in a word: its mark and, where there are, its news. */
function words(approvals: Approvals, changes: readonly Change[]): readonly string[] {
	return changes.map(change => {
		const {decision, news} = verdictOf(approvals, change);
		return `${change.id.name} ${decision}${news === 'none' ? '' : ` ${news}`}`;
	});
}

const first = follow(noApprovals, plan(web, api));
const webApproved = toggleApproval(first, web);
const bothApproved = toggleApproval(webApproved, api);
const webSkipped = toggleSkip(first, web);

const plans: readonly {
	readonly title: string;
	readonly before: Approvals;
	readonly next: readonly Change[];
	readonly words: readonly string[];
}[] = [
	{
		title: 'the first plan is open, and news of nothing',
		before: noApprovals,
		next: [web, api],
		words: ['web open', 'api open'],
	},
	{
		title: 'what is the same stays approved',
		before: webApproved,
		next: [web, api],
		words: ['web approved', 'api open'],
	},
	{
		title: 'what is the same stays approved wherever it stands in the plan',
		before: webApproved,
		next: [job, api, web],
		words: ['job open new', 'api open', 'web approved'],
	},
	{
		title: 'what moved loses its approval, and nothing else does',
		before: bothApproved,
		next: [movedWeb, api],
		words: ['web open moved', 'api approved'],
	},
	{
		title: 'what moved and was not approved has to be looked at too',
		before: first,
		next: [movedWeb],
		words: ['web open moved'],
	},
	{title: 'what is gone is forgotten', before: bothApproved, next: [api], words: ['api approved']},
	{
		title: 'what comes later is new, and not approved',
		before: bothApproved,
		next: [web, api, job],
		words: ['web approved', 'api approved', 'job open new'],
	},
	{
		title: 'what was left out stays out when it moves',
		before: webSkipped,
		next: [movedWeb],
		words: ['web skipped moved'],
	},
	{title: 'what was left out stays out', before: webSkipped, next: [web], words: ['web skipped']},
	{title: 'a plan without changes forgets all', before: bothApproved, next: [], words: []},
];

test.for(plans)('$title', ({before, next, words: expected}) => {
	expect(words(follow(before, plan(...next)), next)).toEqual(expected);
});

test('what went and came back the same has to be approved again', () => {
	const without = follow(webApproved, plan(api));
	expect(words(follow(without, plan(web, api)), [web, api])).toEqual(['web open new', 'api open']);
});

test('what moved and moved back has to be approved again', () => {
	const moved = follow(webApproved, plan(movedWeb, api));
	expect(words(follow(moved, plan(web, api)), [web])).toEqual(['web open moved']);
});

test('what comes after an empty first plan is new', () => {
	const empty = follow(noApprovals, plan());
	expect(words(follow(empty, plan(web)), [web])).toEqual(['web open new']);
});

test('in another cluster nothing was approved, though all digests are the same', () => {
	const elsewhere = follow(bothApproved, {cluster: 'there', changes: [web, api]});
	expect(words(elsewhere, [web, api])).toEqual(['web open new', 'api open new']);
});

test('objects of the same name in two kinds are two changes', () => {
	const service = sampleChange('web', {id: {...web.id, group: '', kind: 'Service'}, digest: 'digest of the service'});
	const both = follow(noApprovals, plan(web, service));
	expect(words(toggleApproval(both, service), [web, service])).toEqual(['web open', 'web approved']);
});

test('approving twice takes it back', () => {
	expect(words(toggleApproval(webApproved, web), [web, api])).toEqual(['web open', 'api open']);
});

test('what moved is not approved before it was looked at', () => {
	const moved = follow(webApproved, plan(movedWeb, api));
	expect(words(toggleApproval(moved, movedWeb), [movedWeb])).toEqual(['web open moved']);
	expect(words(toggleApproval(look(moved, movedWeb), movedWeb), [movedWeb])).toEqual(['web approved']);
});

test('looking alone approves nothing', () => {
	const moved = follow(webApproved, plan(movedWeb, api));
	expect(approvedOf(look(moved, movedWeb), [movedWeb, api])).toEqual([]);
});

test('a change that is not the one of the plan is never taken as approved', () => {
	expect(approvedOf(webApproved, [movedWeb, api])).toEqual([]);
	expect(verdictOf(webApproved, movedWeb)).toEqual({digest: movedWeb.digest, decision: 'open', news: 'moved'});
});

test('all approves what is open, and neither what is skipped nor what has news', () => {
	const mixed = follow(toggleSkip(first, api), plan(movedWeb, api, job, sampleChange('db')));
	const seen = look(mixed, job);
	const all = [movedWeb, api, job];
	expect(words(toggleAll(seen, all), all)).toEqual(['web open moved', 'api skipped', 'job approved']);
});

test('all takes all back where nothing is open', () => {
	const all = toggleAll(first, [web, api]);
	expect(approvedOf(all, [web, api])).toEqual([web, api]);
	expect(approvedOf(toggleAll(all, [web, api]), [web, api])).toEqual([]);
});

test('skipping takes an approval back, and skipping twice leaves it open', () => {
	const skipped = toggleSkip(webApproved, web);
	expect(words(skipped, [web])).toEqual(['web skipped']);
	expect(words(toggleSkip(skipped, web), [web])).toEqual(['web open']);
});

test('what has to be looked at is what has news and is not left out', () => {
	const mixed = follow(toggleSkip(first, api), plan(movedWeb, sampleChange('api', {digest: 'moved too'}), job));
	expect(unseenOf(mixed, [movedWeb, sampleChange('api', {digest: 'moved too'}), job])).toEqual([movedWeb, job]);
});

test('the decisions before stay as they were', () => {
	follow(webApproved, plan(movedWeb));
	toggleAll(webApproved, [web, api]);
	expect(words(webApproved, [web, api])).toEqual(['web approved', 'api open']);
});
