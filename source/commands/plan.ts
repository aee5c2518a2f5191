import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import {exitCodes} from './exit-codes.ts';
import {jsonDocument} from './text/json.ts';
import {planText} from './text/plan-text.ts';
import {planShape} from './text/shapes.ts';
import type {Context, Verb} from './verb.ts';

export const plan: Verb = {
	name: 'plan',
	summary: 'Show what a sync would do, and the digest that approves it',
	details: [
		'Nothing is changed. `trueup sync APP --plan DIGEST` applies exactly what is shown, or nothing.',
		'Exits with 1 where problems block the whole application.',
	],
	takesApplication: true,
	flags: [...commonFlags, 'prune'],
	outputs: ['text', 'json'],
	run: runPlan,
};

async function runPlan(context: Context): Promise<number> {
	const {flags, signal, paint} = context;
	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const made = await engine.plan(app, {prune: flags.prune}, signal);
	context.out(flags.output === 'json' ? jsonDocument(planShape(made)) : planText(made, paint, flags));
	return made.kind === 'blocked' ? exitCodes.failed : exitCodes.done;
}
