import {isDeepStrictEqual} from 'node:util';
import {isDeleted} from '../store/metadata.ts';
import {type News, withCondition, withoutZeros} from '../workload/condition.ts';
import {byExpendability, isActive, isReady, type Pod} from '../workload/pod.ts';
import {type Condition, timeOf} from '../workload/template.ts';
import {endOf, type Job} from './job.ts';

export type JobPlan = {
	readonly create: number;
	readonly remove: readonly Pod[];
	/** Milliseconds until the next look, where only time brings it on. */
	readonly wait?: number;
	/** Its time to live has passed. */
	readonly isExpired?: true;
};

const rest: JobPlan = {create: 0, remove: []};

/** The wait after the first failure; it doubles with each. A real cluster waits ten times as long. */
const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/** What a Job's pods need next; `now` in milliseconds; after pkg/controller/job. */
export function planJob(job: Job, pods: readonly Pod[], now: number): JobPlan {
	if (isDeleted(job)) {
		return rest;
	}

	const end = endOf(job);
	if (end !== undefined) {
		return expiry(job, end, now);
	}

	const active = pods.filter(isActive);
	if (job.spec.suspend || outcomeOf(job, pods, now) !== undefined) {
		return {create: 0, remove: active};
	}

	return nextPods(job, pods, now);
}

function nextPods(job: Job, pods: readonly Pod[], now: number): JobPlan {
	const active = pods.filter(isActive);
	const missing = wantedActive(job, pods) - active.length;
	const remove = active.toSorted(byExpendability).slice(0, Math.max(0, -missing));
	const retry = missing > 0 ? retryIn(pods, now) : 0;
	const waits = [timeLeft(job, now), retry > 0 ? retry : undefined].filter(wait => wait !== undefined);
	const create = retry > 0 ? 0 : Math.max(0, missing);
	return {create, remove, ...(waits.length > 0 && {wait: Math.min(...waits)})};
}

function expiry({spec}: Job, end: number, now: number): JobPlan {
	if (spec.ttlSecondsAfterFinished === undefined) {
		return rest;
	}

	const left = end + spec.ttlSecondsAfterFinished * 1000 - now;
	return left <= 0 ? {...rest, isExpired: true} : {...rest, wait: left};
}

function wantedActive(job: Job, pods: readonly Pod[]): number {
	const {spec} = job;
	const {succeeded} = tallyOf(job, pods);
	if (spec.completions === undefined) {
		return succeeded > 0 ? pods.filter(isActive).length : spec.parallelism;
	}

	return Math.max(0, Math.min(spec.parallelism, spec.completions - succeeded));
}

/** Whose pod was removed since counts as before; a real cluster keeps finalizers on the pods for that. */
function tallyOf({status}: Job, pods: readonly Pod[]): {readonly succeeded: number; readonly failed: number} {
	return {
		succeeded: Math.max(status.succeeded, countOf(pods, 'Succeeded')),
		failed: Math.max(status.failed, countOf(pods, 'Failed')),
	};
}

function countOf(pods: readonly Pod[], phase: 'Succeeded' | 'Failed'): number {
	return pods.filter(({status}) => status.phase === phase).length;
}

function timeLeft({spec, status}: Job, now: number): number | undefined {
	return spec.activeDeadlineSeconds === undefined
		? undefined
		: Date.parse(status.startTime ?? timeOf(now)) + spec.activeDeadlineSeconds * 1000 - now;
}

function retryIn(pods: readonly Pod[], now: number): number {
	const failed = pods.filter(({status}) => status.phase === 'Failed');
	const ends = failed.map(({status, metadata}) =>
		Date.parse(status.conditions.find(({type}) => type === 'Ready')?.lastTransitionTime ?? metadata.creationTimestamp),
	);
	const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** (failed.length - 1));
	return failed.length === 0 ? 0 : Math.max(...ends) + delay - now;
}

export type Outcome = {readonly type: 'Complete' | 'Failed'; readonly reason: string; readonly message: string};

/** How the Job ends, once that is certain. */
export function outcomeOf(job: Job, pods: readonly Pod[], now: number): Outcome | undefined {
	const {spec, status} = job;
	const decided = status.conditions.find(({type}) => type === 'FailureTarget' || type === 'SuccessCriteriaMet');
	if (decided !== undefined) {
		const {reason, message} = decided;
		return {type: decided.type === 'FailureTarget' ? 'Failed' : 'Complete', reason, message};
	}

	if (tallyOf(job, pods).failed > spec.backoffLimit) {
		return {type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit'};
	}

	if (!spec.suspend && status.startTime !== undefined && (timeLeft(job, now) ?? 1) <= 0) {
		return {type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline'};
	}

	return isFulfilled(job, pods)
		? {type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods'}
		: undefined;
}

function isFulfilled(job: Job, pods: readonly Pod[]): boolean {
	const {spec} = job;
	const {succeeded} = tallyOf(job, pods);
	return spec.completions === undefined ? succeeded > 0 && !pods.some(isActive) : succeeded >= spec.completions;
}

/** The status that the pods make; nothing where it says that already. */
export function jobStatus(job: Job, pods: readonly Pod[], now: number): object | undefined {
	const {status, spec} = job;
	if (endOf(job) !== undefined) {
		return undefined;
	}

	const active = pods.filter(isActive);
	const going = pods.filter(isGoing);
	const outcome = outcomeOf(job, pods, now);
	const {succeeded, failed} = tallyOf(job, pods);
	// What the end of the Job has cut off has failed too.
	const cutOff = outcome?.type === 'Failed' ? active.length + going.length : 0;
	const conditions = conditionsOf(job, {outcome, isOver: active.length + going.length === 0}, now);
	const isComplete = conditions.some(({type}) => type === 'Complete');
	const next = {
		...status,
		active: active.length,
		ready: active.filter(isReady).length,
		terminating: going.length,
		succeeded,
		failed: Math.max(failed, countOf(pods, 'Failed') + cutOff),
		conditions: [...conditions],
		...(!spec.suspend && {startTime: status.startTime ?? timeOf(now)}),
		...(isComplete && {completionTime: timeOf(now)}),
	};
	if (spec.suspend) {
		delete next.startTime;
	}

	const fixed = {ready: next.ready, terminating: next.terminating, uncountedTerminatedPods: {}};
	return isDeepStrictEqual(next, status) ? undefined : {...withoutZeros(next), ...fixed};
}

function isGoing(pod: Pod): boolean {
	return isDeleted(pod) && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed';
}

/** First that it is certain how the Job ends, and once no pod is left running that it has ended. */
function conditionsOf(
	job: Job,
	{outcome, isOver}: {readonly outcome: Outcome | undefined; readonly isOver: boolean},
	now: number,
): readonly Condition[] {
	const known = withSuspension(job, now);
	if (outcome === undefined) {
		return known;
	}

	const {type, reason, message} = outcome;
	const early = type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
	const certain = withCondition(known, {type: early, status: 'True', reason, message}, now);
	return (isOver ? withCondition(certain, {type, status: 'True', reason, message}, now) : certain).map(probed);
}

function withSuspension({spec, status}: Job, now: number): readonly Condition[] {
	const wasSuspended = status.conditions.some(({type, status: value}) => type === 'Suspended' && value === 'True');
	if (spec.suspend === wasSuspended) {
		return status.conditions;
	}

	const news: News = spec.suspend
		? {type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended'}
		: {type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed'};
	return withCondition(status.conditions, news, now).map(probed);
}

/** A Job's conditions tell of probes, where others tell of updates. */
function probed({lastUpdateTime: _, ...condition}: Condition): Condition {
	return {lastProbeTime: condition.lastTransitionTime, ...condition};
}
