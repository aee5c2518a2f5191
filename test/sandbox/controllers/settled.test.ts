import {expect, test} from 'vitest';
import {
	type Autoscaler,
	autoscalerStatus,
	autoscalers,
} from '../../../source/sandbox/controllers/cluster/autoscaler.ts';
import {hasCondition, startEmbedded} from './embedded.ts';
import {metadataOf, now} from './objects.ts';

const autoscaling = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const networking = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
const batch = '/apis/batch/v1/namespaces/default';

const spec = {scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'}, maxReplicas: 3};
const autoscaler = (status: object = {}): Autoscaler => autoscalers.parse({metadata: metadataOf('web'), spec, status});

test.for([
	['is there', 2, 'True SucceededGetScale', 2],
	['is not there', 'missing', 'False FailedGetScale', 0],
	['is of another kind', 'unknown', 'True SucceededGetScale', 0],
] as const)('an autoscaler whose target %s says so, once', ([, target, condition, replicas]) => {
	const status = autoscalerStatus(autoscaler(), target, now);
	expect(status).toMatchObject({currentReplicas: replicas, desiredReplicas: replicas});
	const told = autoscaler(status);
	expect(told.status.conditions.map(one => `${one.type} ${one.status} ${one.reason}`)).toEqual([
		`AbleToScale ${condition}`,
	]);
});

test('an autoscaler that finds its target is able to scale, and is not written again and again', async () => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', '/apis/apps/v1/namespaces/default/deployments', {
		metadata: {name: 'web'},
		spec: {
			replicas: 2,
			selector: {matchLabels: {app: 'web'}},
			template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'main', image: 'nginx:1'}]}},
		},
	});
	await cluster.call('POST', autoscaling, {metadata: {name: 'web'}, spec});
	const isAble = (objects: Parameters<typeof hasCondition>[0]) => hasCondition(objects, 'AbleToScale', 'True');
	const [first] = await cluster.seen(autoscaling, ([one]) => isAble(one));
	expect(first?.status).toMatchObject({currentReplicas: 2, desiredReplicas: 2});
	// By the time that another object has been through its controllers, a second write would have come.
	await cluster.call('POST', networking, {
		metadata: {name: 'web'},
		spec: {defaultBackend: {service: {name: 'web', port: {number: 80}}}},
	});
	const hasAddress = (status: unknown) => JSON.stringify(status ?? {}).includes('"ip":"127.0.0.');
	await cluster.seen(networking, ([one]) => hasAddress(one?.status));
	const [second] = await cluster.seen(autoscaling, ([one]) => isAble(one));
	expect(second?.metadata).toEqual(first?.metadata);
	expect(cluster.reports).toEqual([]);
});

test('controllers and kubelet go by the clock that they are given', async () => {
	const begun = Date.now();
	const noon = Date.parse('2031-05-05T12:00:00Z');
	await using cluster = await startEmbedded(() => noon - 1500 + Date.now() - begun);
	const template = {spec: {restartPolicy: 'Never', containers: [{name: 'main', image: 'nginx:1'}]}};
	await cluster.call('POST', `${batch}/cronjobs`, {
		metadata: {name: 'noon'},
		spec: {schedule: '0 12 * * *', timeZone: 'Etc/UTC', jobTemplate: {spec: {template}}},
	});
	const [job] = await cluster.seen(`${batch}/jobs`, ([one]) => hasCondition(one, 'Complete', 'True'));
	expect(job?.status).toMatchObject({
		startTime: expect.stringMatching(/^2031-05-05T12:00:0/),
		completionTime: expect.stringMatching(/^2031-05-05T12:00:0/),
	});
});
