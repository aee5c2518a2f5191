import type {Change} from '../model/change.ts';
import type {Ports} from '../model/ports.ts';
import {kindKeyOf} from '../model/resource.ts';
import type {Desired} from '../plan/desired.ts';
import type {Examined} from './examine.ts';

/** How often the cluster is asked whether it serves them, in milliseconds. */
const pace = 200;

/** What the application declares of the kinds that these definitions bring. */
export function definedBy(definitions: readonly Change[], {compared}: Pick<Examined, 'compared'>): readonly Desired[] {
	const names = new Set(definitions.map(({id}) => id.name));
	return compared.flatMap(({desired}) =>
		desired?.isKindNew && names.has(`${desired.kind.plural}.${desired.kind.group}`) ? [desired] : [],
	);
}

/**
 * An established definition is served a moment later; from then on its objects are known like any others.
 * Says whether that was in time.
 */
export async function awaitKinds(
	{clock}: Ports,
	{site}: Examined,
	{kinds, deadline}: {readonly kinds: readonly Desired[]; readonly deadline: number},
	signal: AbortSignal,
): Promise<boolean> {
	// Whoever interrupts lets requests in flight finish.
	const {signal: never} = new AbortController();
	while (!signal.aborted && clock.ticks() < deadline) {
		await site.refreshKinds(never);
		const served = kinds.flatMap(({kind}) => {
			const versions = site.kinds().get(kindKeyOf(kind)) ?? [];
			return versions.find(({version}) => version === kind.version) ?? [];
		});
		if (served.length === kinds.length) {
			const namespaces = [...new Set(kinds.map(({id}) => id.namespace))];
			await site.live.ensure(
				served.map(kind => ({kind, namespaces})),
				signal,
			);
			return true;
		}

		await clock.sleep(pace, signal).catch(() => undefined);
	}

	return signal.aborted;
}

export function isDefinition({id: {group, kind}, op}: Change): boolean {
	return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition' && op !== 'delete';
}
