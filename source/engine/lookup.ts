import type {Clock, Cluster, ServedKind} from '../model/ports.ts';
import {keyOf, type Live, type ResourceId, type ResourceKey} from '../model/resource.ts';

type Wanted = {readonly kind: ServedKind; readonly id: ResourceId};

type Waiting = Wanted & {
	readonly resolve: (live: Live | undefined) => void;
	readonly reject: (reason: unknown) => void;
};

type Lookup = (wanted: Wanted, signal: AbortSignal) => Promise<Live | undefined>;

/** Above this, one list of names is cheaper than a read each. */
const readsPerNamespace = 3;

/**
 * Finds objects that do not bear our label: whether something is there that would have to be adopted.
 * Questions of the same moment are answered together, whichever application asks.
 */
export function createLookup(cluster: Cluster, clock: Clock): Lookup {
	let waiting: Waiting[] = [];

	async function answerAll(signal: AbortSignal): Promise<void> {
		// Every application of a pass has asked by then.
		await clock.sleep(1, signal).catch(() => undefined);
		const all = waiting;
		waiting = [];
		const groups = Map.groupBy(all, ({kind, id}) => `${kind.group}/${kind.version}/${kind.kind}/${id.namespace}`);
		await Promise.all([...groups.values()].map(group => answerGroup(group, signal)));
	}

	async function answerGroup(group: readonly Waiting[], signal: AbortSignal): Promise<void> {
		try {
			const names = group.length > readsPerNamespace ? await namesOf(group, signal) : undefined;
			await Promise.all(group.map(async one => one.resolve(await answer(one, names, signal))));
		} catch (error) {
			for (const {reject} of group) {
				reject(error);
			}
		}
	}

	async function namesOf(group: readonly Waiting[], signal: AbortSignal): Promise<ReadonlySet<ResourceKey>> {
		const [first] = group;
		if (first === undefined) {
			return new Set();
		}

		const {kind, id} = first;
		const all = await cluster.listMetadata(kind, kind.isNamespaced ? {namespace: id.namespace} : {}, signal);
		return new Set(all.map(found => keyOf(found.id)));
	}

	async function answer({kind, id}: Wanted, names: ReadonlySet<ResourceKey> | undefined, signal: AbortSignal) {
		return names === undefined || names.has(keyOf(id)) ? cluster.read(kind, id, signal) : undefined;
	}

	return (wanted, signal) =>
		new Promise((resolve, reject) => {
			waiting.push({...wanted, resolve, reject});
			if (waiting.length === 1) {
				void answerAll(signal);
			}
		});
}
