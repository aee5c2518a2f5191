import type {Plan} from '../model/plan.ts';
import {shortRevision} from '../model/revision.ts';
import type {Sources} from '../model/sources.ts';
import {makePlan} from '../plan/plan.ts';
import type {Examined} from './examine.ts';
import type {Attempt} from './operations.ts';

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

async function rewritten(
	sources: Sources,
	{application, revision}: Examined,
	deployed: string | undefined,
): Promise<readonly string[]> {
	const [source] = application.sources;
	if (!deployed || revision === '' || deployed === revision || !(await sources.has(source, deployed))) {
		return [];
	}

	if (await sources.descends(source, revision, deployed)) {
		return [];
	}

	const [before, now] = [shortRevision(deployed), shortRevision(revision)];
	return [`history was rewritten, or went back: ${before}, deployed before, is no ancestor of ${now}`];
}
