import type {Plan} from '../model/plan.ts';
import {isAgain, shortRevision, splitRevision} from '../model/revision.ts';
import type {Sources} from '../model/sources.ts';
import {makePlan} from '../plan/plan.ts';
import type {Attempt} from './attempt.ts';
import type {Examined} from './examine.ts';
import {labelOf} from './source-parts.ts';

export type Planning = {
	readonly examined: Examined;
	/** Adds deletions to what the application's own policy wants. */
	readonly prune: boolean;
	readonly last: Attempt | undefined;
};

/** The plan for what was found. */
export async function planFor(sources: Sources, {examined, prune, last}: Planning): Promise<Plan> {
	const {application, site, revision, compared, leftovers, problems, remarks, asides} = examined;
	return makePlan({
		application,
		cluster: site.identity,
		revision,
		rendered: compared.flatMap(({desired, isUntracked}) => (desired && !isUntracked ? [desired.hash] : [])),
		changes: compared.flatMap(({change}) => change ?? []),
		leftovers: leftovers.flatMap(({change}) => change ?? []),
		managed: [...site.live.ofApp(application.name)].length,
		problems,
		notes: [...(await rewritten(sources, examined, last?.revision)), ...remarks, ...asides],
		prune: prune || (application.policy.automated && application.policy.prune),
	});
}

/** A line for each source of which that is so. */
async function rewritten(
	sources: Sources,
	{application, revision}: Examined,
	deployed: string | undefined,
): Promise<readonly string[]> {
	if (!deployed || revision === '' || deployed === revision) {
		return [];
	}

	const [before, now] = [splitRevision(deployed), splitRevision(revision)];
	const lines = application.sources.map(async (source, index) => {
		const [older = '', newer = ''] = [before[index], now[index]];
		const isKnown = older !== newer && before.length === now.length && (await sources.has(source, older));
		if (!isKnown || (await sources.descends(source, newer, older))) {
			return [];
		}

		const label = labelOf(application, source);
		const where = label === '' ? '' : `${label}: `;
		return [where + describeRewriting(older, newer)];
	});
	return (await Promise.all(lines)).flat();
}

function describeRewriting(older: string, newer: string): string {
	const [before, now] = [shortRevision(older), shortRevision(newer)];
	if (isAgain(older, newer)) {
		return `${now} was published again, and is not what was deployed before`;
	}

	return newer.includes('@')
		? `it goes back: ${before} was deployed before, and ${now} is no newer version`
		: `history was rewritten, or went back: ${before}, deployed before, is no ancestor of ${now}`;
}
