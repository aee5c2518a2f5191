import {expect, test} from 'vitest';
import {cronJobs} from '../../../source/sandbox/controllers/job/cron-job.ts';
import {cronJobStatus, jobFor, planCronJob} from '../../../source/sandbox/controllers/job/cron-job-plan.ts';
import {jobs} from '../../../source/sandbox/controllers/job/job.ts';
import {nextDue, parseSchedule} from '../../../source/sandbox/controllers/job/schedule.ts';
import {ago, metadataOf, now} from './objects.ts';

// A Saturday.
const at = Date.parse('2026-11-21T10:00:30Z');

test.for<[string, string, string]>([
	['* * * * *', 'UTC', '2026-11-21T10:01:00.000Z'],
	['*/15 * * * *', 'UTC', '2026-11-21T10:15:00.000Z'],
	['5-10/5,40 9,11 * * *', 'UTC', '2026-11-21T11:05:00.000Z'],
	['0 0 1 * *', 'UTC', '2026-12-01T00:00:00.000Z'],
	['0 12 * * mon-fri', 'UTC', '2026-11-23T12:00:00.000Z'],
	['0 12 * * 7', 'UTC', '2026-11-22T12:00:00.000Z'],
	['0 12 13 * fri', 'UTC', '2026-11-27T12:00:00.000Z'],
	['0 0 29 feb *', 'UTC', '2028-02-29T00:00:00.000Z'],
	['30 2 * * *', 'Asia/Kolkata', '2026-11-21T21:00:00.000Z'],
	['@hourly', 'UTC', '2026-11-21T11:00:00.000Z'],
	['@weekly', 'UTC', '2026-11-22T00:00:00.000Z'],
])('%s in %s is due next at %s', ([text, timeZone, expected]) => {
	const schedule = parseSchedule(text);
	const due = schedule && nextDue(schedule, at, timeZone);
	expect(due === undefined ? undefined : new Date(due).toISOString()).toBe(expected);
});

test('the 30th of February is never due', () => {
	const schedule = parseSchedule('0 0 30 2 *');
	expect(schedule && nextDue(schedule, at)).toBeUndefined();
});

test.for(['', '* * * *', '60 * * * *', '* * 0 * *', '*/0 * * * *', '5-1 * * * *', 'x * * * *', '@never'])(
	'"%s" is no schedule',
	text => {
		expect(parseSchedule(text)).toBeUndefined();
	},
);

const cronJob = (spec: object, status: object = {}) =>
	cronJobs.parse({
		metadata: metadataOf('tick', {creationTimestamp: ago(90)}),
		spec: {schedule: '* * * * *', jobTemplate: {spec: {}}, ...spec},
		status,
	});
const job = (name: string, end?: readonly [type: string, seconds: number]) =>
	jobs.parse({
		metadata: metadataOf(name),
		spec: {template: {}},
		status: end && {conditions: [{type: end[0], status: 'True', lastTransitionTime: ago(end[1])}]},
	});

type Case = readonly [
	title: string,
	spec: object,
	status: object,
	owned: readonly ReturnType<typeof job>[],
	plan: object,
];

test.for<Case>([
	['makes the Job of the latest minute', {}, {}, [], {due: now}],
	['makes none twice', {}, {lastScheduleTime: ago(0)}, [], {}],
	['makes none when it is suspended', {suspend: true}, {}, [], {}],
	['makes none beside another, if that is forbidden', {concurrencyPolicy: 'Forbid'}, {}, [job('a')], {}],
	[
		'replaces the other, if that is asked for',
		{concurrencyPolicy: 'Replace'},
		{},
		[job('a')],
		{due: now, replaced: ['a']},
	],
	['makes one beside another', {}, {}, [job('a')], {due: now}],
	[
		'keeps as many ended Jobs as it is to',
		{successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0, suspend: true},
		{},
		[job('a', ['Complete', 20]), job('b', ['Complete', 10]), job('c', ['Failed', 5])],
		{expired: ['a', 'c']},
	],
])('a CronJob %s', ([, spec, status, owned, expected]) => {
	const {due, replaced, expired} = planCronJob(cronJob(spec, status), owned, now);
	const namesOf = (list: readonly ReturnType<typeof job>[]) => list.map(({metadata}) => metadata.name);
	expect({due, replaced: namesOf(replaced), expired: namesOf(expired)}).toEqual({
		due: undefined,
		replaced: [],
		expired: [],
		...expected,
	});
});

test('a CronJob looks again when it is due next', () => {
	expect(planCronJob(cronJob({schedule: '@hourly'}), [], now + 1000).wait).toBe(3_599_000);
});

test('the name of a Job tells its time, and the status which Jobs run', () => {
	expect(jobFor(cronJob({}), now)).toMatchObject({
		metadata: {
			name: `tick-${now / 60_000}`,
			annotations: {'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-21T10:00:00Z'},
			ownerReferences: [{kind: 'CronJob', name: 'tick', controller: true}],
		},
	});
	expect(cronJobStatus(cronJob({}), [job('a'), job('b', ['Complete', 5])], now)).toMatchObject({
		active: [{kind: 'Job', name: 'a'}],
		lastScheduleTime: '2026-11-21T10:00:00Z',
	});
});
