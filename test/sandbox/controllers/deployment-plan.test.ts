import {expect, test} from 'vitest';
import {familyOf} from '../../../source/sandbox/controllers/deployment/deployment.ts';
import {planDeployment} from '../../../source/sandbox/controllers/deployment/deployment-plan.ts';
import type {Step} from '../../../source/sandbox/controllers/deployment/next-replica-set.ts';
import type {ReplicaSet} from '../../../source/sandbox/controllers/deployment/replica-set.ts';
import {ago, deployment, replicaSet} from './objects.ts';

const revision = (number: number, more: object = {}) => ({
	annotations: {'deployment.kubernetes.io/revision': String(number), ...more},
});
const sized = (replicas: number, max: number) => ({
	'deployment.kubernetes.io/desired-replicas': String(replicas),
	'deployment.kubernetes.io/max-replicas': String(max),
});
const young = {creationTimestamp: ago(10)};

function told(step: Step): string {
	switch (step.kind) {
		case 'create':
			return `create ${step.replicas}`;
		case 'scale':
			return `scale ${step.set.metadata.name} ${step.set.spec.replicas} to ${step.replicas}`;
		case 'update':
			return `update ${step.set.metadata.name} ${JSON.stringify(step.annotations)}`;
		case 'delete':
			return `delete ${step.set.metadata.name}`;
	}
}

type Case = readonly [title: string, spec: object, sets: readonly ReplicaSet[], steps: readonly string[]];

const wanted = {template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'main', image: 'nginx:2'}]}}};
const fresh = (replicas: number, status: object = {}) =>
	replicaSet('nginx:2', replicas, {metadata: {...young, ...revision(2, sized(4, 5))}, status});

test.for<Case>([
	['a new Deployment gets its ReplicaSet at full size', {}, [], ['create 4']],
	['nothing is done where all is as wanted', {}, [replicaSet('nginx:1', 4)], []],
	['a new template begins with what the surge allows', wanted, [replicaSet('nginx:1', 4)], ['create 1']],
	[
		'a percentage of the surge is rounded up',
		{...wanted, replicas: 5, strategy: {rollingUpdate: {maxSurge: '21%'}}},
		[replicaSet('nginx:1', 5)],
		['create 2'],
	],
	[
		'old pods go as far as new ones are available',
		wanted,
		[replicaSet('nginx:1', 4), fresh(1)],
		['scale web-nginx1 4 to 2'],
	],
	[
		'old pods stay while new ones are not available',
		wanted,
		[replicaSet('nginx:1', 3), fresh(2, {availableReplicas: 0})],
		[],
	],
	[
		'old pods that do not work go first, though nothing can be spared',
		wanted,
		[replicaSet('nginx:1', 4, {status: {availableReplicas: 2}}), fresh(0)],
		['scale web-nginx2 0 to 1'],
	],
	[
		'new pods fill the room that old ones have left',
		wanted,
		[replicaSet('nginx:1', 3), fresh(1)],
		['scale web-nginx2 1 to 2'],
	],
	[
		'the last old pods go when all new ones are available',
		wanted,
		[replicaSet('nginx:1', 1), fresh(4)],
		['scale web-nginx1 1 to 0'],
	],
	[
		'an unavailable share of one pod that rounds to none lets one go, when there is no surge',
		{...wanted, replicas: 1, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: '25%'}}},
		[replicaSet('nginx:1', 1), replicaSet('nginx:2', 0, {metadata: {...young, ...revision(2, sized(1, 1))}})],
		['scale web-nginx1 1 to 0'],
	],
	[
		'Recreate ends the old pods first',
		{...wanted, strategy: {type: 'Recreate'}},
		[replicaSet('nginx:1', 4)],
		['scale web-nginx1 4 to 0'],
	],
	[
		'Recreate waits until the old pods are gone',
		{...wanted, strategy: {type: 'Recreate'}},
		[replicaSet('nginx:1', 0, {status: {replicas: 1}})],
		[],
	],
	['Recreate goes on then', {...wanted, strategy: {type: 'Recreate'}}, [replicaSet('nginx:1', 0)], ['create 4']],
	['nothing is rolled out in a pause', {...wanted, paused: true}, [replicaSet('nginx:1', 4)], []],
	[
		'a paused Deployment is scaled',
		{...wanted, paused: true, replicas: 6},
		[replicaSet('nginx:1', 4)],
		['scale web-nginx1 4 to 6'],
	],
	[
		'a scale is no rollout',
		{replicas: 9},
		[replicaSet('nginx:1', 4, {metadata: revision(1, sized(4, 5))})],
		['scale web-nginx1 4 to 9'],
	],
	[
		'a scale within a rollout is shared by size',
		{...wanted, replicas: 8},
		[
			replicaSet('nginx:1', 4, {metadata: revision(1, sized(4, 5))}),
			replicaSet('nginx:2', 1, {metadata: {...young, ...revision(2, sized(4, 5))}, status: {availableReplicas: 0}}),
		],
		['scale web-nginx1 4 to 8', 'scale web-nginx2 1 to 2'],
	],
	[
		'an older template brings its ReplicaSet back, under the next revision',
		{},
		[replicaSet('nginx:1', 0), fresh(4)],
		['update web-nginx1 {"deployment.kubernetes.io/revision":"3","deployment.kubernetes.io/revision-history":"1"}'],
	],
])('%s', ([, spec, sets, steps]) => {
	const subject = deployment(spec);
	expect(planDeployment(subject, familyOf(subject, sets), false).steps.map(told)).toEqual(steps);
});

test('Recreate waits for pods that their ReplicaSet does not count any more', () => {
	const subject = deployment({...wanted, strategy: {type: 'Recreate'}});
	const family = familyOf(subject, [replicaSet('nginx:1', 0)]);
	expect(planDeployment(subject, family, true).steps).toEqual([]);
});

test('what the history has no room for goes when the rollout is through, the oldest revision first', () => {
	const status = {observedGeneration: 1, replicas: 4, updatedReplicas: 4, availableReplicas: 4};
	const subject = deployment({...wanted, revisionHistoryLimit: 1}, {status});
	const old = ['a', 'b', 'c'].map((letter, index) =>
		replicaSet(`nginx:${letter}`, index === 1 ? 1 : 0, {metadata: revision(3 - index)}),
	);
	const current = replicaSet('nginx:2', 4, {metadata: {...young, ...revision(4)}});
	const withoutPods = old.filter(({spec}) => spec.replicas === 0);
	expect(planDeployment(subject, familyOf(subject, [...withoutPods, current]), false).steps.map(told)).toEqual([
		'delete web-nginxc',
	]);
});

test('a ReplicaSet is made with hash, owner, revision and what it inherits', () => {
	const annotations = {team: 'shop', 'kubectl.kubernetes.io/last-applied-configuration': '{}'};
	const subject = deployment({minReadySeconds: 5}, {metadata: {annotations}});
	const [step] = planDeployment(subject, familyOf(subject, []), false).steps;
	expect(step).toMatchObject({
		kind: 'create',
		body: {
			metadata: {
				name: expect.stringMatching(/^web-[b-df-hj-np-tv-xz24-9]+$/),
				labels: {app: 'web', 'pod-template-hash': expect.any(String)},
				annotations: {team: 'shop', 'deployment.kubernetes.io/revision': '1', ...sized(4, 5)},
				ownerReferences: [{kind: 'Deployment', uid: 'uid-web', controller: true, blockOwnerDeletion: true}],
			},
			spec: {replicas: 4, minReadySeconds: 5, selector: {matchLabels: {'pod-template-hash': expect.any(String)}}},
		},
	});
	expect(JSON.stringify(step)).not.toContain('last-applied');
});

test('the same template has the same hash, however its fields are ordered', () => {
	const nameOf = (spec: object) => {
		const subject = deployment({template: {metadata: {labels: {app: 'web'}}, spec}});
		return JSON.stringify(planDeployment(subject, familyOf(subject, []), false).steps).match(
			/"name":"(web-[^"]+)"/,
		)?.[1];
	};

	expect(nameOf({a: 1, b: {c: 2, d: 3}})).toBe(nameOf({b: {d: 3, c: 2}, a: 1}));
	expect(nameOf({a: 1})).not.toBe(nameOf({a: 2}));
});
