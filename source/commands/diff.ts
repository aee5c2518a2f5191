import type {Plan} from '../model/plan.ts';
import {describe} from '../model/resource.ts';
import {escapeLine} from '../text/escape.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import {exitCodes} from './exit-codes.ts';
import {reportProblems} from './problems.ts';
import {diffText} from './text/diff-text.ts';
import {jsonDocument} from './text/json.ts';
import {leftoverTitle} from './text/plan-text.ts';
import {changeShape} from './text/shapes.ts';
import type {Context, Verb} from './verb.ts';

export const diff: Verb = {
	name: 'diff',
	summary: 'Show the differences between Git and the cluster, object by object',
	details: [
		'Exits with 0 where there are none, 1 where there are some (what is left over counts), and 2 after an error',
		'or any problem. Values of Secrets are masked: equal ones look equal, changed ones changed.',
	],
	takesApplication: true,
	flags: [...commonFlags, 'prune'],
	outputs: ['text', 'json'],
	errorCode: exitCodes.misused,
	run: runDiff,
};

async function runDiff(context: Context): Promise<number> {
	const {flags, signal, paint} = context;
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
	return codeOf(plan);
}

function reportLeftovers(write: Context['out'], plan: Plan) {
	write(plan.leftovers.map(id => `${leftoverTitle(plan)}: ${escapeLine(describe(id))}\n`).join(''));
}

function codeOf({problems, changes, leftovers}: Plan): number {
	if (problems.length > 0) {
		return exitCodes.misused;
	}

	return changes.length + leftovers.length > 0 ? exitCodes.failed : exitCodes.done;
}
