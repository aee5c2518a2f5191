import type {Application} from '../model/application.ts';
import {dig} from '../model/json.ts';
import type {Store} from '../model/ports.ts';
import {type Kind, keyOf, kindKeyOf} from '../model/resource.ts';
import {hashOf} from '../plan/canonical.ts';
import {creation} from '../plan/change.ts';
import type {Desired} from '../plan/desired.ts';
import type {Comparing} from './comparer.ts';
import type {Compared} from './examine.ts';
import {lackingToRead} from './permissions.ts';
import type {Site} from './sites.ts';

const namespaceKind: Kind = {group: '', version: 'v1', kind: 'Namespace'};

/** The namespaces that `CreateNamespace=true` asks for: made where they are missing, never marked, never pruned. */
export class Namespaces {
	readonly #store: Store;
	readonly #seen = new Set<string>();

	constructor(store: Store) {
		this.#store = store;
	}

	/** The namespace that has to be made, if it has to. */
	async toCome(
		{policy, destination: {namespace: name}}: Application,
		site: Site,
		desired: readonly Desired[],
		signal: AbortSignal,
	): Promise<Compared | undefined> {
		const [kind] = site.kinds().get(kindKeyOf(namespaceKind)) ?? [];
		const isDeclared = desired.some(({id}) => isNamespace(id) && id.name === name);
		if (!policy.createNamespace || name === '' || !kind || isDeclared) {
			return undefined;
		}

		const id = {...namespaceKind, namespace: '', name};
		const key = keyOf(id);
		// Who may not look is not told that it is missing: an apply into it will say so.
		const isUnseen = (await lackingToRead(site, kind, id, signal)).length > 0;
		if (isUnseen || (await this.#isThere({kind, id, key}, site, desired, signal))) {
			return undefined;
		}

		const body = {apiVersion: 'v1', kind: 'Namespace', metadata: {name}};
		const origin = {file: 'CreateNamespace=true', line: 1};
		const made: Desired = {id, key, wave: 0, origin, body, masked: body, hash: hashOf(body), kind, isKindNew: false};
		const change = {...creation(made, undefined, this.#store.secretKey), phase: 'PreSync' as const};
		return {id, key, wave: 0, desired: made, live: undefined, change, problem: undefined, isUntracked: true};
	}

	/** Asks the cluster only while something of the application is missing: a full namespace is there. */
	async #isThere(
		wanted: Pick<Desired, 'kind' | 'id' | 'key'>,
		site: Site,
		desired: readonly Desired[],
		signal: AbortSignal,
	): Promise<boolean> {
		const memo = `${site.identity} ${wanted.id.name}`;
		const isComplete = desired.every(({key}) => site.live.find(key) !== undefined);
		const isThere =
			site.live.find(wanted.key) !== undefined ||
			(this.#seen.has(memo) && isComplete) ||
			(await site.lookUp(wanted, signal)) !== undefined;
		if (isThere) {
			this.#seen.add(memo);
		}

		return isThere;
	}
}

/** The namespaces that the application brings, and those of its own that are being deleted. */
export function comingAndGoing(
	site: Site,
	desired: readonly Desired[],
	toCome: Compared | undefined,
): Pick<Comparing, 'coming' | 'going'> {
	const declared = desired.filter(({id}) => isNamespace(id));
	const coming = declared.filter(({key}) => site.live.find(key) === undefined).map(({id}) => id.name);
	const going = declared
		.filter(({key}) => dig(site.live.find(key)?.body, 'metadata', 'deletionTimestamp') !== undefined)
		.map(({id}) => id.name);
	return {coming: new Set(toCome ? [...coming, toCome.id.name] : coming), going: new Set(going)};
}

function isNamespace({group, kind}: Omit<Kind, 'version'>): boolean {
	return group === '' && kind === 'Namespace';
}
