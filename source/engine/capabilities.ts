import type {Application} from '../model/application.ts';
import {apiVersionOf} from '../model/resource.ts';
import type {Capabilities} from '../model/sources.ts';
import type {Sites} from './sites.ts';

/** What the cluster that an application goes to serves. Rejects while that can't be told: charts depend on it. */
export async function capabilitiesOf(
	sites: Sites,
	application: Application,
	signal: AbortSignal,
): Promise<Capabilities> {
	const site = await sites.of(application, signal);
	if ('blocked' in site) {
		return {kubeVersion: '', apiVersions: []};
	}

	const kinds = [...site.kinds().values()].flat();
	const versions = kinds.flatMap(kind => [apiVersionOf(kind), `${apiVersionOf(kind)}/${kind.kind}`]);
	return {kubeVersion: await site.cluster.version(signal), apiVersions: [...new Set(versions)].toSorted()};
}
