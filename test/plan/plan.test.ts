import {expect, test} from 'vitest';
import {type Application, folderSource} from '../../source/model/application.ts';
import type {Change, Consent} from '../../source/model/change.ts';
import type {Problem, ProblemScope} from '../../source/model/problem.ts';
import {makePlan, type PlanInput} from '../../source/plan/plan.ts';

const application = (automated: boolean): Application => ({
	name: 'web',
	project: 'default',
	sources: [folderSource({repository: '/repo', revision: 'main', path: '.', tool: {kind: 'detected'}})],
	destination: {cluster: '', namespace: 'shop'},
	policy: {automated, prune: automated, selfHeal: automated, createNamespace: false},
	origin: 'flags',
});

const change = (op: Change['op'], name: string, consents: readonly Consent[] = []): Change => ({
	op,
	id: {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name},
	phase: 'Sync',
	wave: 0,
	fields: [],
	risks: [],
	consents,
	digest: `${op} ${name}`,
	seen: {uid: '', resourceVersion: ''},
});

const problem = (scope: ProblemScope): Problem => ({scope, where: 'a.yaml:1', message: 'wrong'});

const input = (rest: Partial<PlanInput>): PlanInput => ({
	application: application(true),
	cluster: 'cluster-1',
	revision: 'abc',
	rendered: ['hash'],
	changes: [],
	leftovers: [],
	managed: 1,
	problems: [],
	notes: [],
	prune: false,
	...rest,
});

const byHand = {application: application(false)};
const create = [change('create', 'a')];
const old = [change('delete', 'old')];

type Row = [title: string, input: Partial<PlanInput>, kind: string, ops: string[], leftovers: string[]];

test.for<Row>([
	['nothing to do', {}, 'converged', [], []],
	['an automated application goes ahead', {changes: create}, 'ready', ['create a'], []],
	['a manual one asks', {...byHand, changes: create}, 'awaiting-approval', ['create a'], []],
	['adoption asks always', {changes: [change('update', 'a', ['adopt'])]}, 'awaiting-approval', ['update a'], []],
	['taking over asks always', {changes: [change('update', 'a', ['take-over'])]}, 'awaiting-approval', ['update a'], []],
	['leftovers alone are nothing to do', {leftovers: old}, 'converged', [], ['old']],
	['with prune they are deleted', {leftovers: old, prune: true}, 'ready', ['delete old'], []],
	[
		'deleting data asks',
		{leftovers: [change('delete', 'old', ['prune-data'])], prune: true},
		'awaiting-approval',
		['delete old'],
		[],
	],
	[
		'a broken file holds an automated sync back',
		{changes: create, problems: [problem('file')]},
		'awaiting-approval',
		['create a'],
		[],
	],
	[
		'and pruning',
		{...byHand, changes: create, leftovers: old, prune: true, problems: [problem('file')]},
		'awaiting-approval',
		['create a'],
		['old'],
	],
	[
		'an object with a problem holds an automated sync back',
		{changes: create, problems: [problem('object')]},
		'awaiting-approval',
		['create a'],
		[],
	],
	[
		'a stale source does not: the last good commit is healed',
		{changes: create, problems: [problem('source')]},
		'ready',
		['create a'],
		[],
	],
	['what is not understood blocks all of it', {changes: create, problems: [problem('application')]}, 'blocked', [], []],
	['only problems', {problems: [problem('file')]}, 'blocked', [], []],
	['deleting everything is refused', {rendered: [], leftovers: old, prune: true}, 'blocked', [], ['old']],
])('%s', ([, rest, kind, ops, leftovers]) => {
	const plan = makePlan(input(rest));
	expect(plan.kind).toBe(kind);
	expect(plan.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(ops);
	expect(plan.leftovers.map(({name}) => name)).toEqual(leftovers);
});

const many = (count: number) => Array.from({length: count}, (_, index) => change('delete', `old-${index}`));

test.for<[leftovers: number, managed: number, kind: string]>([
	[10, 10, 'ready'],
	[11, 100, 'ready'],
	[30, 100, 'ready'],
	[31, 100, 'awaiting-approval'],
])('deleting %i of %i objects is %s', ([leftovers, managed, kind]) => {
	expect(makePlan(input({leftovers: many(leftovers), managed, prune: true})).kind).toBe(kind);
});

const digest = (rest: Partial<PlanInput>) => makePlan(input(rest)).digest;

test.for<[title: string, one: Partial<PlanInput>, other: Partial<PlanInput>, isSame: boolean]>([
	['another commit that renders the same', {revision: 'a'}, {revision: 'b'}, true],
	['the order of what is rendered', {rendered: ['a', 'b']}, {rendered: ['b', 'a']}, true],
	['notes', {notes: []}, {notes: ['history was rewritten']}, true],
	['another rendered object', {rendered: ['a']}, {rendered: ['b']}, false],
	['another cluster', {cluster: 'a'}, {cluster: 'b'}, false],
	['another change', {changes: create}, {changes: [change('update', 'a')]}, false],
	['the choice to prune, where something is pruned', {leftovers: old}, {leftovers: old, prune: true}, false],
])('in the digest: %s', ([, one, other, isSame]) => {
	expect(digest(one) === digest(other)).toBe(isSame);
});
