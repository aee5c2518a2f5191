import type {Source} from '../model/application.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Ports} from '../model/ports.ts';
import {type Commit, type Place, placeKey} from '../model/sources.ts';

/** What a place said of one revision. */
export type Answered = {
	readonly commit: Commit | Error;
	/** The place as a whole did not answer. */
	readonly isUnreached: boolean;
	/** How long the question took, in milliseconds. */
	readonly tookMs: number;
};

/** Asks places for the commits of revisions, and knows what they said last. */
export class Resolver {
	readonly #ports: Pick<Ports, 'clock' | 'sources'>;
	readonly #known = new Map<string, Map<string, Answered>>();

	constructor(ports: Pick<Ports, 'clock' | 'sources'>) {
		this.#ports = ports;
	}

	/** Undefined where its place was not asked yet. */
	of(source: Source): Answered | undefined {
		return this.#known.get(placeKey(source))?.get(source.revision);
	}

	/** Asks the places of these sources once each; when each has answered, by its key. */
	ask(sources: readonly Source[], signal: AbortSignal): ReadonlyMap<string, Promise<void>> {
		const asked = Map.groupBy(sources, placeKey);
		return new Map([...asked].map(([key, users]) => [key, this.#ask(key, users, signal)]));
	}

	async #ask(key: string, [first, ...others]: readonly Source[], signal: AbortSignal): Promise<void> {
		if (first === undefined) {
			return;
		}

		const {clock} = this.#ports;
		const revisions = [...new Set([first, ...others].map(({revision}) => revision))];
		const started = clock.now();
		const answer = await this.#answer(first, revisions, signal);
		const isUnreached = answer instanceof OperatorError && !(answer instanceof UsageError);
		const tookMs = clock.now() - started;
		const known = this.#known.get(key) ?? new Map<string, Answered>();
		for (const revision of revisions) {
			const commit = answer instanceof Map ? (answer.get(revision) ?? new Error('no answer')) : answer;
			known.set(revision, {commit, isUnreached, tookMs});
		}

		this.#known.set(key, known);
	}

	/** An address that can't be used is a person's mistake; what does not answer is no reason to end. */
	async #answer(
		place: Place,
		revisions: readonly string[],
		signal: AbortSignal,
	): Promise<Map<string, Commit | Error> | OperatorError> {
		try {
			return new Map(await this.#ports.sources.resolve(place, revisions, signal));
		} catch (error) {
			if (error instanceof OperatorError) {
				return error;
			}

			throw error;
		}
	}
}
