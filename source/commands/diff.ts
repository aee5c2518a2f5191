import path from 'node:path';
import type {Comparison} from '../model/comparison.ts';
import {UsageError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import {describe} from '../model/resource.ts';
import {escapeLine} from '../text/escape.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import type {Compared} from './arguments/values.ts';
import {exitCodes} from './exit-codes.ts';
import {commandOf} from './hint.ts';
import {reportProblems, reportRemarks} from './problems.ts';
import {comparisonMarkdown} from './text/comparison-markdown.ts';
import {comparisonText} from './text/comparison-text.ts';
import {diffText} from './text/diff-text.ts';
import {jsonDocument} from './text/json.ts';
import {leftoverTitle} from './text/plan-text.ts';
import {changeShape, comparisonShape} from './text/shapes.ts';
import type {Context, Verb} from './verb.ts';

export const diff: Verb = {
	name: 'diff',
	summary: 'Show the differences between Git and the cluster, or between two revisions, object by object',
	details: [
		'Exits with 0 where there are none, 1 where there are some (what is left over counts), and 2 after an error',
		'or any problem. Values of Secrets are masked: one that stays equal looks equal, a changed one changed.',
		'',
		'With -f and --revision REVISION: what that branch, tag or commit changes in what all applications declare, or',
		'APP alone, or those of the repository --repo URL. A cluster is asked for its kinds alone, and not needed.',
		'`-o markdown` is for a comment on a pull request; --offline asks no cluster.',
	],
	takesApplication: true,
	comparesRevisions: true,
	flags: [...commonFlags, 'prune', 'offline'],
	outputs: ['text', 'json', 'markdown'],
	errorCode: exitCodes.misused,
	run: runDiff,
};

async function runDiff(context: Context): Promise<number> {
	const {compared} = context.flags;
	return compared === undefined ? await diffCluster(context) : await diffRevisions(context, compared);
}

async function diffCluster(context: Context): Promise<number> {
	const {flags, signal, paint} = context;
	if (flags.isOffline || flags.output === 'markdown') {
		const flag = flags.isOffline ? '--offline' : '-o markdown';
		throw new UsageError(`${flag} is for comparing revisions: give --revision REVISION and -f FILE|DIR beside it`);
	}

	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const plan = await engine.plan(app, {prune: flags.prune}, signal);
	if (flags.output === 'json') {
		context.out(jsonDocument(plan.changes.map(changeShape)));
		reportLeftovers(context.err, plan);
	} else {
		context.out(plan.changes.map(change => diffText(change, paint)).join('\n'));
		reportLeftovers(context.out, plan);
	}

	reportProblems(context, plan.problems);
	return codeOf(plan.problems, [...plan.changes, ...plan.leftovers]);
}

function reportLeftovers(write: Context['out'], plan: Plan) {
	write(plan.leftovers.map(id => `${leftoverTitle(plan)}: ${escapeLine(describe(id))}\n`).join(''));
}

function codeOf(problems: readonly unknown[], differences: readonly unknown[]): number {
	if (problems.length > 0) {
		return exitCodes.misused;
	}

	return differences.length > 0 ? exitCodes.failed : exitCodes.done;
}

async function diffRevisions(context: Context, {revision, repository}: Compared): Promise<number> {
	const {app, flags, signal} = context;
	if (flags.prune) {
		throw new UsageError('--prune is for comparing with a cluster: between revisions, what is removed is always shown');
	}

	const engine = await context.engine();
	const asked = {
		...{revision, isOffline: flags.isOffline},
		...(app === undefined ? {} : {app}),
		...(repository === undefined ? {} : {repository: absolute(repository)}),
	};
	const comparison = await engine.compare(asked, signal);
	context.out(textOf(comparison, context));
	report(context, comparison);
	const {applications} = comparison;
	return codeOf(
		[...comparison.problems, ...applications.flatMap(({problems}) => problems)],
		applications.flatMap(({changes}) => changes),
	);
}

/** `.` and `./repo` mean folders, as they do for an application by flags. */
function absolute(repository: string): string {
	return /^\.{1,2}(?:\/|$)/.test(repository) ? path.resolve(repository) : repository;
}

function textOf(comparison: Comparison, {app, flags, paint}: Context): string {
	switch (flags.output) {
		case 'json':
			return jsonDocument(comparisonShape(comparison));
		case 'markdown': {
			const words = ['diff', ...(app === undefined ? [] : [app]), '--revision', comparison.revision];
			return comparisonMarkdown(comparison, commandOf(words, flags));
		}

		case 'text':
		case 'yaml':
			return comparisonText(comparison, paint);
	}
}

function report(context: Context, {problems, remarks, applications}: Comparison): void {
	reportProblems(context, problems);
	reportRemarks(context, remarks);
	for (const {app, problems: own, remarks: ownRemarks} of applications) {
		reportProblems(
			context,
			own.map(problem => ({...problem, where: `${app}: ${problem.where}`})),
		);
		reportRemarks(
			context,
			ownRemarks.map(remark => `${app}: ${remark}`),
		);
	}
}
