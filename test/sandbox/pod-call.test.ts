import {expect, test} from 'vitest';
import {parsePod} from '../../source/sandbox/pod.ts';
import {nextCall} from '../../source/sandbox/pod-call.ts';

const node = {name: 'sandbox', ip: '172.16.0.1'};
const now = new Date('2026-11-21T10:00:00.123Z');
const uid = '12345678-0000-0000-0000-000000000000';

type Parts = {
	readonly metadata?: object;
	readonly spec?: object;
	readonly status?: object;
};

const metadata = {name: 'web', namespace: 'shop', uid, resourceVersion: '7', generation: 1};

function pod({metadata: more, spec, status}: Parts = {}) {
	return parsePod({
		metadata: {...metadata, ...more},
		spec: {nodeName: 'sandbox', containers: [{name: 'main', image: 'nginx'}], ...spec},
		status: {phase: 'Pending', ...status},
	});
}

/** The pod as the server has it after each call, until it rests. */
function walk(parts: Parts) {
	const seen = [];
	let status: object = parts.status ?? {};
	for (let step = 0; step < 10; step++) {
		const call = nextCall(pod({...parts, status}), {node, now});
		if (call === undefined) {
			return seen;
		}

		status = statusIn(call.body);
		seen.push(parsePod({metadata, spec: {containers: []}, status}).status);
	}

	throw new Error('the pod does not come to rest');
}

function statusIn(body: unknown): object {
	if (typeof body === 'object' && body !== null && 'status' in body && typeof body.status === 'object') {
		return body.status ?? {};
	}

	throw new Error('the call writes no status');
}

test.for<[string, Parts]>([
	['is of another scheduler', {spec: {nodeName: '', schedulerName: 'other'}}],
	['has scheduling gates', {spec: {nodeName: '', schedulingGates: [{name: 'gate'}]}}],
	['is deleted before anybody scheduled it', {metadata: {deletionTimestamp: 'now'}, spec: {nodeName: ''}}],
	['is of another node', {spec: {nodeName: 'other'}}],
	['has succeeded', {status: {phase: 'Succeeded'}}],
	['has failed', {status: {phase: 'Failed'}}],
	['waits for its finalizers', {metadata: {deletionTimestamp: 'now', deletionGracePeriodSeconds: 0}}],
])('a pod is left alone that %s', ([, parts]) => {
	expect(nextCall(pod(parts), {node, now})).toBeUndefined();
});

test('a pod that nobody scheduled is bound, as the very pod that was seen', () => {
	expect(nextCall(pod({spec: {nodeName: ''}}), {node, now})).toEqual({
		method: 'POST',
		path: '/api/v1/namespaces/shop/pods/web/binding',
		body: {
			apiVersion: 'v1',
			kind: 'Binding',
			metadata: {name: 'web', namespace: 'shop', uid},
			target: {apiVersion: 'v1', kind: 'Node', name: 'sandbox'},
		},
	});
});

test('a pod that is deleted goes at once, whatever its grace period', () => {
	const deleted = {deletionTimestamp: '2026-11-21T10:00:30Z', deletionGracePeriodSeconds: 30};
	expect(nextCall(pod({metadata: deleted}), {node, now})).toEqual({
		method: 'DELETE',
		path: '/api/v1/namespaces/shop/pods/web',
		body: {apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: {uid}},
	});
});

test('a status is written only over the version that was seen', () => {
	expect(nextCall(pod(), {node, now})).toMatchObject({
		method: 'PATCH',
		path: '/api/v1/namespaces/shop/pods/web/status',
		contentType: 'application/merge-patch+json',
		body: {
			metadata: {uid, resourceVersion: '7'},
			status: {
				phase: 'Running',
				observedGeneration: 1,
				startTime: '2026-11-21T10:00:00Z',
				hostIP: '172.16.0.1',
				podIP: '10.146.52.86',
				containerStatuses: [{name: 'main', image: 'nginx', ready: true, started: true, restartCount: 0}],
			},
		},
	});
});

const main = (image: string) => ({containers: [{name: 'main', image}]});

test.for<[string, Parts, phases: string[], ready: string, states: object[]]>([
	['an image runs', {}, ['Running'], 'True', [{running: {}}]],
	['a registry with a port is no tag', {spec: main('broken:5000/fails/nginx')}, ['Running'], 'True', [{running: {}}]],
	[
		'a broken image stays',
		{spec: main('nginx:1-broken')},
		['Pending'],
		'False',
		[{waiting: {reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx:1-broken"'}}],
	],
	[
		'a broken image with a digest stays',
		{spec: main('registry:5000/nginx:broken@sha256:1')},
		['Pending'],
		'False',
		[{waiting: {reason: 'ImagePullBackOff'}}],
	],
	[
		'a failing program is restarted always',
		{spec: main('nginx:fails')},
		['Running'],
		'False',
		[{waiting: {reason: 'CrashLoopBackOff'}}],
	],
	[
		'what is never restarted runs, then succeeds',
		{spec: {...main('job'), restartPolicy: 'Never'}},
		['Running', 'Succeeded'],
		'False',
		[{terminated: {exitCode: 0, reason: 'Completed'}}],
	],
	[
		'what is never restarted runs, then fails',
		{spec: {...main('job:fails'), restartPolicy: 'Never'}},
		['Running', 'Failed'],
		'False',
		[{terminated: {exitCode: 1, reason: 'Error'}}],
	],
	[
		'one of two fails',
		{spec: {containers: [...main('job').containers, {name: 'other', image: 'job:fails'}], restartPolicy: 'OnFailure'}},
		['Running', 'Failed'],
		'False',
		[{terminated: {exitCode: 0}}, {terminated: {exitCode: 1}}],
	],
	[
		'an init container holds the rest',
		{spec: {initContainers: [{name: 'first', image: 'first:broken'}]}},
		['Pending'],
		'False',
		[{waiting: {reason: 'PodInitializing'}}],
	],
	[
		'init containers and sidecars let the rest pass',
		{
			spec: {
				initContainers: [
					{name: 'first', image: 'first'},
					{name: 'sidecar', image: 'sidecar', restartPolicy: 'Always'},
				],
			},
		},
		['Running'],
		'True',
		[{running: {}}],
	],
])('%s', ([, parts, phases, ready, states]) => {
	const seen = walk(parts);
	expect(seen.map(({phase}) => phase)).toEqual(phases);
	const last = seen.at(-1);
	expect(last?.containerStatuses).toMatchObject(states.map(state => ({state})));
	expect(last?.conditions).toContainEqual(expect.objectContaining({type: 'Ready', status: ready}));
});

test('another image starts the container again, and keeps what others wrote', () => {
	const gate = {type: 'example.test/gate', status: 'True', lastTransitionTime: '2026-11-21T09:00:00Z'};
	const [broken] = walk({spec: main('nginx:broken'), status: {phase: 'Pending', conditions: [gate]}});
	const [mended] = walk({spec: main('nginx:1'), ...(broken && {status: broken})});
	expect(mended?.containerStatuses).toMatchObject([{image: 'nginx:1', restartCount: 1, state: {running: {}}}]);
	expect(mended?.conditions[0]).toEqual(gate);
});
