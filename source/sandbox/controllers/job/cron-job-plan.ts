import {isDeepStrictEqual} from 'node:util';
import {controlledBy, isDeleted} from '../store/metadata.ts';
import {timeOf} from '../workload/template.ts';
import {type CronJob, cronJobs} from './cron-job.ts';
import {endOf, type Job, jobs} from './job.ts';
import {nextDue, parseSchedule} from './schedule.ts';

export type CronPlan = {
	/** The time that is due, in milliseconds. */
	readonly due?: number;
	/** Running Jobs that make room for the next. */
	readonly replaced: readonly Job[];
	/** Beyond the history's limits. */
	readonly expired: readonly Job[];
	/** Milliseconds until the next look. */
	readonly wait?: number;
};

/** What a CronJob needs next; `now` in milliseconds; after pkg/controller/cronjob. */
export function planCronJob(cronJob: CronJob, owned: readonly Job[], now: number): CronPlan {
	const expired = expiredJobs(cronJob, owned);
	const schedule = parseSchedule(cronJob.spec.schedule);
	if (isDeleted(cronJob) || cronJob.spec.suspend || schedule === undefined) {
		return {replaced: [], expired};
	}

	const {concurrencyPolicy, timeZone} = cronJob.spec;
	const next = nextDue(schedule, now, timeZone);
	const wait = next === undefined ? {} : {wait: next - now};
	const due = lastDue(cronJob, now);
	const running = owned.filter(job => endOf(job) === undefined && !isDeleted(job));
	if (due === undefined || (concurrencyPolicy === 'Forbid' && running.length > 0)) {
		return {replaced: [], expired, ...wait};
	}

	return {due, replaced: concurrencyPolicy === 'Replace' ? running : [], expired, ...wait};
}

/** The latest time that is due and was not served; times missed before it are left out. */
function lastDue({spec, status, metadata}: CronJob, now: number): number | undefined {
	const schedule = parseSchedule(spec.schedule);
	const since = Date.parse(status.lastScheduleTime ?? metadata.creationTimestamp);
	const deadline = spec.startingDeadlineSeconds === undefined ? since : now - spec.startingDeadlineSeconds * 1000;
	let due: number | undefined;
	// A cluster that slept for a week does not count through the minutes of it.
	let after = Math.max(since, deadline, now - 24 * 3600 * 1000);
	while (schedule !== undefined) {
		const next = nextDue(schedule, after, spec.timeZone);
		if (next === undefined || next > now) {
			return due;
		}

		due = next;
		after = next;
	}

	return undefined;
}

function expiredJobs({spec}: CronJob, owned: readonly Job[]): readonly Job[] {
	const ended = owned.filter(job => endOf(job) !== undefined && !isDeleted(job));
	const beyond = (type: string, limit: number) =>
		ended
			.filter(({status}) => status.conditions.some(condition => condition.type === type && condition.status === 'True'))
			.toSorted((a, b) => (endOf(b) ?? 0) - (endOf(a) ?? 0))
			.slice(limit);
	return [...beyond('Complete', spec.successfulJobsHistoryLimit), ...beyond('Failed', spec.failedJobsHistoryLimit)];
}

/** The Job of that time; its name tells the time, so that none is made twice. */
export function jobFor({metadata, spec}: CronJob, due: number): object {
	const {labels, annotations} = spec.jobTemplate.metadata;
	return {
		metadata: {
			name: `${metadata.name}-${Math.floor(due / 60_000)}`,
			namespace: metadata.namespace,
			...(labels && {labels}),
			annotations: {...annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': timeOf(due)},
			ownerReferences: [controlledBy(cronJobs, {metadata})],
		},
		spec: spec.jobTemplate.spec,
	};
}

/** The status that the Jobs make; nothing where it says that already. */
export function cronJobStatus(cronJob: CronJob, owned: readonly Job[], due: number | undefined): object | undefined {
	const {status} = cronJob;
	const running = owned.filter(job => endOf(job) === undefined && !isDeleted(job));
	const successes = owned.map(({status: {completionTime}}) => completionTime).filter(time => time !== undefined);
	const lastSuccess = [status.lastSuccessfulTime, ...successes]
		.filter(time => time !== undefined)
		.toSorted()
		.at(-1);
	const active = running.map(({metadata: {name, namespace, uid}}) => ({
		apiVersion: jobs.apiVersion,
		kind: jobs.kind,
		name,
		namespace,
		uid,
	}));
	const next = {
		...status,
		active,
		...(due !== undefined && {lastScheduleTime: timeOf(due)}),
		...(lastSuccess !== undefined && {lastSuccessfulTime: lastSuccess}),
	};
	return isDeepStrictEqual(next, status) ? undefined : next;
}
