import {ForbiddenError, OperatorError} from '../model/operator-error.ts';
import type {Clock, Cluster, Selection, ServedKind, WatchEvent} from '../model/ports.ts';

/** Between two lists of what may not be watched, in milliseconds. */
const pace = 10_000;

type World = {readonly cluster: Cluster; readonly clock: Clock};

type Polled = {readonly kind: ServedKind; readonly selection: Selection};

/** As `Cluster.watch`, of what may be listed alone: again and again, until the signal. */
export async function* poll(world: World, polled: Polled, signal: AbortSignal): AsyncGenerator<WatchEvent> {
	const {clock} = world;
	let isLost = false;
	while (!signal.aborted) {
		const event = await listOnce(world, polled, signal);
		if (isLost && event.kind === 'listed') {
			yield {kind: 'fresh'};
		}

		isLost = event.kind === 'stale';
		if (!signal.aborted) {
			yield event;
		}

		await clock.sleep(pace * (1 + clock.random() / 4), signal).catch(() => undefined);
	}
}

async function listOnce({cluster, clock}: World, {kind, selection}: Polled, signal: AbortSignal): Promise<WatchEvent> {
	try {
		return {kind: 'listed', all: await cluster.list(kind, selection, signal)};
	} catch (error) {
		if (!(error instanceof OperatorError || signal.aborted)) {
			throw error;
		}

		const reason = error instanceof Error ? error.message : String(error);
		const isForbidden = error instanceof ForbiddenError && ({isForbidden: true} as const);
		return {kind: 'stale', reason, since: clock.now(), within: pace * 1.25, ...isForbidden};
	}
}
