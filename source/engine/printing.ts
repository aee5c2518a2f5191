import type {Application} from '../model/application.ts';
import type {Printed} from '../model/engine.ts';
import {assumptionsOf, inOrder, place} from '../plan/desired.ts';
import {unsupportedIn} from '../plan/supported.ts';
import {Catalog} from './catalog.ts';
import type {Running} from './run.ts';
import {unread} from './sourced.ts';
import {readFromCluster} from './substitutes.ts';
import {remarksOn, survey, unknownCapabilities} from './survey.ts';

/**
 * What an application declares, as it would be applied. Needs no cluster: one that can't be asked is a remark, and so is
 * what has to be assumed without it.
 */
export async function printed(
	running: Running,
	application: Application,
	{isOffline}: {readonly isOffline: boolean},
	signal: AbortSignal,
): Promise<Printed> {
	const {ports, configuration, report} = running;
	const surveyed = survey(ports, application, {isOffline}, signal);
	// It may be a while until somebody waits for it.
	surveyed.catch(() => undefined);
	let isChart = false;
	const catalog = new Catalog(ports, report, {
		async capabilities() {
			isChart = true;
			const found = await surveyed;
			return 'why' in found ? unknownCapabilities : found.capabilities;
		},
		async variables(...asked) {
			const found = await surveyed;
			return 'why' in found ? 'unread' : await readFromCluster(found.cluster, ...asked);
		},
	});
	await catalog.refresh([application], signal);
	const found = await surveyed;
	const sourced = catalog.of(application) ?? unread;
	const {name} = application;
	const manifests = sourced.rendered?.manifests ?? [];
	const kinds = 'why' in found ? undefined : found.kinds;
	const {desired, problems, remarks} = place(manifests, application, kinds, ports.store.secretKey);
	const before = [...(configuration.problemsOf.get(name) ?? []), ...sourced.problems];
	return {
		app: name,
		revision: sourced.revision,
		tool: sourced.rendered?.tool ?? '',
		tookMs: sourced.tookMs,
		manifests: inOrder(desired).map(({masked}) => masked),
		problems: [...before, ...unsupportedIn(manifests), ...problems],
		remarks: [
			...remarksOn(found, {application, isChart, isOffline}),
			...(sourced.rendered?.remarks ?? []),
			...remarks,
			...(kinds ? [] : assumptionsOf(manifests)),
		],
	};
}
