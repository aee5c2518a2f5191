import type {Application, Source} from '../model/application.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Cluster, Ports, ServedKind} from '../model/ports.ts';
import type {KindKey} from '../model/resource.ts';
import type {Capabilities} from '../model/sources.ts';
import {servedBy} from './capabilities.ts';
import {isRendered} from './source-parts.ts';

type Kinds = ReadonlyMap<KindKey, readonly ServedKind[]>;

/** What is known of a cluster without any of its objects; with `why` it is not known, and that is the reason. */
export type Surveyed =
	| {readonly cluster: Cluster; readonly kinds: Kinds; readonly capabilities: Capabilities}
	| {readonly why: string};

export const unknownCapabilities: Capabilities = {kubeVersion: '', apiVersions: []};

const notAsked: Surveyed = {why: 'the cluster was not asked (--offline)'};

/** Asks the cluster that an application goes to, if it may be asked and answers. */
export async function survey(
	{clusters}: Pick<Ports, 'clusters'>,
	{destination}: Application,
	{isOffline}: {readonly isOffline: boolean},
	signal: AbortSignal,
): Promise<Surveyed> {
	if (isOffline) {
		return notAsked;
	}

	try {
		const found = clusters.contextOf(destination.cluster);
		return 'problem' in found ? {why: found.problem} : await ask(clusters.open(found.context), signal);
	} catch (error) {
		if (error instanceof OperatorError) {
			return {why: [error.message, error.advice].filter(Boolean).join('. ')};
		}

		throw error;
	}
}

async function ask(cluster: Cluster, signal: AbortSignal): Promise<Surveyed> {
	const [kinds, kubeVersion] = await Promise.all([cluster.kinds(signal), cluster.version(signal)]);
	return {cluster, kinds, capabilities: servedBy(kinds, kubeVersion)};
}

type Without = {readonly application: Application; readonly isChart: boolean; readonly isOffline: boolean};

/** What has to be assumed where the cluster did not say. */
export function remarksOn(surveyed: Surveyed, {application, isChart, isOffline}: Without): readonly string[] {
	if (!('why' in surveyed)) {
		return [];
	}

	const {why} = surveyed;
	const isAssumed = isChart && application.sources.some(assumesCluster);
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

/** It may be a chart, and does not say itself what it is rendered for. */
function assumesCluster(source: Source): boolean {
	switch (source.tool.kind) {
		case 'helm':
			return isRendered(source) && (source.tool.kubeVersion === '' || source.tool.apiVersions.length === 0);
		case 'detected':
			return isRendered(source);
		case 'directory':
		case 'kustomize':
		case 'plugin':
			return false;
	}
}
