import {OperatorError, UnreachableError} from '../../../model/operator-error.ts';
import type {Client} from '../rest/client.ts';
import type {Timing} from '../rest/timing.ts';
import {nameOf} from '../rest/unreachable.ts';

/** The cluster keeps its connections, and does not answer on them. */
export class SilentError extends UnreachableError {}

/**
 * Notices a cluster that is frozen: nobody closes its connections, and a watch may be silent for minutes when all is well.
 * As long as there are watches and none of them has heard anything for a while, the cluster is asked whether it is there.
 */
export type Pulse = {
	/** A watch that wants to hear when the cluster is not there; call what it returns when it ends. */
	join(onSilence: (error: SilentError) => void): () => void;
	/** The cluster has said something. */
	heard(): void;
};

export function createPulse({place, probe}: Pick<Client, 'place' | 'probe'>, timing: Timing): Pulse {
	const joined = new Set<(error: SilentError) => void>();
	let heardAt = 0;
	let stop = new AbortController();
	let timer: NodeJS.Timeout | undefined;

	async function check(): Promise<void> {
		const {signal} = stop;
		try {
			if (performance.now() - heardAt >= timing.silence) {
				await probe(AbortSignal.any([signal, AbortSignal.timeout(timing.probe)]));
				heardAt = performance.now();
			}
		} catch (error) {
			tell(error, signal);
		}

		if (!signal.aborted) {
			schedule();
		}
	}

	function tell(error: unknown, signal: AbortSignal): void {
		const reason =
			error instanceof OperatorError ? error.message : `${nameOf(place)} does not answer: no answer in time`;
		for (const onSilence of signal.aborted ? [] : [...joined]) {
			onSilence(new SilentError(reason, {cause: error}));
		}
	}

	function schedule(): void {
		timer = setTimeout(() => void check(), timing.silence);
	}

	return {
		join(onSilence) {
			if (joined.size === 0) {
				stop = new AbortController();
				heardAt = performance.now();
				schedule();
			}

			joined.add(onSilence);
			return () => {
				if (joined.delete(onSilence) && joined.size === 0) {
					clearTimeout(timer);
					stop.abort();
				}
			};
		},
		heard() {
			heardAt = performance.now();
		},
	};
}
