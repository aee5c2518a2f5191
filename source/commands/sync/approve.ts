import type {Change} from '../../model/change.ts';
import {count} from '../../model/count.ts';
import type {Engine, SyncEnd} from '../../model/engine.ts';
import {UsageError} from '../../model/operator-error.ts';
import type {Plan} from '../../model/plan.ts';
import {keyOf, type ResourceKey, typedResource} from '../../model/resource.ts';
import {escapeLine} from '../../text/escape.ts';
import {listOf} from '../application.ts';
import type {Flags} from '../arguments/values.ts';
import {commandOf} from '../hint.ts';
import {shortDigest} from '../text/plan-text.ts';
import type {Context} from '../verb.ts';

/** The plan's changes of these objects, or all. */
export function selectChanges(plan: Plan, resources: readonly ResourceKey[]): readonly Change[] {
	const keys = new Set(plan.changes.map(change => keyOf(change.id)));
	const unknown = resources.find(key => !keys.has(key));
	if (unknown !== undefined) {
		const known = keys.size === 0 ? 'it changes nothing' : `there are ${listOf([...keys].map(typedResource))}`;
		throw new UsageError(`--resource ${typedResource(unknown)} is no change of this plan; ${known}`);
	}

	return resources.length === 0 ? plan.changes : plan.changes.filter(change => resources.includes(keyOf(change.id)));
}

/** Asks the person for consent to these changes of the plan; says how the sync ends where there is none. */
export async function askForConsent(
	context: Context,
	engine: Engine,
	plan: Plan,
	changes: readonly Change[],
): Promise<SyncEnd | undefined> {
	const {flags, isTerminal, signal} = context;
	const command = approvalCommand(plan, flags);
	if (flags.output === 'json' || !isTerminal.in || !isTerminal.out) {
		return {result: 'awaiting-approval', message: `nothing was changed; approve it with: ${command}`};
	}

	const {destination} = await engine.get(plan.app, signal);
	const isDeleting = changes.some(({op}) => op === 'delete' || op === 'replace');
	const answer = (await context.ask(questionOf(plan.app, changes, destination)))?.trim();
	if (signal.aborted) {
		return {result: 'interrupted', message: 'nothing was changed'};
	}

	const isApproved = isDeleting ? answer === plan.app : /^y(?:es)?$/i.test(answer ?? '');
	return isApproved
		? undefined
		: {result: 'awaiting-approval', message: `not approved, nothing was changed; approve it with: ${command}`};
}

function questionOf(app: string, changes: readonly Change[], destination: string): string {
	const deletions = changes.filter(({op}) => op === 'delete' || op === 'replace').length;
	const what = count(changes.length, 'change');
	const where = escapeLine(destination);
	return deletions === 0
		? `Apply ${changes.length === 1 ? 'this' : 'these'} ${what} to ${where}? [y/N] `
		: `${what} to ${where}, of which ${deletions} ${deletions === 1 ? 'deletes or replaces' : 'delete or replace'}. To apply them, type the application's name, ` +
				`${escapeLine(app)}: `;
}

function approvalCommand({app, digest}: Plan, flags: Flags): string {
	const only = flags.resources.flatMap(key => ['--resource', typedResource(key)]);
	return commandOf(['sync', app, '--plan', shortDigest(digest), ...only], flags);
}
