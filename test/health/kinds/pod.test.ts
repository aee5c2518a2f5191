import {expect, test} from 'vitest';
import {assess} from '../../../source/health/assess.ts';
import type {HealthStatus} from '../../../source/model/health.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {condition, liveOf} from '../live.ts';

const waiting = (reason: string, message = '') => ({name: 'web', state: {waiting: {reason, message}}});
const once = {restartPolicy: 'Never'};

test.for<[string, JsonObject, JsonObject, HealthStatus, string]>([
	['is progressing before anything is reported', {}, {}, 'Progressing', 'not reported yet'],
	['is progressing while pending', {}, {phase: 'Pending'}, 'Progressing', 'pending'],
	[
		'says why it is not scheduled',
		{},
		{phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable', '0/3 nodes are available')]},
		'Progressing',
		'pending: Unschedulable: 0/3 nodes are available',
	],
	[
		'is healthy when running and ready',
		{},
		{phase: 'Running', conditions: [condition('Ready', 'True')]},
		'Healthy',
		'',
	],
	[
		'is progressing until it is ready',
		{},
		{phase: 'Running', conditions: [condition('Ready', 'False', 'ContainersNotReady')]},
		'Progressing',
		'not ready: ContainersNotReady',
	],
	[
		'is degraded when it ended before, and is not ready again',
		{},
		{phase: 'Running', containerStatuses: [{name: 'web', lastState: {terminated: {exitCode: 0, reason: 'Completed'}}}]},
		'Degraded',
		'not ready: container web: exit code 0: Completed',
	],
	[
		'is not degraded by an init container that needed a second try',
		{},
		{
			phase: 'Running',
			initContainerStatuses: [{name: 'init', lastState: {terminated: {exitCode: 1}}}],
			containerStatuses: [{name: 'web', state: {running: {}}}],
		},
		'Progressing',
		'not ready',
	],
	[
		'is progressing while it runs towards an end',
		once,
		{phase: 'Running', conditions: [condition('Ready', 'True')]},
		'Progressing',
		'running, not completed yet',
	],
	['is healthy when it succeeded', once, {phase: 'Succeeded'}, 'Healthy', ''],
	[
		'is degraded when evicted',
		{},
		{phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.'},
		'Degraded',
		'failed: Evicted: The node was low on resource: memory.',
	],
	[
		'names the container that failed, without quoting what it wrote',
		once,
		{
			phase: 'Failed',
			initContainerStatuses: [{name: 'init', state: {terminated: {exitCode: 0, reason: 'Completed'}}}],
			containerStatuses: [{name: 'web', state: {terminated: {exitCode: 137, reason: 'OOMKilled', message: 'token=x'}}}],
		},
		'Degraded',
		'failed: container web: exit code 137: OOMKilled',
	],
	['is unknown when its node is', {}, {phase: 'Unknown'}, 'Unknown', 'phase Unknown'],
	[
		'is not degraded while its container is created',
		{},
		{phase: 'Pending', containerStatuses: [waiting('ContainerCreating')]},
		'Progressing',
		'pending',
	],
	[
		'names the image that can not be pulled',
		{containers: [{name: 'web', image: 'nginx:broken'}]},
		{phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff', 'Back-off pulling image "nginx:broken"')]},
		'Degraded',
		'pod web-5f7c9: ImagePullBackOff: image nginx:broken: Back-off pulling image "nginx:broken"',
	],
	[
		'names the image by its status where its specification does not',
		{},
		{phase: 'Pending', containerStatuses: [{...waiting('ErrImagePull'), image: 'nginx:broken'}]},
		'Degraded',
		'pod web-5f7c9: ErrImagePull: image nginx:broken',
	],
	[
		'says how the container ended that is restarted again and again',
		{containers: [{name: 'web', image: 'web:2'}]},
		{
			phase: 'Running',
			containerStatuses: [
				{
					...waiting('CrashLoopBackOff', 'back-off 20s restarting failed container'),
					lastState: {terminated: {exitCode: 1, reason: 'Error', message: 'password=x'}},
				},
			],
		},
		'Degraded',
		'pod web-5f7c9: CrashLoopBackOff: image web:2: container web: exit code 1: Error: back-off 20s restarting failed container',
	],
	[
		'is degraded by an init container, whatever its restart policy',
		{...once, initContainers: [{name: 'web', image: 'init:1'}]},
		{phase: 'Pending', initContainerStatuses: [waiting('CreateContainerConfigError', 'secret "db" not found')]},
		'Degraded',
		'pod web-5f7c9: CreateContainerConfigError: image init:1: secret "db" not found',
	],
	...['CreateContainerError', 'InvalidImageName', 'RunContainerError', 'ErrImageNeverPull'].map(
		reason =>
			[
				`is degraded by ${reason}`,
				{},
				{phase: 'Pending', containerStatuses: [waiting(reason)]},
				'Degraded',
				`pod web-5f7c9: ${reason}`,
			] satisfies [string, JsonObject, JsonObject, HealthStatus, string],
	),
])('a Pod %s', ([, spec, status, expected, message]) => {
	const live = liveOf({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'web-5f7c9'}, spec, status});
	expect(assess(live, [])).toEqual({status: expected, message});
});
