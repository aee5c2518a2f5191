import {ApiError} from '../../api.ts';
import type {Context} from '../context.ts';
import {createReconciler} from '../store/reconciler.ts';
import {lookAtController, subjectOf} from '../workload/children.ts';
import {replacing} from '../workload/template.ts';
import {type CronJob, cronJobs} from './cron-job.ts';
import {cronJobStatus, jobFor, planCronJob} from './cron-job-plan.ts';

/** Makes a Job whenever a CronJob's schedule is due. */
export function startCronJobs(context: Context): void {
	const {stores, now} = context;
	const recorder = context.recorder('cronjob-controller');

	async function reconcile(uid: string): Promise<number | undefined> {
		const cronJob = stores.cronJobs.get(uid);
		if (cronJob === undefined) {
			return undefined;
		}

		const plan = planCronJob(cronJob, stores.jobs.ownedBy(uid), now());
		for (const job of [...plan.replaced, ...plan.expired]) {
			await stores.jobs.remove(job);
			tell(cronJob, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
		}

		if (plan.due !== undefined) {
			await createJob(cronJob, plan.due);
		}

		await writeStatus(uid, plan.due);
		return plan.wait;
	}

	async function createJob(cronJob: CronJob, due: number): Promise<void> {
		try {
			const job = await stores.jobs.create(cronJob.metadata.namespace, jobFor(cronJob, due));
			tell(cronJob, 'SuccessfulCreate', `Created job ${job.metadata.name}`);
		} catch (error) {
			// Made before, by a pass whose status could not be written.
			if (!(error instanceof ApiError && error.status === 409)) {
				throw error;
			}
		}
	}

	async function writeStatus(uid: string, due: number | undefined): Promise<void> {
		const fresh = stores.cronJobs.get(uid);
		const status = fresh && cronJobStatus(fresh, stores.jobs.ownedBy(uid), due);
		if (fresh !== undefined && status !== undefined) {
			await stores.cronJobs.patch(fresh, {status: replacing(fresh.status, status)}, '/status');
		}
	}

	function tell(cronJob: CronJob, reason: string, message: string): void {
		recorder.record(subjectOf(cronJobs, cronJob), {type: 'Normal', reason, message});
	}

	const queue = createReconciler(reconcile, {...context, what: 'cron job', nameOf: uid => stores.cronJobs.nameOf(uid)});
	stores.cronJobs.onChange(({after}) => {
		if (after !== undefined) {
			queue.add(after.metadata.uid);
		}
	});
	lookAtController(queue, 'CronJob', stores.jobs);
}
