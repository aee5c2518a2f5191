import {OperatorError, UsageError} from '../model/operator-error.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import type {Flags} from './arguments/values.ts';
import {resultCodes} from './exit-codes.ts';
import {operate} from './sync/operate.ts';
import {createStream, type Stream} from './sync/stream.ts';
import type {Context, Verb} from './verb.ts';

export const sync: Verb = {
	name: 'sync',
	summary: 'Apply a plan that a person approves, and wait until all is healthy',
	details: [
		'Without --plan it shows the plan and asks; where nobody can be asked it exits with 3, unless --yes is given.',
		'With --plan it applies exactly that plan, or exits with 3, says what moved, and changes nothing.',
		'An operation that was cut off is resumed first. Ctrl-C lets the requests in flight finish, and exits with 130.',
	],
	takesApplication: true,
	writes: true,
	flags: [...commonFlags, 'prune', 'plan', 'resource', 'dry-run', 'yes', 'timeout'],
	outputs: ['text', 'json'],
	run: runSync,
};

async function runSync(context: Context): Promise<number> {
	checkFlags(context.flags);
	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const stream = createStream(context, app);
	const unsubscribe = engine.subscribe(stream.print);
	try {
		const end = await operate({context, engine, app, stream});
		stream.finish(end);
		return resultCodes[end.result];
	} catch (error) {
		finishBroken(context, stream, error);
		throw error;
	} finally {
		unsubscribe();
	}
}

/** Whoever reads a stream of JSON is owed a last line; a person reads the error. */
function finishBroken({flags, signal}: Context, stream: Stream, error: unknown) {
	if (flags.output !== 'json' || error instanceof UsageError) {
		return;
	}

	const message = error instanceof OperatorError ? error.message : 'ended unexpectedly';
	stream.finish(signal.aborted ? {result: 'interrupted', message: 'interrupted'} : {result: 'failed', message});
}

function checkFlags({plan, prune, isDryRun}: Flags) {
	if (plan !== undefined && prune) {
		throw new UsageError('--plan and --prune exclude each other: whether it prunes is part of a plan');
	}

	if (plan !== undefined && isDryRun) {
		throw new UsageError('--plan and --dry-run exclude each other: a dry run makes and shows a new plan');
	}
}
