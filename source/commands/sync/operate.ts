import {count} from '../../model/count.ts';
import type {Engine, SyncEnd} from '../../model/engine.ts';
import type {Operation} from '../../model/operation.ts';
import type {Plan} from '../../model/plan.ts';
import {oneLine} from '../../text/escape.ts';
import {createPaint} from '../../text/paint.ts';
import {localTime} from '../../text/time.ts';
import {planText} from '../text/plan-text.ts';
import type {Context} from '../verb.ts';
import {askForConsent, selectChanges} from './approve.ts';
import type {Stream} from './stream.ts';

/** One call of `sync`. */
export type Run = {
	readonly context: Context;
	readonly engine: Engine;
	readonly app: string;
	readonly stream: Stream;
};

/** Ends what was cut off, then makes a plan, asks and applies it; or applies the plan that was named. */
export async function operate(run: Run): Promise<SyncEnd> {
	const {context, engine, app, stream} = run;
	const {flags, signal} = context;
	const operation = await engine.unfinished(app, signal);
	if (operation === undefined) {
		return goOn(run);
	}

	if (flags.isDryRun) {
		stream.tell({kind: 'waiting', message: `${describeOperation(operation)} was cut off; a sync resumes it first`});
		return goOn(run);
	}

	stream.tell({kind: 'resumed', message: `resuming ${describeOperation(operation)}`});
	const end = await engine.resume(app, {timeoutMs: flags.timeoutMs}, signal);
	const isDone = end.result === 'succeeded' && flags.plan !== undefined && operation.plan.digest.startsWith(flags.plan);
	return isDone || !['succeeded', 'stale'].includes(end.result) ? end : goOn(run);
}

function describeOperation({id, startedAt, by}: Operation): string {
	return `operation ${id} of ${localTime(startedAt)}, approved by ${oneLine(by)}`;
}

function goOn(run: Run): Promise<SyncEnd> {
	const {plan} = run.context.flags;
	return plan === undefined ? planAndApply(run) : applyKnown(run, plan);
}

async function planAndApply(run: Run): Promise<SyncEnd> {
	const {context, engine, app} = run;
	const {flags, signal} = context;
	const plan = await engine.plan(app, {prune: flags.prune}, signal);
	showPlan(context, plan);
	if (plan.kind === 'blocked') {
		return {result: 'failed', message: `${whatBlocks(plan)}, nothing was changed`};
	}

	const changes = selectChanges(plan, flags.resources).filter(({forbidden}) => forbidden === undefined);
	if (flags.isDryRun) {
		return {result: 'succeeded', message: 'dry run, nothing was changed'};
	}

	const isAsked = plan.kind !== 'converged' && !flags.isYes;
	const refusal = isAsked ? await askForConsent(context, engine, plan, changes) : undefined;
	return refusal ?? withProblems(await apply(run, plan.digest), plan.problems.length);
}

/** To name the plan is to approve it: nobody is asked. */
async function applyKnown(run: Run, digest: string): Promise<SyncEnd> {
	const end = await apply(run, digest);
	if (end.result !== 'succeeded') {
		return end;
	}

	const {problems} = await run.engine.get(run.app, run.context.signal);
	return withProblems(end, problems.length);
}

/** `2 problems, 1 change not allowed`. */
function whatBlocks({problems, changes}: Plan): string {
	const parts = [
		...(problems.length > 0 || changes.length === 0 ? [count(problems.length, 'problem')] : []),
		...(changes.length > 0 ? [`${count(changes.length, 'change')} not allowed`] : []),
	];
	return parts.join(', ');
}

function apply({context: {flags, by, signal}, engine, app}: Run, digest: string): Promise<SyncEnd> {
	return engine.sync({app, digest, resources: flags.resources, by, timeoutMs: flags.timeoutMs}, signal);
}

// In a stream of JSON, stdout is for events alone.
function showPlan({flags, out, err, paint}: Context, plan: Plan) {
	if (flags.output === 'json') {
		err(planText(plan, createPaint(false), flags));
	} else {
		out(planText(plan, paint, flags));
	}
}

/** The good part of an application that has problems was applied, and that is not all that was asked for. */
function withProblems(end: SyncEnd, problems: number): SyncEnd {
	return end.result === 'succeeded' && problems > 0
		? {result: 'failed', message: [end.message, `${count(problems, 'problem')} beside it`].filter(Boolean).join('; ')}
		: end;
}
