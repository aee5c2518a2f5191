import {type Application, plainHelm} from '../model/application.ts';
import type {Printed} from '../model/engine.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Cluster, ServedKind} from '../model/ports.ts';
import type {KindKey} from '../model/resource.ts';
import type {Capabilities} from '../model/sources.ts';
import {assumptionsOf, type Desired, place} from '../plan/desired.ts';
import {compareForApply} from '../plan/order.ts';
import {unsupportedOf} from '../plan/supported.ts';
import {servedBy} from './capabilities.ts';
import {Catalog, unread} from './catalog.ts';
import type {Running} from './run.ts';

type Kinds = ReadonlyMap<KindKey, readonly ServedKind[]>;

/** What is known of a cluster without any of its objects; with `why` it is not known, and that is the reason. */
type Surveyed = {readonly kinds: Kinds; readonly capabilities: Capabilities} | {readonly why: string};

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
	const surveyed = isOffline ? Promise.resolve(notAsked) : survey(running, application, signal);
	// It may be a while until somebody waits for it.
	surveyed.catch(() => undefined);
	let isChart = false;
	const catalog = new Catalog(ports, report, async () => {
		isChart = true;
		const found = await surveyed;
		return 'why' in found ? {kubeVersion: '', apiVersions: []} : found.capabilities;
	});
	await catalog.refresh([application], signal);
	const found = await surveyed;
	const sourced = catalog.of(application) ?? unread;
	const {name} = application;
	const manifests = sourced.rendered?.manifests ?? [];
	const kinds = 'why' in found ? undefined : found.kinds;
	const {desired, problems} = place(manifests, application, kinds, ports.store.secretKey);
	const before = [...(configuration.problemsOf.get(name) ?? []), ...sourced.problems];
	return {
		app: name,
		revision: sourced.revision,
		tool: sourced.rendered?.tool ?? '',
		tookMs: sourced.tookMs,
		manifests: inOrder(desired).map(({masked}) => masked),
		problems: [...before, ...manifests.flatMap(unsupportedOf), ...problems],
		remarks: [
			...('why' in found ? remarksWithout(found.why, {application, isChart, isOffline}) : []),
			...(sourced.rendered?.remarks ?? []),
			...(kinds ? [] : assumptionsOf(manifests)),
		],
	};
}

const notAsked: Surveyed = {why: 'the cluster was not asked (--offline)'};

async function survey({ports}: Running, {destination}: Application, signal: AbortSignal): Promise<Surveyed> {
	try {
		const found = ports.clusters.contextOf(destination.cluster);
		return 'problem' in found ? {why: found.problem} : await ask(ports.clusters.open(found.context), signal);
	} catch (error) {
		if (error instanceof OperatorError) {
			return {why: [error.message, error.advice].filter(Boolean).join('. ')};
		}

		throw error;
	}
}

async function ask(cluster: Cluster, signal: AbortSignal): Promise<Surveyed> {
	const [kinds, kubeVersion] = await Promise.all([cluster.kinds(signal), cluster.version(signal)]);
	return {kinds, capabilities: servedBy(kinds, kubeVersion)};
}

type Without = {readonly application: Application; readonly isChart: boolean; readonly isOffline: boolean};

function remarksWithout(why: string, {application, isChart, isOffline}: Without): readonly string[] {
	const [{tool}] = application.sources;
	const {kubeVersion, apiVersions} = tool.kind === 'helm' ? tool : plainHelm;
	const isAssumed = isChart && (kubeVersion === '' || apiVersions.length === 0);
	return [
		...(isOffline ? [] : [`without the cluster: ${why}`]),
		...(isAssumed
			? [
					`${isOffline ? `${why}: ` : ''}the chart sees the Kubernetes version and the kinds that Helm itself assumes, ` +
						'where kubeVersion and apiVersions of the application do not say others',
				]
			: []),
	];
}

function inOrder(all: readonly Desired[]): readonly Desired[] {
	const sortable = ({id, wave}: Desired) => ({phase: 'Sync', wave, id}) as const;
	return all.toSorted((a, b) => compareForApply(sortable(a), sortable(b)));
}
