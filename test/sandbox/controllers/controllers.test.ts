import {expect, test, vi} from 'vitest';
import {hasCondition, type Seen, startEmbedded} from './embedded.ts';

const apps = '/apis/apps/v1/namespaces/default';
const core = '/api/v1/namespaces/default';
const batch = '/apis/batch/v1/namespaces/default';

// On a busy machine `seen` is to give up first: it says what there was instead.
vi.setConfig({testTimeout: 60_000});

const podTemplate = (app: string, image: string, spec: object = {}) => ({
	metadata: {labels: {app}},
	spec: {containers: [{name: 'main', image}], ...spec},
});
const workload = (
	kind: string,
	name: string,
	{image = 'nginx:1', ...spec}: {readonly image?: string} & Record<string, unknown> = {},
) => ({
	apiVersion: 'apps/v1',
	kind,
	metadata: {name},
	spec: {selector: {matchLabels: {app: name}}, template: podTemplate(name, image), ...spec},
});
const image = (name: string) => ({spec: {template: {spec: {containers: [{name: 'main', image: name}]}}}});

const isThrough = ([object]: readonly Seen[], generation = 1) =>
	hasCondition(object, 'Progressing', 'True', 'NewReplicaSetAvailable') &&
	hasCondition(object, 'Available', 'True', 'MinimumReplicasAvailable') &&
	object?.status?.observedGeneration === generation &&
	object.status.updatedReplicas === object.spec?.replicas &&
	object.status.replicas === object.spec?.replicas;
const isEmpty = (objects: readonly Seen[]) => objects.length === 0;
const replicasOf = (sets: readonly Seen[]) => sets.map(({spec}) => spec?.replicas);

test('a Deployment rolls out, rolls on, and rolls back to the ReplicaSet that it had', async () => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', `${apps}/deployments`, workload('Deployment', 'web', {replicas: 3}));
	const [first] = await cluster.seen(`${apps}/deployments`, isThrough);
	expect(first?.metadata.annotations).toEqual({'deployment.kubernetes.io/revision': '1'});
	expect(first?.status).toMatchObject({readyReplicas: 3, availableReplicas: 3});

	await cluster.merge(`${apps}/deployments/web`, image('nginx:2'));
	await cluster.seen(`${apps}/deployments`, objects => isThrough(objects, 2));
	await cluster.merge(`${apps}/deployments/web`, image('nginx:1'));
	const [last] = await cluster.seen(`${apps}/deployments`, objects => isThrough(objects, 3));
	expect(last?.metadata.annotations).toEqual({'deployment.kubernetes.io/revision': '3'});
	const sets = await cluster.seen(`${apps}/replicasets`, all => replicasOf(all).toSorted().join() === '0,3');
	expect(sets).toHaveLength(2);
	await cluster.seen(
		`${core}/pods`,
		pods => pods.length === 3 && pods.every(pod => hasCondition(pod, 'Ready', 'True')),
	);
	expect(cluster.reports).toEqual([]);
});

test('a template that does not work leaves the old pods in place', async () => {
	await using cluster = await startEmbedded();
	await cluster.call(
		'POST',
		`${apps}/deployments`,
		workload('Deployment', 'web', {replicas: 4, progressDeadlineSeconds: 1}),
	);
	await cluster.seen(`${apps}/deployments`, isThrough);
	await cluster.merge(`${apps}/deployments/web`, image('nginx:broken'));
	const [stuck] = await cluster.seen(`${apps}/deployments`, ([object]) =>
		hasCondition(object, 'Progressing', 'False', 'ProgressDeadlineExceeded'),
	);
	expect(hasCondition(stuck, 'Available', 'True')).toBe(true);
	expect(stuck?.status).toMatchObject({availableReplicas: 3, updatedReplicas: 2, unavailableReplicas: 2});
});

test('a ReplicaSet of another under the name that is wanted is left alone', async () => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', `${apps}/deployments`, workload('Deployment', 'web'));
	const [mine] = await cluster.seen(`${apps}/replicasets`, all => all.length === 1);
	await cluster.call('DELETE', `${apps}/deployments/web`);
	await cluster.seen(`${apps}/replicasets`, isEmpty);
	const foreign = workload('ReplicaSet', mine?.metadata.name ?? '', {replicas: 0});
	await cluster.call('POST', `${apps}/replicasets`, foreign);
	await cluster.call('POST', `${apps}/deployments`, workload('Deployment', 'web'));
	const [web] = await cluster.seen(`${apps}/deployments`, isThrough);
	expect(web?.status?.collisionCount).toBe(1);
});

test('what happens is told in events, and again with a higher count', async () => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', `${apps}/deployments`, workload('Deployment', 'web'));
	const reasons = ['Created', 'Pulled', 'ScalingReplicaSet', 'Scheduled', 'Started', 'SuccessfulCreate'];
	await cluster.seen(`${core}/events`, events =>
		reasons.every(reason => events.some(event => event.reason === reason)),
	);
	await cluster.merge(`${apps}/deployments/web`, {spec: {replicas: 0}});
	await cluster.seen(`${core}/pods`, isEmpty);
	await cluster.merge(`${apps}/deployments/web`, {spec: {replicas: 1}});
	const events = await cluster.seen(`${core}/events`, all => all.some(({count}) => count === 2));
	const repeated = events.find(({count}) => count === 2);
	expect(repeated).toMatchObject({reason: 'ScalingReplicaSet', involvedObject: {kind: 'Deployment', name: 'web'}});
});

test('a StatefulSet has numbered pods with volumes of their own, that stay', async () => {
	await using cluster = await startEmbedded();
	const claim = {
		metadata: {name: 'data'},
		spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}},
	};
	const containers = [{name: 'main', image: 'db:1', volumeMounts: [{name: 'data', mountPath: '/data'}]}];
	const template = {metadata: {labels: {app: 'db'}}, spec: {containers}};
	const spec = {replicas: 2, serviceName: 'db', template, volumeClaimTemplates: [claim]};
	await cluster.call('POST', `${apps}/statefulsets`, workload('StatefulSet', 'db', spec));
	await cluster.seen(`${apps}/statefulsets`, ([set]) => set?.status?.readyReplicas === 2);
	await cluster.merge(`${apps}/statefulsets/db`, image('db:2'));
	await cluster.seen(`${apps}/statefulsets`, ([set]) => {
		const {status = {}} = set ?? {};
		return (
			status.observedGeneration === 2 &&
			status.updatedReplicas === 2 &&
			status.currentRevision === status.updateRevision
		);
	});
	const pods = await cluster.seen(`${core}/pods`, all => all.length === 2);
	expect(pods.map(({metadata}) => metadata.name)).toEqual(['db-0', 'db-1']);
	await cluster.call('DELETE', `${apps}/statefulsets/db`);
	await cluster.seen(`${core}/pods`, isEmpty);
	const claims = await cluster.seen(`${core}/persistentvolumeclaims`, all =>
		all.every(({status}) => status?.phase === 'Bound'),
	);
	expect(claims.map(({metadata}) => metadata.name)).toEqual(['data-db-0', 'data-db-1']);

	for (const {metadata} of claims) {
		await cluster.call('DELETE', `${core}/persistentvolumeclaims/${metadata.name}`);
	}

	await cluster.seen('/api/v1/persistentvolumes', isEmpty);
});

test('a DaemonSet has a pod on the node, of the newest template', async () => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', `${apps}/daemonsets`, workload('DaemonSet', 'agent'));
	await cluster.seen(`${apps}/daemonsets`, ([set]) => set?.status?.numberAvailable === 1);
	await cluster.merge(`${apps}/daemonsets/agent`, image('agent:2'));
	const [set] = await cluster.seen(
		`${apps}/daemonsets`,
		([one]) =>
			one?.status?.observedGeneration === 2 &&
			one.status.updatedNumberScheduled === 1 &&
			one.status.numberAvailable === 1,
	);
	expect(set?.status).toMatchObject({desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: 1});
});

test.for([
	['completes', 'busybox:1', 'Complete', {succeeded: 3}],
	['fails', 'busybox:fails', 'Failed', {failed: 1}],
] as const)('a Job %s', async ([, name, type, status]) => {
	await using cluster = await startEmbedded();
	const spec = {completions: 3, backoffLimit: 0, template: podTemplate('job', name, {restartPolicy: 'Never'})};
	await cluster.call('POST', `${batch}/jobs`, {apiVersion: 'batch/v1', kind: 'Job', metadata: {name: 'job'}, spec});
	const [job] = await cluster.seen(`${batch}/jobs`, ([one]) => hasCondition(one, type, 'True'));
	expect(job?.status).toMatchObject(status);
});

test('a Job goes when its time to live has passed, with its pods', async () => {
	await using cluster = await startEmbedded();
	const spec = {ttlSecondsAfterFinished: 0, template: podTemplate('job', 'busybox:1', {restartPolicy: 'Never'})};
	await cluster.call('POST', `${batch}/jobs`, {apiVersion: 'batch/v1', kind: 'Job', metadata: {name: 'job'}, spec});
	await cluster.seen(`${core}/pods`, pods => pods.length === 1);
	await cluster.seen(`${batch}/jobs`, isEmpty);
	await cluster.seen(`${core}/pods`, isEmpty);
});

test('a Service says where its pods are, and a load balancer has an address', async () => {
	await using cluster = await startEmbedded();
	const spec = {type: 'LoadBalancer', selector: {app: 'web'}, ports: [{port: 80}]};
	await cluster.call('POST', `${core}/services`, {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}, spec});
	await cluster.call('POST', `${apps}/deployments`, workload('Deployment', 'web', {replicas: 2}));
	await cluster.seen('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', slices =>
		slices.some(
			({endpoints}) => Array.isArray(endpoints) && endpoints.filter(one => one.conditions.ready).length === 2,
		),
	);
	const [service] = await cluster.seen(
		`${core}/services?fieldSelector=metadata.name%3Dweb`,
		([one]) => one?.status?.loadBalancer !== undefined,
	);
	expect(service?.status?.loadBalancer).toMatchObject({ingress: [{ip: expect.stringMatching(/^127\.0\.0\.\d+$/)}]});
	await cluster.call('DELETE', `${core}/services/web`);
	await cluster.seen(`${core}/endpoints`, endpoints => endpoints.every(({metadata}) => metadata.name !== 'web'));
});

test.for([
	['Background', 0],
	['Foreground', 0],
	['Orphan', 2],
] as const)('a Deployment deleted with the policy %s leaves %i pods', async ([propagationPolicy, left]) => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', `${apps}/deployments`, workload('Deployment', 'web', {replicas: 2}));
	await cluster.seen(`${apps}/deployments`, isThrough);
	await cluster.call('DELETE', `${apps}/deployments/web`, {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy});
	await cluster.seen(`${apps}/deployments`, isEmpty);
	const sets = await cluster.seen(`${apps}/replicasets`, all =>
		left === 0 ? isEmpty(all) : all.every(({metadata}) => metadata.ownerReferences === undefined),
	);
	expect(sets).toHaveLength(left === 0 ? 0 : 1);
	await cluster.seen(`${core}/pods`, pods => pods.length === left);
});

test('an object of an owner that is not there goes, also one of a kind that was added', async () => {
	await using cluster = await startEmbedded();
	const versions = [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}];
	await cluster.call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {name: 'toys.shop.dev'},
		spec: {group: 'shop.dev', scope: 'Namespaced', names: {kind: 'Toy', plural: 'toys'}, versions},
	});
	const uid = '11111111-1111-1111-1111-111111111111';
	const ownerReferences = [{apiVersion: 'v1', kind: 'ConfigMap', name: 'absent', uid}];
	const metadata = {name: 'bear', ownerReferences};
	await cluster.call('POST', '/apis/shop.dev/v1/namespaces/default/toys', {
		apiVersion: 'shop.dev/v1',
		kind: 'Toy',
		metadata,
	});
	await cluster.seen('/apis/shop.dev/v1/namespaces/default/toys', isEmpty);
});

test('a namespace goes with all that is in it, and not before its finalizers are gone', async () => {
	await using cluster = await startEmbedded();
	await cluster.call('POST', '/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}});
	await cluster.call('POST', '/apis/apps/v1/namespaces/shop/deployments', workload('Deployment', 'web'));
	await cluster.seen('/apis/apps/v1/namespaces/shop/deployments', isThrough);
	const kept = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'kept', finalizers: ['shop.dev/wait']}};
	await cluster.call('POST', '/api/v1/namespaces/shop/configmaps', kept);
	await cluster.call('DELETE', '/api/v1/namespaces/shop');
	const find = (all: readonly Seen[]) => all.find(({metadata}) => metadata.name === 'shop');
	await cluster.seen('/api/v1/namespaces', all => hasCondition(find(all), 'NamespaceFinalizersRemaining', 'True'));
	await cluster.merge('/api/v1/namespaces/shop/configmaps/kept', {metadata: {finalizers: null}});
	await cluster.seen('/api/v1/namespaces', all => find(all) === undefined);
	await cluster.seen('/api/v1/pods', isEmpty);
});

test('a burst of Deployments all become available', async () => {
	await using cluster = await startEmbedded();
	const names = Array.from({length: 30}, (_, index) => `web-${index}`);
	await Promise.all(names.map(name => cluster.call('POST', `${apps}/deployments`, workload('Deployment', name))));
	await cluster.seen(`${apps}/deployments`, all => all.length === 30 && all.every(one => isThrough([one])));
	expect(await cluster.seen(`${core}/pods`, all => all.length >= 30)).toHaveLength(30);
	expect(cluster.reports).toEqual([]);
});
