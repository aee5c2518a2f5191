import {expect, test} from 'vitest';
import {parsePod} from '../../source/sandbox/pod.ts';
import {logLines} from '../../source/sandbox/pod-log.ts';
import {lifeNews, schedulingNews, stoppingNews, waitingNews} from '../../source/sandbox/pod-news.ts';
import {nextStatus} from '../../source/sandbox/pod-status.ts';

const host = {ip: '172.16.0.1', now: '2026-11-21T10:00:00Z'};
const at = (seconds: number) => new Date(Date.parse(host.now) + seconds * 1000);

function pod(image: string, {status, spec}: {readonly status?: object; readonly spec?: object} = {}) {
	return parsePod({
		metadata: {name: 'web', namespace: 'shop', uid: '12345678-0000-0000-0000-000000000000', resourceVersion: '7'},
		spec: {nodeName: 'sandbox', containers: [{name: 'main', image}], ...spec},
		status: {phase: 'Pending', ...status},
	});
}

/** The pod a step further in its life. */
function later(one: ReturnType<typeof pod>) {
	return {...one, status: nextStatus(one, host) ?? one.status};
}

test.for<[title: string, image: string, reasons: readonly string[]]>([
	['runs', 'nginx:1', ['Normal Pulled', 'Normal Created', 'Normal Started']],
	[
		'can not be pulled',
		'nginx:broken',
		['Normal Pulling', 'Warning Failed', 'Warning Failed', 'Normal BackOff', 'Warning Failed'],
	],
	['ends at once', 'nginx:fails', ['Normal Pulled', 'Normal Created', 'Normal Started', 'Warning BackOff']],
])('what is told of a container that %s', ([, image, reasons]) => {
	const before = pod(image);
	const news = lifeNews(before, later(before));
	expect(news.map(({type, reason}) => `${type} ${reason}`)).toEqual(reasons);
	expect(new Set(news.map(({fieldPath}) => fieldPath))).toEqual(new Set(['spec.containers{main}']));
});

test('a new image is told, and what stays as it is is not', () => {
	const running = later(pod('nginx:1'));
	expect(lifeNews(running, running)).toEqual([]);
	const changed = later(pod('nginx:2', {status: running.status}));
	expect(lifeNews(running, changed).map(({reason}) => reason)).toEqual(['Killing', 'Pulled', 'Created', 'Started']);
});

test('an init container is told of under its own path', () => {
	const before = pod('nginx:1', {spec: {initContainers: [{name: 'prepare', image: 'busybox:1'}]}});
	expect(lifeNews(before, later(before))[0]?.fieldPath).toBe('spec.initContainers{prepare}');
});

test('scheduling and stopping are told', () => {
	const running = later(pod('nginx:1'));
	expect(schedulingNews(running, 'sandbox').message).toBe('Successfully assigned shop/web to sandbox');
	expect(stoppingNews(running).map(({message}) => message)).toEqual(['Stopping container main']);
	expect(stoppingNews(later(pod('nginx:broken')))).toEqual([]);
});

test.for<[string, readonly string[]]>([
	['nginx:1', []],
	['nginx:broken', ['Normal Back-off pulling image "nginx:broken"']],
	[
		'nginx:fails',
		['Warning Back-off restarting failed container main in pod web_shop(12345678-0000-0000-0000-000000000000)'],
	],
])('what is told again and again of %s', ([image, messages]) => {
	const news = waitingNews(later(pod(image)));
	expect(news.map(({type, message}) => `${type} ${message}`)).toEqual(messages);
});

test.for<[title: string, image: string, container: string, texts: readonly string[]]>([
	['that runs', 'nginx:1', 'main', ['starting nginx:1', 'ready', expect.any(String), expect.any(String)]],
	[
		'that fails',
		'nginx:fails',
		'main',
		['starting nginx:fails', "fatal: nginx:fails can't start: the tag of its image says that it fails", 'exit code 1'],
	],
	['that can not be pulled', 'nginx:broken', 'main', []],
	['that is not there', 'nginx:1', 'other', []],
])('the log of a container %s', ([, image, container, texts]) => {
	const lines = logLines(later(pod(image)), container, at(25));
	expect(lines.map(({text}) => text)).toEqual(texts);
	expect(lines.map(({at: time}) => time)).toEqual(lines.map(({at: time}) => time).toSorted());
});

test('a log only grows, and keeps its latest lines', () => {
	const running = later(pod('nginx:1'));
	const early = logLines(running, 'main', at(60));
	expect(logLines(running, 'main', at(90)).slice(0, early.length)).toEqual(early);
	expect(logLines(running, 'main', at(1_000_000))).toHaveLength(502);
});

test('a container that has ended says so', () => {
	const once = {spec: {restartPolicy: 'Never'}};
	const ended = later({...pod('job:1', once), status: later(pod('job:1', once)).status});
	expect(logLines(ended, 'main', at(60)).map(({text}) => text)).toEqual(['starting job:1', 'done']);
});

test('a pod that was never scheduled has no log', () => {
	expect(logLines(pod('nginx:1'), 'main', at(60))).toEqual([]);
});
