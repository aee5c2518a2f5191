import type {Application} from '../model/application.ts';
import type {Change, Consent} from '../model/change.ts';
import type {Plan, PlanKind} from '../model/plan.ts';
import type {Problem} from '../model/problem.ts';
import type {ResourceId} from '../model/resource.ts';
import {hashOf} from './canonical.ts';
import {bubble, waves} from './order.ts';

export type PlanInput = {
	readonly application: Application;
	/** The cluster's identity. */
	readonly cluster: string;
	readonly revision: string;
	/** Hashes of the rendered objects. */
	readonly rendered: readonly string[];
	/** Creations and updates. */
	readonly changes: readonly Change[];
	/** Deletions of what bears our marks and is gone from Git. */
	readonly leftovers: readonly Change[];
	/** How many objects bear our marks. */
	readonly managed: number;
	readonly problems: readonly Problem[];
	readonly notes: readonly string[];
	/** Whether deletions are wanted. */
	readonly prune: boolean;
};

/** Decides what is going to be done, and whether somebody has to be asked first. */
export function makePlan(input: PlanInput): Plan {
	const {application, cluster, revision, problems, notes, prune} = input;
	const refusal = prune ? pruneRefusal(input) : undefined;
	const isBlocked = problems.some(({scope}) => scope === 'application');
	const deletions = prune && refusal === undefined ? consentToMany(input) : [];
	const changes = isBlocked ? [] : inOrder([...input.changes, ...deletions]);
	const allowed = changes.filter(({forbidden}) => forbidden === undefined);
	const reasons = reasonsToAsk(input, allowed);
	const allProblems = refusal?.problem ? [...problems, refusal.problem] : problems;
	return {
		app: application.name,
		cluster,
		revision,
		digest: hashOf(application.name, cluster, input.rendered.toSorted(), changes.map(({digest}) => digest).toSorted()),
		rendered: hashOf(input.rendered.toSorted()),
		kind: kindOf({changes, allowed}, allProblems, reasons),
		changes,
		leftovers: deletions.length > 0 && !isBlocked ? [] : input.leftovers.map(({id}) => id),
		problems: allProblems,
		notes: refusal?.note ? [...notes, refusal.note] : notes,
		reasons,
		prune,
	};
}

function inOrder(changes: readonly Change[]): readonly Change[] {
	return waves(bubble(changes)).flatMap(wave => wave.changes);
}

function kindOf(
	{changes, allowed}: {readonly changes: readonly Change[]; readonly allowed: readonly Change[]},
	problems: readonly Problem[],
	reasons: readonly string[],
): PlanKind {
	if (allowed.length === 0) {
		return problems.length > 0 || changes.length > 0 ? 'blocked' : 'converged';
	}

	return reasons.length > 0 ? 'awaiting-approval' : 'ready';
}

type Refusal = {readonly note?: string; readonly problem?: Problem};

function pruneRefusal({application, leftovers, problems, rendered}: PlanInput): Refusal | undefined {
	if (leftovers.length === 0) {
		return undefined;
	}

	if (problems.some(({scope}) => scope === 'file' || scope === 'application')) {
		return {note: `nothing is pruned while a file has a problem: ${count(leftovers.length)} wait`};
	}

	if (rendered.length === 0) {
		const message =
			`Git declares nothing any more, so pruning would delete everything (${count(leftovers.length)}): refused. ` +
			'Restore the manifests, or delete the objects yourself';
		return {problem: {scope: 'source', where: `application ${application.name}`, message}};
	}

	return undefined;
}

/** Deleting over 30 % of an application and over 10 objects wants a person's word. */
function consentToMany({leftovers, managed}: PlanInput): readonly Change[] {
	const isMany = leftovers.length > 10 && leftovers.length > managed * 0.3;
	return isMany
		? leftovers.map(change => ({...change, consents: [...change.consents, 'prune-many' satisfies Consent]}))
		: leftovers;
}

function count(objects: number): string {
	return objects === 1 ? '1 object' : `${objects} objects`;
}

const asks: Readonly<Record<Consent, string>> = {
	adopt: 'adopts',
	'take-over': 'takes over',
	'prune-data': 'deletes, with data,',
	'prune-many': 'deletes (more than 10, and more than 30 % of the application)',
};

function reasonsToAsk({application, problems}: PlanInput, changes: readonly Change[]): readonly string[] {
	const isHeldBack = problems.some(({scope}) => scope === 'file' || scope === 'object');
	const consents = (['adopt', 'take-over', 'prune-data', 'prune-many'] as const).flatMap(consent => {
		const ids = changes.filter(({consents}) => consents.includes(consent)).map(({id}) => id);
		return ids.length === 0 ? [] : [`${asks[consent]} ${named(ids)}`];
	});
	if (changes.length === 0) {
		return [];
	}

	return [
		...(application.policy.automated ? [] : ['the application is synced by hand']),
		...(isHeldBack && application.policy.automated
			? ['problems hold the automated sync back; a person may sync the good part']
			: []),
		...consents,
	];
}

function named(ids: readonly ResourceId[]): string {
	const [first, ...rest] = ids;
	const name = first ? `${first.kind} ${first.namespace === '' ? '' : `${first.namespace}/`}${first.name}` : '';
	return rest.length === 0 ? name : `${name} and ${rest.length} more`;
}
