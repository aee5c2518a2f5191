import {setTimeout as sleep} from 'node:timers/promises';
import {OperatorError, UnreachableError} from '../../../model/operator-error.ts';
import {orAbort} from '../../../model/or-abort.ts';
import type {ConnectionEvent} from '../../../model/ports.ts';
import type {Client} from '../rest/client.ts';
import type {Timing} from '../rest/timing.ts';
import {nameOf} from '../rest/unreachable.ts';
import {backoff} from './backoff.ts';

/** The cluster keeps its connections, and does not answer on them. */
export class SilentError extends UnreachableError {}

/**
 * Notices a cluster that is frozen: nobody closes its connections, and a watch may be silent for minutes when all is well.
 * As long as somebody wants to know and nothing was heard for a while, the cluster is asked whether it is there.
 */
export type Pulse = {
	/** Wants to hear when the cluster is not there; call what it returns when that is of no interest any more. */
	join(onSilence: (error: SilentError) => void): () => void;
	/** Resolves where something was heard just now, else when the cluster says that it is there; rejects where it does not. */
	confirm(signal: AbortSignal): Promise<void>;
};

type Beating = Pick<Client, 'place' | 'probe' | 'continuity'>;

export function createPulse({place, probe, continuity}: Beating, timing: Timing): Pulse {
	const joined = new Set<(error: SilentError) => void>();
	let timer: NodeJS.Timeout | undefined;
	let asking: Promise<void> | undefined;

	/** However many want to know, it is asked once. */
	function ask(): Promise<void> {
		asking ??= askNow().finally(() => {
			asking = undefined;
		});
		return asking;
	}

	async function askNow(): Promise<void> {
		try {
			await probe(AbortSignal.timeout(timing.probe));
			continuity.heard();
		} catch (error) {
			continuity.lost();
			const reason =
				error instanceof OperatorError ? error.message : `${nameOf(place)} does not answer: no answer in time`;
			const silent = new SilentError(reason, {cause: error});
			for (const onSilence of [...joined]) {
				onSilence(silent);
			}

			throw silent;
		}
	}

	async function check(): Promise<void> {
		if (continuity.silence() >= timing.silence) {
			await ask().catch(() => undefined);
		}

		if (joined.size > 0) {
			schedule();
		}
	}

	function schedule(): void {
		clearTimeout(timer);
		const left = timing.silence - continuity.silence();
		timer = setTimeout(() => void check(), left > 0 ? Math.ceil(left) : timing.silence);
	}

	return {
		join(onSilence) {
			if (joined.size === 0) {
				schedule();
			}

			joined.add(onSilence);
			return () => {
				if (joined.delete(onSilence) && joined.size === 0) {
					clearTimeout(timer);
				}
			};
		},
		confirm: signal => (continuity.silence() < timing.justNow ? Promise.resolve() : orAbort(ask(), signal)),
	};
}

/** Says that the cluster is not there, and that it is again, also where nothing of it may be watched; until the signal. */
export async function* presence(
	pulse: Pulse,
	{continuity}: Pick<Client, 'continuity'>,
	timing: Timing,
	signal: AbortSignal,
): AsyncGenerator<ConnectionEvent> {
	while (!signal.aborted) {
		const error = await nextSilence(pulse, signal);
		if (!error) {
			return;
		}

		yield {kind: 'stale', reason: error.message, since: Date.now(), within: timing.lastRetry};
		await untilBack(pulse, continuity, timing, signal);
		if (!signal.aborted) {
			yield {kind: 'fresh'};
		}
	}
}

function nextSilence(pulse: Pulse, signal: AbortSignal): Promise<SilentError | undefined> {
	return new Promise(resolve => {
		const end = (error?: SilentError) => {
			leave();
			signal.removeEventListener('abort', stop);
			resolve(error);
		};
		const stop = () => end();
		const leave = pulse.join(end);
		signal.addEventListener('abort', stop, {once: true});
	});
}

/** Whoever asks the cluster something first: this, or a watch that is made again. */
async function untilBack(pulse: Pulse, continuity: Client['continuity'], timing: Timing, signal: AbortSignal) {
	const back = new AbortController();
	const leave = continuity.onBack(() => back.abort());
	const ending = AbortSignal.any([signal, back.signal]);
	for (let failures = 1; !ending.aborted; failures++) {
		await sleep(backoff(failures, timing, Math.random()), undefined, {signal: ending}).catch(() => undefined);
		await pulse.confirm(ending).then(
			() => back.abort(),
			() => undefined,
		);
	}

	leave();
}
