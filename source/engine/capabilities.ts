import type {Application} from '../model/application.ts';
import type {ServedKind} from '../model/ports.ts';
import {apiVersionOf, type KindKey} from '../model/resource.ts';
import type {Capabilities} from '../model/sources.ts';
import type {AskedOfClusters} from './render-request.ts';
import type {Sites} from './sites.ts';
import {readFromSite} from './substitutes.ts';

/** What rendering asks of the clusters that are worked with. */
export function askedOf(sites: Sites): AskedOfClusters {
	return {
		capabilities: (application, signal) => capabilitiesOf(sites, application, signal),
		variables: (...asked) => readFromSite(sites, ...asked),
	};
}

/** What the cluster that an application goes to serves. Rejects while that can't be told: charts depend on it. */
async function capabilitiesOf(sites: Sites, application: Application, signal: AbortSignal): Promise<Capabilities> {
	const site = await sites.of(application, signal);
	if ('blocked' in site) {
		return {kubeVersion: '', apiVersions: []};
	}

	return servedBy(site.kinds(), await site.cluster.version(signal));
}

/** As charts ask for it. */
export function servedBy(kinds: ReadonlyMap<KindKey, readonly ServedKind[]>, kubeVersion: string): Capabilities {
	const versions = [...kinds.values()]
		.flat()
		.flatMap(kind => [apiVersionOf(kind), `${apiVersionOf(kind)}/${kind.kind}`]);
	return {kubeVersion, apiVersions: [...new Set(versions)].toSorted()};
}
