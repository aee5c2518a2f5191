import type {Recorder} from '../../recorder.ts';
import type {Context} from '../context.ts';
import {createReconciler} from '../store/reconciler.ts';
import {lookAtController, PodHand, podOf, subjectOf} from '../workload/children.ts';
import {replacing} from '../workload/template.ts';
import {endOf, type Job, jobs} from './job.ts';
import {jobStatus, planJob} from './job-plan.ts';

/** Runs each Job's pods until enough have succeeded, or too many failed. */
export function startJobs(context: Context): void {
	const {stores, now} = context;
	const recorder = context.recorder('job-controller');
	const hand = new PodHand(stores.pods, recorder);

	async function reconcile(uid: string): Promise<number | undefined> {
		const job = stores.jobs.get(uid);
		if (job === undefined) {
			return undefined;
		}

		const owner = {...job, resource: jobs};
		const plan = planJob(job, stores.pods.ownedBy(uid), now());
		if (plan.isExpired) {
			await stores.jobs.remove(job);
			return undefined;
		}

		await hand.remove(owner, plan.remove);
		const body = podOf(owner, job.spec.template, labelsOf(job));
		await hand.create(
			owner,
			Array.from({length: plan.create}, () => body),
		);
		await writeStatus(uid);
		return plan.wait;
	}

	async function writeStatus(uid: string): Promise<void> {
		const job = stores.jobs.get(uid);
		const status = job && jobStatus(job, stores.pods.ownedBy(uid), now());
		if (job !== undefined && status !== undefined) {
			const written = await stores.jobs.patch(job, {status: replacing(job.status, status)}, '/status');
			tellEnd(recorder, job, written);
		}
	}

	const queue = createReconciler(reconcile, {...context, what: 'job', nameOf: uid => stores.jobs.nameOf(uid)});
	stores.jobs.onChange(({after}) => {
		if (after !== undefined) {
			queue.add(after.metadata.uid);
		}
	});
	lookAtController(queue, jobs.kind, stores.pods);
}

function labelsOf({metadata}: Job): Record<string, string> {
	const {uid, name} = metadata;
	return {
		'batch.kubernetes.io/controller-uid': uid,
		'controller-uid': uid,
		'batch.kubernetes.io/job-name': name,
		'job-name': name,
	};
}

function tellEnd(recorder: Recorder, before: Job, after: Job): void {
	if (endOf(before) !== undefined || endOf(after) === undefined) {
		return;
	}

	const failure = after.status.conditions.find(({type}) => type === 'Failed');
	recorder.record(
		subjectOf(jobs, after),
		failure === undefined
			? {type: 'Normal', reason: 'Completed', message: 'Job completed'}
			: {type: 'Warning', reason: failure.reason, message: failure.message},
	);
}
