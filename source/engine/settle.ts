import type {Health} from '../model/health.ts';
import type {Clock} from '../model/ports.ts';
import {describe, type ResourceId, type ResourceKey} from '../model/resource.ts';
import {healthOf} from './examine.ts';
import type {Site} from './sites.ts';

/** What is waited for: objects that become healthy, and objects that go away. */
export type Awaited = {readonly key: ResourceKey; readonly id: ResourceId; readonly isGoing: boolean};

export type Settled =
	| {readonly kind: 'settled'}
	| {readonly kind: 'degraded'; readonly message: string}
	| {readonly kind: 'timed-out'; readonly message: string}
	| {readonly kind: 'interrupted'};

export type Settling = {
	readonly site: Site;
	readonly clock: Clock;
	readonly awaited: readonly Awaited[];
	/** By `Clock.ticks`. */
	readonly deadline: number;
	/** Hears each change of an object's health while it is waited for. */
	readonly onHealth: (id: ResourceId, health: Health) => void;
	/** What was heard of each object so far, of earlier waits too: said once. */
	readonly heard: Map<ResourceKey, string>;
};

/** Waits on watch events until all is well, something is beyond hope, or time is up. Holds nothing meanwhile. */
export async function settle(settling: Settling, signal: AbortSignal): Promise<Settled> {
	const {site, clock, deadline} = settling;
	const wake = createWake();
	const stop = new AbortController();
	const wanted = new Set(settling.awaited.map(({key}) => key));
	const unsubscribe = site.live.subscribe(({key}) => wanted.has(key) && wake.ring());
	const isOurs = (owners: ReadonlySet<ResourceKey> | undefined) => !owners || [...owners].some(key => wanted.has(key));
	const unheard = site.owned.onChange((_, owners) => isOurs(owners) && wake.ring());
	const atDeadline = clock.sleep(Math.max(0, deadline - clock.ticks()), AbortSignal.any([signal, stop.signal]));
	atDeadline.catch(() => undefined).finally(() => wake.ring());
	try {
		for (;;) {
			const bell = wake.next();
			const verdict = await look(settling, signal);
			if (verdict.kind !== 'waiting') {
				return verdict;
			}

			if (signal.aborted) {
				return {kind: 'interrupted'};
			}

			if (clock.ticks() >= deadline) {
				return {kind: 'timed-out', message: verdict.message};
			}

			await bell;
		}
	} finally {
		unsubscribe();
		unheard();
		stop.abort();
	}
}

type Look = Settled | {readonly kind: 'waiting'; readonly message: string};

async function look({site, awaited, onHealth, heard}: Settling, signal: AbortSignal): Promise<Look> {
	const states = await Promise.all(awaited.map(async one => ({...one, health: await stateOf(one, site, signal)})));
	for (const {key, id, health} of states) {
		const said = `${health.status} ${health.message}`;
		if (heard.get(key) !== said) {
			heard.set(key, said);
			onHealth(id, health);
		}
	}

	const gone = states.find(({health}) => health.status === 'Missing');
	if (gone) {
		return {kind: 'degraded', message: `${describe(gone.id)} is gone: somebody deleted it meanwhile`};
	}

	const degraded = states.find(({health}) => health.status === 'Degraded');
	if (degraded) {
		return {kind: 'degraded', message: `${describe(degraded.id)} is Degraded: ${degraded.health.message}`};
	}

	const unsettled = states.filter(({health}) => health.status !== 'Healthy' && health.status !== 'Suspended');
	const [first] = unsettled;
	return first
		? {kind: 'waiting', message: waitingFor(first.id, first.health, unsettled.length - 1)}
		: {kind: 'settled'};
}

function waitingFor(id: ResourceId, {status, message}: Health, others: number): string {
	const rest = others > 0 ? `, and ${others} more` : '';
	return `${describe(id)} is ${status}${message === '' ? '' : `: ${message}`}${rest}`;
}

async function stateOf({key, isGoing}: Awaited, site: Site, signal: AbortSignal): Promise<Health> {
	const live = site.live.find(key);
	if (isGoing) {
		return live ? {status: 'Progressing', message: 'waiting for deletion'} : {status: 'Healthy', message: 'it is gone'};
	}

	return healthOf(live, site, signal);
}

/** Rings that come while nobody listens are kept: one, however many there were. */
function createWake(): {ring(): void; next(): Promise<void>} {
	let bell = Promise.withResolvers<void>();
	return {
		ring: () => bell.resolve(),
		next() {
			bell = Promise.withResolvers();
			return bell.promise;
		},
	};
}
