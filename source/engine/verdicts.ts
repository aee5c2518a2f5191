import type {Verdict} from '../model/operation.ts';
import type {Store} from '../model/ports.ts';
import type {Live, ResourceKey} from '../model/resource.ts';
import {isEqual} from '../plan/canonical.ts';
import {withoutBookkeeping} from '../plan/change.ts';
import type {Desired} from '../plan/desired.ts';

/** What was proven in sync: while neither side moves, nothing has to be compared again. */
export class Verdicts {
	readonly #store: Store;
	readonly #byApp = new Map<string, Map<ResourceKey, Verdict>>();
	/** What was proven, for its content: a status that moves proves nothing new. */
	readonly #proven = new Map<string, {readonly rendered: string; readonly live: Live}>();
	readonly #changed = new Set<string>();

	constructor(store: Store) {
		this.#store = store;
	}

	/** Whether exactly this was proven before; knows it across processes. */
	holds(at: At, desired: Desired, live: Live): boolean {
		const verdict = this.#of(at).get(desired.key);
		return (
			verdict?.rendered === desired.hash && verdict.uid === live.uid && verdict.resourceVersion === live.resourceVersion
		);
	}

	/** Whether the same content was proven before, whatever its version. */
	holdsForContent({cluster}: At, desired: Desired, live: Live): boolean {
		const proven = this.#proven.get(`${cluster} ${desired.key}`);
		return (
			proven?.rendered === desired.hash &&
			proven.live.uid === live.uid &&
			isEqual(withoutBookkeeping(proven.live.body), withoutBookkeeping(live.body))
		);
	}

	note(at: At, desired: Desired, live: Live): void {
		const {uid, resourceVersion} = live;
		this.#of(at).set(desired.key, {key: desired.key, rendered: desired.hash, uid, resourceVersion});
		this.#proven.set(`${at.cluster} ${desired.key}`, {rendered: desired.hash, live});
		this.#changed.add(idOf(at));
	}

	/** Keeps what was noted, for these objects alone. */
	save(at: At, keys: ReadonlySet<ResourceKey>): void {
		const known = this.#of(at);
		for (const key of known.keys()) {
			if (!keys.has(key)) {
				known.delete(key);
				this.#changed.add(idOf(at));
			}
		}

		if (this.#changed.delete(idOf(at))) {
			this.#store.setVerdicts(at.cluster, at.app, [...known.values()]);
		}
	}

	#of(at: At): Map<ResourceKey, Verdict> {
		const id = idOf(at);
		const stored = () => new Map(this.#store.verdicts(at.cluster, at.app).map(verdict => [verdict.key, verdict]));
		const known = this.#byApp.get(id) ?? stored();
		this.#byApp.set(id, known);
		return known;
	}
}

type At = {readonly cluster: string; readonly app: string};

function idOf({cluster, app}: At): string {
	return `${cluster}/${app}`;
}
