import type {Application} from '../model/application.ts';
import type {Change} from '../model/change.ts';
import type {Approval, SyncEnd} from '../model/engine.ts';
import type {Report} from '../model/event.ts';
import type {Operation} from '../model/operation.ts';
import {ForbiddenError, UsageError} from '../model/operator-error.ts';
import type {Plan} from '../model/plan.ts';
import type {Ports} from '../model/ports.ts';
import {problemOf} from '../model/problem.ts';
import {describe, keyOf, type ResourceKey, typedResource} from '../model/resource.ts';
import {canonical} from '../plan/canonical.ts';
import type {Catalog} from './catalog.ts';
import type {Examined} from './examine.ts';
import type {Examiner} from './examiner.ts';
import type {Operations, Starting} from './operations.ts';
import {planFor} from './planner.ts';
import type {Sites} from './sites.ts';

export type Syncing = {
	readonly ports: Ports;
	readonly catalog: Catalog;
	readonly sites: Sites;
	readonly report: Report;
	readonly examiner: Examiner;
	readonly operations: Operations;
	readonly application: Application;
	/** See `Starting`. */
	readonly onWritten?: Starting['onWritten'];
	readonly onProgress?: Starting['onProgress'];
};

/** Applies exactly what a person approved, or says what moved. */
export async function syncApproved(syncing: Syncing, approval: Approval, signal: AbortSignal): Promise<SyncEnd> {
	const {ports, examiner, operations, application} = syncing;
	const approved = ports.store.plan(application.name, approval.digest);
	if (!approved) {
		throw new UsageError(`no plan ${approval.digest} of application ${application.name} is known here: plan again`);
	}

	checkResources(approved, approval.resources);
	await followFromNow(syncing, signal);
	const examined = await examiner.examine(application, {rigour: 'plan'}, signal);
	const plan = await planNow(syncing, examined, approved.prune);
	const moved = whatMoved(approved, plan, approval.resources);
	if (moved.length > 0) {
		return staleEnd(syncing, `moved since the plan was made: ${moved.join('; ')}`);
	}

	const time = new Date(ports.clock.now()).toISOString();
	ports.store.audit({time, by: approval.by, what: `approved a plan of ${application.name}`, digest: approved.digest});
	const changes = allowedOf(plan.changes, approval.resources);
	const {by, resources, timeoutMs} = approval;
	const hears = hearsOf(syncing);
	return operations.start({examined, plan, changes, resources, by, isApproved: true, timeoutMs, ...hears}, signal);
}

/** Goes on with an operation that was cut off: what is left of it, if it is still what was approved. */
export async function resume(
	syncing: Syncing,
	{operation, timeoutMs}: {readonly operation: Operation; readonly timeoutMs: number},
	signal: AbortSignal,
): Promise<SyncEnd> {
	const {catalog, examiner, operations, application, ports} = syncing;
	const {revision, resources, by} = operation;
	const rendered = await catalog.at(application, revision, signal);
	await followFromNow(syncing, signal);
	const examined = await examiner.examine(application, {rigour: 'plan', at: {revision, rendered}}, signal);
	const plan = await planNow(syncing, examined, operation.plan.prune);
	const left = selected(plan.changes, resources);
	const approved = new Map(operation.plan.changes.map(change => [keyOf(change.id), change]));
	const moved = left.filter(change => approved.get(keyOf(change.id))?.digest !== change.digest);
	if (moved.length > 0) {
		const message = `cut off, and moved since it was approved: ${moved.map(({id}) => describe(id)).join(', ')}`;
		ports.store.finish(operation.id, {time: new Date(ports.clock.now()).toISOString(), result: 'stale', message});
		return staleEnd(syncing, message);
	}

	const changes = left.filter(({forbidden}) => forbidden === undefined);
	const starting = {examined, plan, changes, resources, by, isApproved: true, timeoutMs, resumed: operation};
	return operations.start({...starting, ...hearsOf(syncing)}, signal);
}

function hearsOf({onWritten, onProgress}: Syncing): Pick<Starting, 'onWritten' | 'onProgress'> {
	return {...(onWritten && {onWritten}), ...(onProgress && {onProgress})};
}

function staleEnd({report, application}: Syncing, message: string): SyncEnd {
	const end = {result: 'stale', message} as const;
	report({kind: 'finished', app: application.name, ...end});
	return end;
}

async function planNow({ports, operations}: Syncing, examined: Examined, prune: boolean): Promise<Plan> {
	const last = operations.lastAttempt(examined.site.identity, examined.application.name);
	return planFor(ports.sources, {examined, prune, last});
}

/** Health and later waves are waited for on watches. */
async function followFromNow({sites, application}: Syncing, signal: AbortSignal): Promise<void> {
	const site = await sites.of(application, signal);
	if (!('blocked' in site)) {
		site.owned.watch(signal);
		await site.live.watch(signal);
	}
}

function checkResources(plan: Plan, resources: readonly ResourceKey[]): void {
	const known = plan.changes.map(({id}) => keyOf(id));
	const unknown = resources.filter(key => !known.includes(key));
	if (unknown.length > 0) {
		const there = known.length > 0 ? `it changes ${known.map(typedResource).join(', ')}` : 'it changes nothing';
		throw new UsageError(`${unknown.map(typedResource).join(', ')} is no change of this plan; ${there}`);
	}
}

function selected(changes: readonly Change[], resources: readonly ResourceKey[]): readonly Change[] {
	return resources.length === 0 ? changes : changes.filter(({id}) => resources.includes(keyOf(id)));
}

/** Those that are going to be made. What was named one by one, and may not be done, is not left out in silence. */
function allowedOf(changes: readonly Change[], resources: readonly ResourceKey[]): readonly Change[] {
	const chosen = selected(changes, resources);
	const forbidden = chosen.find(change => change.forbidden !== undefined);
	const allowed = chosen.filter(change => change.forbidden === undefined);
	if (forbidden && (resources.length > 0 || allowed.length === 0)) {
		throw new ForbiddenError(`${describe(forbidden.id)}: ${forbidden.forbidden}`);
	}

	return allowed;
}

/** The objects whose change is not the one that was shown, in words. */
function whatMoved(approved: Plan, now: Plan, resources: readonly ResourceKey[]): readonly string[] {
	if (approved.digest === now.digest) {
		return [];
	}

	const before = new Map(selected(approved.changes, resources).map(change => [keyOf(change.id), change]));
	const after = new Map(selected(now.changes, resources).map(change => [keyOf(change.id), change]));
	const keys = [...new Set([...before.keys(), ...after.keys()])];
	const moved = keys.flatMap(key => howItMoved(before.get(key), after.get(key), now) ?? []);
	const isSameSelection = resources.length > 0 || moved.length > 0;
	return isSameSelection ? moved : ['objects that need no change were rendered otherwise'];
}

function howItMoved(before: Change | undefined, after: Change | undefined, now: Plan): string | undefined {
	const id = (after ?? before)?.id;
	if (id === undefined || before?.digest === after?.digest) {
		return undefined;
	}

	const name = describe(id);
	if (before === undefined) {
		return `${name} needs a change that was not in the plan`;
	}

	if (after === undefined) {
		return problemOf(now.problems, name)?.message ?? `${name} needs no change any more`;
	}

	return `${name}: ${howTheChangeMoved(before, after)}`;
}

function howTheChangeMoved(before: Change, after: Change): string {
	if (before.op !== after.op) {
		return `${before.op} became ${after.op}`;
	}

	if ((before.forbidden === undefined) !== (after.forbidden === undefined)) {
		return after.forbidden ?? 'it may be done now, which it might not when the plan was made';
	}

	return fieldsThatMoved(before, after);
}

function fieldsThatMoved(before: Change, after: Change): string {
	const old = new Map(before.fields.map(field => [field.path, canonical([field.before ?? null, field.after ?? null])]));
	const paths = after.fields
		.filter(field => old.get(field.path) !== canonical([field.before ?? null, field.after ?? null]))
		.map(({path}) => path);
	if (paths.length > 0) {
		return `${paths.join(', ')} moved`;
	}

	const isSameLive = canonical(before.before) === canonical(after.before);
	return isSameLive ? 'Git declares it otherwise' : 'the live object moved';
}
