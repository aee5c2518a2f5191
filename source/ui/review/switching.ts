import type {SyncPolicy} from '../../model/application.ts';
import {count} from '../../model/count.ts';
import type {HistoryEntry, SwitchEntry} from '../../model/operation.ts';
import type {Plan} from '../../model/plan.ts';

/** The switches that a person turns. */
export type Switch = 'automated' | 'prune' | 'selfHeal';

export const switchWords = {
	automated: 'auto-sync',
	prune: 'prune',
	selfHeal: 'self-heal',
} as const satisfies Record<Switch, string>;

export const switchMeanings = {
	automated: 'new commits are applied without asking',
	prune: 'what Git no longer has is deleted',
	selfHeal: 'what others change in the cluster is put back',
} as const satisfies Record<Switch, string>;

/** The person who turned it last, where it was not the manifest. The history's newest entries come in any order. */
export function turnedBy(history: readonly HistoryEntry[], name: Switch): SwitchEntry | undefined {
	const [last] = history
		.flatMap(entry => (entry.kind === 'switch' && isAbout(entry, name) ? [entry] : []))
		.toSorted((a, b) => b.id - a.id);
	return last?.by === 'trueup' ? undefined : last;
}

function isAbout({message}: SwitchEntry, name: Switch): boolean {
	return message.split(/[,:] /).some(part => part.startsWith(`${switchWords[name]} o`));
}

/** What turning it on means now, in sentences. */
export function meaningNow(
	name: Switch,
	policy: SyncPolicy,
	plan: Pick<Plan, 'changes' | 'leftovers'>,
): readonly string[] {
	const isAutomated = policy.automated || name === 'automated';
	const leftovers = leftOver(plan.leftovers.length, isAutomated ? 'at once' : 'with the next sync');
	if (name === 'prune') {
		return [leftovers];
	}

	const asking = plan.changes.filter(({consents}) => consents.length > 0).length;
	return [
		waiting(plan.changes.length, isAutomated, name),
		...(policy.prune && isAutomated ? [leftovers] : []),
		...(asking === 0 ? [] : [`${asking} of them ${asking === 1 ? 'needs' : 'need'} your consent all the same.`]),
	];
}

function waiting(changes: number, isAutomated: boolean, name: Switch): string {
	if (!isAutomated) {
		return 'Auto-sync is off: nothing is put back before it is on.';
	}

	if (changes === 0) {
		return name === 'automated' ? 'Nothing waits: the next commit is applied without asking.' : 'Nothing has drifted.';
	}

	return `${count(changes, 'change')} ${changes === 1 ? 'waits: it is' : 'wait: they are'} applied at once.`;
}

function leftOver(objects: number, when: string): string {
	return objects === 0
		? 'Nothing is left over now.'
		: `${count(objects, 'object')} ${objects === 1 ? 'is' : 'are'} left over and deleted ${when}.`;
}
