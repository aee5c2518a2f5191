import {expect, test} from 'vitest';
import {createNamespace, sharedCluster} from './support/shared-cluster.ts';
import {until} from './support/until.ts';

const cluster = sharedCluster();

/** Resolves where the kubectl resource has the condition; fails at its deadline. */
const condition = (name: string) => ['wait', `--for=condition=${name}`, '--timeout=60s'];
const field = (path: string) => `--output=jsonpath={${path}}`;
const firstPod = (path: string) => ['get', 'pods', field(`.items[0]${path}`)];

const template = (image: string) => ({
	metadata: {labels: {app: 'web'}},
	spec: {containers: [{name: 'web', image}]},
});
const selector = {matchLabels: {app: 'web'}};
const job = (image: string, restartPolicy = 'Never') => ({
	apiVersion: 'batch/v1',
	kind: 'Job',
	metadata: {name: 'job'},
	spec: {backoffLimit: 0, template: {spec: {restartPolicy, containers: [{name: 'main', image}]}}},
});

test('a Deployment becomes 1/1', async () => {
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['create', 'deployment', 'web', '--image=nginx']);
	await namespace.kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
	expect(await namespace.kubectl(['get', 'deployment', '--no-headers'])).toMatch(/^web\s+1\/1\s+1\s+1\s/);
	expect(await namespace.kubectl(['get', 'pods', '--no-headers', '--output=wide'])).toMatch(
		/^web-\S+\s+1\/1\s+Running\s+0\s+\S+\s+10\.\d+\.\d+\.\d+\s+sandbox\s/,
	);
});

test('an image with the tag `broken` is not pulled, until the image is changed', async () => {
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['create', 'deployment', 'web', '--image=nginx:broken']);
	const waiting = await until('the pod waits', async () => {
		const answer = await namespace.kubectl(firstPod('.status.containerStatuses[0].state.waiting'));
		return answer !== '' && JSON.parse(answer);
	});
	expect(waiting).toEqual({reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx:broken"'});
	expect(await namespace.kubectl(firstPod('.status.phase'))).toBe('Pending');
	expect(await namespace.kubectl(firstPod('.status.conditions[?(@.type=="Ready")].status'))).toBe('False');
	expect(await namespace.kubectl(['get', 'deployment', '--no-headers'])).toMatch(/^web\s+0\/1\s/);

	await namespace.kubectl(['set', 'image', 'deployment/web', 'nginx=nginx:1.29']);
	await namespace.kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
	expect(await namespace.kubectl(['get', 'deployment', '--no-headers'])).toMatch(/^web\s+1\/1\s/);
});

test.for([
	{title: 'completes', image: 'busybox:1', restartPolicy: 'Never', ends: 'Complete', phase: 'Succeeded', exitCode: '0'},
	{
		title: 'completes',
		image: 'busybox:1',
		restartPolicy: 'OnFailure',
		ends: 'Complete',
		phase: 'Succeeded',
		exitCode: '0',
	},
	{title: 'fails', image: 'busybox:fails', restartPolicy: 'Never', ends: 'Failed', phase: 'Failed', exitCode: '1'},
])(
	'a Job of the image $image with restartPolicy $restartPolicy $title',
	async ({image, restartPolicy, ...expected}) => {
		await using namespace = await createNamespace(cluster);
		await namespace.kubectl(['create', '--filename=-'], JSON.stringify(job(image, restartPolicy)));
		await namespace.kubectl([...condition(expected.ends), 'job/job']);
		expect(await namespace.kubectl(firstPod('.status.phase'))).toBe(expected.phase);
		const exitCode = firstPod('.status.containerStatuses[0].state.terminated.exitCode');
		expect(await namespace.kubectl(exitCode)).toBe(expected.exitCode);
	},
);

test('a Job is deleted with its pod', async () => {
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['create', '--filename=-'], JSON.stringify(job('busybox:broken')));
	await until('the pod is there', async () => (await namespace.kubectl(['get', 'pods', '--output=name'])) !== '');
	await namespace.kubectl(['delete', 'job', 'job', '--cascade=foreground', '--timeout=60s']);
	expect(await namespace.kubectl(['get', 'jobs,pods', '--output=name'])).toBe('');
});

test.for([
	{
		apiVersion: 'apps/v1',
		kind: 'DaemonSet',
		metadata: {name: 'web'},
		spec: {selector, template: template('nginx')},
	},
	{
		apiVersion: 'apps/v1',
		kind: 'StatefulSet',
		metadata: {name: 'web'},
		spec: {replicas: 2, serviceName: 'web', selector, template: template('nginx')},
	},
])('a $kind becomes ready', async manifest => {
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['create', '--filename=-'], JSON.stringify(manifest));
	await namespace.kubectl(['rollout', 'status', `${manifest.kind}/web`, '--timeout=60s']);
	const phases = await namespace.kubectl(['get', 'pods', field('.items[*].status.phase')]);
	expect(phases).toBe(manifest.kind === 'DaemonSet' ? 'Running' : 'Running Running');
});

test('a program that fails and is always restarted is in a crash loop', async () => {
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['run', 'web', '--image=nginx:fails']);
	const reason = await until('the pod waits', async () => {
		const answer = await namespace.kubectl(firstPod('.status.containerStatuses[0].state.waiting.reason'));
		return answer !== '' && answer;
	});
	expect(reason).toBe('CrashLoopBackOff');
});

test('a pod that is deleted is gone at once, and its ReplicaSet makes another', async () => {
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['create', 'deployment', 'web', '--image=nginx']);
	await namespace.kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
	const before = await namespace.kubectl(firstPod('.metadata.name'));
	await namespace.kubectl(['delete', 'pod', before, '--timeout=20s']);
	await namespace.kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
	const after = await until('another pod', async () => {
		const names = (await namespace.kubectl(['get', 'pods', '--output=name'])).split('\n');
		return names.length === 1 && names[0] !== `pod/${before}` && names[0];
	});
	await namespace.kubectl([...condition('Ready'), after]);
});
