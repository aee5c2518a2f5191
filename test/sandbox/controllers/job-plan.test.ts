import {expect, test} from 'vitest';
import {jobs} from '../../../source/sandbox/controllers/job/job.ts';
import {jobStatus, planJob} from '../../../source/sandbox/controllers/job/job-plan.ts';
import {ago, metadataOf, now, type PodParts, pod} from './objects.ts';

const ended = (type: string, seconds: number) => ({
	conditions: [{type, status: 'True', lastTransitionTime: ago(seconds)}],
});
const job = (spec: object, status: object = {}) =>
	jobs.parse({metadata: metadataOf('job'), spec: {completions: 1, template: {}, ...spec}, status});
const done = {phase: 'Succeeded'};
const failed = (seconds: number) => ({
	phase: 'Failed',
	status: {conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(seconds)}]},
});

type Case = {
	readonly title: string;
	readonly spec?: object;
	readonly status?: object;
	readonly pods?: readonly PodParts[];
	readonly create?: number;
	readonly remove?: number;
	readonly wait?: number;
	readonly isExpired?: boolean;
};

test.for<Case>([
	{title: 'begins with as many as may run together', spec: {completions: 5, parallelism: 2}, create: 2},
	{
		title: 'makes no more than are missing',
		spec: {completions: 5, parallelism: 3},
		pods: [done, done, done, {}],
		create: 1,
	},
	{title: 'rests while enough are running', spec: {completions: 5, parallelism: 2}, pods: [done, {}, {}]},
	{title: 'removes what is too much', spec: {completions: 5, parallelism: 1}, pods: [{}, {}, {}], remove: 2},
	{title: 'tries again a while after a failure', pods: [failed(0)], wait: 1000},
	{title: 'waits twice as long after the second', pods: [failed(1), failed(0)], wait: 2000},
	{title: 'tries again when the while is over', pods: [failed(2)], create: 1},
	{
		title: 'gives up after too many failures',
		spec: {completions: 2, parallelism: 2, backoffLimit: 0},
		pods: [failed(5), {}],
		remove: 1,
	},
	{
		title: 'looks again at its deadline',
		spec: {activeDeadlineSeconds: 30},
		status: {startTime: ago(10)},
		pods: [{}],
		wait: 20_000,
	},
	{
		title: 'ends its pods at the deadline',
		spec: {activeDeadlineSeconds: 30},
		status: {startTime: ago(30)},
		pods: [{}],
		remove: 1,
	},
	{title: 'ends its pods when it is suspended', spec: {suspend: true}, pods: [{}], remove: 1},
	{title: 'makes no pods when it is suspended', spec: {suspend: true}},
	{
		title: 'makes no pods without a number after the first success',
		spec: {completions: undefined, parallelism: 3},
		pods: [done, {}],
	},
	{title: 'does nothing more at its end', status: ended('Complete', 5), pods: [done]},
	{title: 'waits for its time to go', spec: {ttlSecondsAfterFinished: 20}, status: ended('Failed', 5), wait: 15_000},
	{
		title: 'goes when its time has come',
		spec: {ttlSecondsAfterFinished: 5},
		status: ended('Complete', 5),
		isExpired: true,
	},
])('a Job $title', ({spec = {}, status, pods = [], create = 0, remove = 0, wait, isExpired}) => {
	const list = pods.map((parts, index) => pod(`job-${index}`, parts));
	const plan = planJob(job(spec, status), list, now);
	expect({...plan, remove: plan.remove.length}).toEqual({
		create,
		remove,
		...(wait !== undefined && {wait}),
		...(isExpired && {isExpired}),
	});
});

type Ending = readonly [
	title: string,
	spec: object,
	status: object,
	pods: readonly PodParts[],
	conditions: readonly string[],
];

test.for<Ending>([
	['has none while it runs', {}, {}, [{}], []],
	['is complete', {}, {}, [done], ['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached']],
	[
		'is sure of success before its last pod is gone',
		{},
		{},
		[done, {isDeleted: true}],
		['SuccessCriteriaMet CompletionsReached'],
	],
	[
		'has failed',
		{backoffLimit: 0},
		{},
		[failed(0)],
		['FailureTarget BackoffLimitExceeded', 'Failed BackoffLimitExceeded'],
	],
	[
		'is sure of failure before its last pod has ended',
		{backoffLimit: 0},
		{},
		[failed(0), {}],
		['FailureTarget BackoffLimitExceeded'],
	],
	[
		'is too late',
		{activeDeadlineSeconds: 5},
		{startTime: ago(5)},
		[],
		['FailureTarget DeadlineExceeded', 'Failed DeadlineExceeded'],
	],
	['is suspended', {suspend: true}, {}, [], ['Suspended JobSuspended']],
	['goes on', {}, {conditions: [{type: 'Suspended', status: 'True'}]}, [{}], ['Suspended JobResumed']],
])('the conditions of a Job that %s', ([, spec, status, pods, conditions]) => {
	const list = pods.map((parts, index) => pod(`job-${index}`, parts));
	const subject = jobs.parse({...job(spec), status: {startTime: ago(60), ...status}});
	const next = jobs.parse({...subject, status: jobStatus(subject, list, now)});
	expect(next.status.conditions.map(({type, reason}) => `${type} ${reason}`)).toEqual(conditions);
	expect(next.status.completionTime !== undefined).toBe(conditions.includes('Complete CompletionsReached'));
});

test('a suspended Job has not started', () => {
	expect(jobStatus(job({suspend: true}, {startTime: ago(60)}), [], now)).not.toHaveProperty('startTime');
});

test.for<[title: string, status: object, pods: readonly PodParts[], counts: object]>([
	['what has ended', {}, [done, done, failed(5)], {succeeded: 2, failed: 1}],
	['what has ended and was removed since', {succeeded: 2, failed: 1, active: 3}, [done], {succeeded: 2, failed: 1}],
	['what its end has cut off', {failed: 0}, [{isDeleted: true}], {failed: 1, terminating: 1}],
])('a Job counts %s', ([, status, pods, counts]) => {
	const list = pods.map((parts, index) => pod(`job-${index}`, parts));
	const spec = {completions: 5, activeDeadlineSeconds: 'terminating' in counts ? 5 : 500};
	expect(jobStatus(job(spec, {startTime: ago(60), ...status}), list, now)).toMatchObject(counts);
});
