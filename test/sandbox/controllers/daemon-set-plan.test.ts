import {expect, test} from 'vitest';
import {daemonSets, nodes} from '../../../source/sandbox/controllers/set/daemon-set.ts';
import {daemonSetStatus, planDaemonSet} from '../../../source/sandbox/controllers/set/daemon-set-plan.ts';
import type {Pod} from '../../../source/sandbox/controllers/workload/pod.ts';
import {metadataOf, now, type PodParts, pod, template} from './objects.ts';

const machines = ['sandbox', 'other'].map(name =>
	nodes.parse({metadata: metadataOf(name, {namespace: '', labels: {disk: name === 'other' ? 'ssd' : 'none'}})}),
);
const selector = {matchLabels: {app: 'web'}};
const set = (spec: object = {}) =>
	daemonSets.parse({metadata: metadataOf('agent'), spec: {selector, template: template('agent:1'), ...spec}});
const member = (name: string, nodeName: string, hash: string, parts: PodParts = {readyFor: 30}) =>
	pod(name, {...parts, metadata: {labels: {'controller-revision-hash': hash}}, spec: {nodeName}});

type Case = readonly [title: string, spec: object, pods: readonly Pod[], plan: object];

test.for<Case>([
	['puts one pod on each node', {}, [], {create: ['sandbox', 'other'], remove: []}],
	[
		'leaves out nodes that its selector does not name',
		{template: {spec: {nodeSelector: {disk: 'ssd'}}}},
		[],
		{create: ['other'], remove: []},
	],
	[
		'takes a pod that is not bound yet for one that will be',
		{},
		[member('a', '', 'new')],
		{create: ['other'], remove: []},
	],
	[
		'replaces what has ended',
		{},
		[member('a', 'sandbox', 'new', {phase: 'Failed'}), member('b', 'other', 'new')],
		{create: [], remove: ['a']},
	],
	[
		'removes pods of nodes that are gone',
		{},
		[member('a', 'sandbox', 'new'), member('b', 'other', 'new'), member('c', 'gone', 'new')],
		{create: [], remove: ['c']},
	],
	[
		'updates one pod at a time',
		{},
		[member('a', 'sandbox', 'old'), member('b', 'other', 'old')],
		{create: [], remove: ['a']},
	],
	[
		'updates no further while one is missing',
		{},
		[member('a', 'sandbox', 'new', {}), member('b', 'other', 'old')],
		{create: [], remove: []},
	],
	[
		'updates at once what does not work',
		{},
		[member('a', 'sandbox', 'old', {}), member('b', 'other', 'old')],
		{create: [], remove: ['a']},
	],
	[
		'leaves updates to whoever deletes pods',
		{updateStrategy: {type: 'OnDelete'}},
		[member('a', 'sandbox', 'old'), member('b', 'other', 'old')],
		{create: [], remove: []},
	],
])('a DaemonSet %s', ([, spec, pods, plan]) => {
	const {create, remove} = planDaemonSet({set: set(spec), pods, nodes: machines, hash: 'new', now});
	const namesOf = (list: readonly {readonly metadata: {readonly name: string}}[]) =>
		list.map(({metadata}) => metadata.name);
	expect({create: namesOf(create), remove: namesOf(remove)}).toEqual(plan);
});

test('a DaemonSet counts nodes and their pods', () => {
	const pods = [member('a', 'sandbox', 'new'), member('b', 'other', 'old', {})];
	expect(daemonSetStatus({set: set(), pods, nodes: machines, hash: 'new', now})).toEqual({
		observedGeneration: 1,
		desiredNumberScheduled: 2,
		currentNumberScheduled: 2,
		numberMisscheduled: 0,
		numberReady: 1,
		numberAvailable: 1,
		numberUnavailable: 1,
		updatedNumberScheduled: 1,
	});
});
