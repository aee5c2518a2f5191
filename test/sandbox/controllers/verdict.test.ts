import {expect, test} from 'vitest';
import {Graph} from '../../../source/sandbox/controllers/collect/graph.ts';
import {judge, type OwnerState} from '../../../source/sandbox/controllers/collect/verdict.ts';
import {metadataOf} from './objects.ts';

const maps = {apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', isNamespaced: true};

const owner = (name: string, blockOwnerDeletion = true) => ({
	apiVersion: 'v1',
	kind: 'ConfigMap',
	name,
	uid: `uid-${name}`,
	controller: true,
	blockOwnerDeletion,
});

const object = (name: string, metadata: object = {}) => ({metadata: metadataOf(name, metadata)});
const deleted = (...finalizers: string[]) => ({deletionTimestamp: 'now', finalizers});

function graphOf(...objects: readonly object[]): Graph {
	const graph = new Graph();
	graph.see(maps, {kind: 'listed', objects});
	return graph;
}

type Case = {
	readonly title: string;
	readonly metadata: object;
	readonly dependents?: readonly object[];
	readonly owners?: Readonly<Record<string, OwnerState>>;
	readonly verdict: object;
};

const keep = {kind: 'keep'};
const [a, b] = [owner('a'), owner('b')];

test.for<Case>([
	{title: 'nobody owns', metadata: {}, verdict: keep},
	{title: 'has its owner', metadata: {ownerReferences: [a]}, owners: {'uid-a': 'there'}, verdict: keep},
	{
		title: 'has lost its owner',
		metadata: {ownerReferences: [a]},
		owners: {'uid-a': 'gone'},
		verdict: {kind: 'delete', propagationPolicy: 'Background'},
	},
	{
		title: 'has one owner left',
		metadata: {ownerReferences: [a, b]},
		owners: {'uid-a': 'gone', 'uid-b': 'there'},
		verdict: {kind: 'release', owners: [b]},
	},
	{
		title: 'is waited for and has dependents itself',
		metadata: {ownerReferences: [a]},
		owners: {'uid-a': 'waiting'},
		dependents: [object('child', {ownerReferences: [owner('it')]})],
		verdict: {kind: 'delete', propagationPolicy: 'Foreground'},
	},
	{
		title: 'is waited for and has none',
		metadata: {ownerReferences: [a]},
		owners: {'uid-a': 'waiting'},
		verdict: {kind: 'delete', propagationPolicy: 'Background'},
	},
	{
		title: 'is to leave its dependents behind',
		metadata: {ownerReferences: [a], finalizers: ['orphan']},
		owners: {'uid-a': 'gone'},
		verdict: {kind: 'delete', propagationPolicy: 'Orphan'},
	},
	{
		title: 'is on its way already',
		metadata: {ownerReferences: [a], ...deleted('other')},
		owners: {'uid-a': 'gone'},
		verdict: keep,
	},
	{
		title: 'waits for a dependent that blocks it',
		metadata: deleted('foregroundDeletion'),
		dependents: [object('child', {ownerReferences: [owner('it')]})],
		verdict: {kind: 'wait', dependents: [expect.objectContaining({name: 'child'})]},
	},
	{
		title: 'waits for no dependent that does not block it',
		metadata: deleted('foregroundDeletion'),
		dependents: [object('child', {ownerReferences: [owner('it', false)]})],
		verdict: {kind: 'finish', finalizer: 'foregroundDeletion'},
	},
	{
		title: 'waited for dependents that are gone',
		metadata: deleted('foregroundDeletion'),
		verdict: {kind: 'finish', finalizer: 'foregroundDeletion'},
	},
	{
		title: 'leaves a dependent behind',
		metadata: deleted('orphan'),
		dependents: [object('child', {ownerReferences: [owner('it')]})],
		verdict: {kind: 'orphan', dependents: [expect.objectContaining({name: 'child'})]},
	},
	{title: 'has left all behind', metadata: deleted('orphan'), verdict: {kind: 'finish', finalizer: 'orphan'}},
])('the verdict on an object that $title', ({metadata, dependents = [], owners = {}, verdict}) => {
	const graph = graphOf(object('it', metadata), ...dependents);
	const it = graph.get('uid-it');
	if (it === undefined) {
		throw new Error('the graph lost the object');
	}

	expect(judge(it, graph.dependentsOf('uid-it'), ({uid}) => owners[uid] ?? 'there')).toEqual(verdict);
});

const child = object('child', {ownerReferences: [a]});

test('an object whose owners are news is looked at, and another is not', () => {
	const graph = graphOf();
	expect(graph.see(maps, {kind: 'changed', object: object('a')})).toEqual([]);
	expect(graph.see(maps, {kind: 'changed', object: child})).toEqual(['uid-child']);
	expect(graph.see(maps, {kind: 'changed', object: child})).toEqual([]);
	const deleting = object('a', deleted('foregroundDeletion'));
	expect(graph.see(maps, {kind: 'changed', object: deleting})).toEqual(['uid-a']);
});

test.for([
	['is gone', {kind: 'gone', object: object('a')} as const, ['uid-child']],
	['is not listed any more', {kind: 'listed', objects: [child]} as const, ['uid-child']],
] as const)('dependents are looked at when their owner %s', ([, sighting, expected]) => {
	const graph = graphOf(object('a'), child);
	expect(graph.see(maps, sighting)).toEqual(expected);
	expect(graph.hasGone('uid-a')).toBe(true);
	expect(graph.countIn('shop')).toBe(1);
});

test('an owner is looked at when a dependent goes, or lets go of it', () => {
	const graph = graphOf(object('a'), child, object('second', {ownerReferences: [a]}));
	expect(graph.see(maps, {kind: 'gone', object: child})).toEqual(['uid-a']);
	expect(graph.see(maps, {kind: 'changed', object: object('second')})).toEqual(['uid-a']);
	expect(graph.dependentsOf('uid-a')).toEqual([]);
});
