import type {Clock, Cluster, ServedKind} from '../model/ports.ts';
import {keyOf, type Live, type ResourceId, type ResourceKey} from '../model/resource.ts';

type Wanted = {readonly kind: ServedKind; readonly id: ResourceId};

type Waiting = Wanted & {
	readonly signal: AbortSignal;
	readonly resolve: (live: Live | undefined) => void;
	readonly reject: (reason: unknown) => void;
};

type Lookup = (wanted: Wanted, signal: AbortSignal) => Promise<Live | undefined>;

/** Above this, one list of names is cheaper than a read each. */
const readsPerNamespace = 3;

/**
 * Finds objects that do not bear our label: whether something is there that would have to be adopted.
 * Questions about one kind and namespace are answered together, whichever application asks: those of the same moment,
 * and those that came while the ones before them were answered.
 */
export function createLookup(cluster: Cluster, clock: Clock): Lookup {
	const waiting = new Map<string, Waiting[]>();

	async function answerGroup(group: string): Promise<void> {
		for (let asked = waiting.get(group) ?? []; asked.length > 0; asked = waiting.get(group) ?? []) {
			waiting.set(group, []);
			await answerTogether(asked);
		}

		waiting.delete(group);
	}

	async function answerTogether(asked: readonly Waiting[]): Promise<void> {
		try {
			const names = asked.length > readsPerNamespace ? await namesOf(asked) : undefined;
			await Promise.all(asked.map(async one => one.resolve(await answer(one, names))));
		} catch (error) {
			for (const {reject} of asked) {
				reject(error);
			}
		}
	}

	async function namesOf(asked: readonly Waiting[]): Promise<ReadonlySet<ResourceKey>> {
		const [first] = asked;
		if (first === undefined) {
			return new Set();
		}

		const {kind, id, signal} = first;
		const all = await cluster.listMetadata(kind, kind.isNamespaced ? {namespace: id.namespace} : {}, signal);
		return new Set(all.map(found => keyOf(found.id)));
	}

	async function answer({kind, id, signal}: Waiting, names: ReadonlySet<ResourceKey> | undefined) {
		return names === undefined || names.has(keyOf(id)) ? cluster.read(kind, id, signal) : undefined;
	}

	return (wanted, signal) =>
		new Promise((resolve, reject) => {
			const {kind, id} = wanted;
			const group = `${kind.group}/${kind.version}/${kind.kind}/${id.namespace}`;
			const known = waiting.get(group);
			const one = {...wanted, signal, resolve, reject};
			if (known) {
				known.push(one);
				return;
			}

			waiting.set(group, [one]);
			// Every application of a pass has asked by then.
			void clock
				.sleep(1, signal)
				.catch(() => undefined)
				.then(() => answerGroup(group));
		});
}
