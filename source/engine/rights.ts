import type {Clock, Cluster} from '../model/ports.ts';
import type {Right} from '../model/right.ts';
import {describeLack} from './lack-words.ts';

/** Between two reviews while something is lacking, in milliseconds; longer where many namespaces have to be asked about. */
const pace = 15_000;
const pacePerNamespace = 1000;

/** So long a refusal that no review tells of is believed, in milliseconds. */
const refusalBelieved = 120_000;

/**
 * What this user may do in one cluster. Who lacks nothing costs one question. While something is lacking it is asked
 * again now and then, because nothing tells of a Role that was changed.
 */
export class Rights {
	readonly #cluster: Cluster;
	readonly #clock: Clock;
	/** What was asked about since something was lacking for the first time, and whether it is. */
	readonly #asked = new Map<string, {readonly right: Right; readonly isLacking: boolean}>();
	/** What was refused in spite of the reviews, and until when that is believed, in milliseconds since 1970. */
	readonly #refused = new Map<string, number>();
	readonly #listeners = new Set<() => void>();
	#isRestricted = false;
	#version = 0;
	#followed: AbortSignal | undefined;
	#isDue = false;

	constructor(cluster: Cluster, clock: Clock) {
		this.#cluster = cluster;
		this.#clock = clock;
	}

	/** Rises whenever an answer is known to be another one. */
	get version(): number {
		return this.#version;
	}

	/** Those of these that this user lacks. */
	async lacking(rights: readonly Right[], signal: AbortSignal): Promise<readonly Right[]> {
		const reviewed = new Set((await this.#cluster.lacks(rights, signal)).map(idOf));
		const isLacking = (right: Right) => reviewed.has(idOf(right)) || this.#refused.has(idOf(right));
		const lacking = rights.filter(isLacking);
		this.#isRestricted ||= lacking.length > 0;
		if (this.#isRestricted) {
			for (const right of rights) {
				this.#asked.set(idOf(right), {right, isLacking: isLacking(right)});
			}
		}

		if (lacking.length > 0) {
			this.#arm();
		}

		return lacking;
	}

	/** Those of these that were refused in spite of the reviews. */
	refusedOf(rights: readonly Right[]): readonly Right[] {
		return rights.filter(right => this.#refused.has(idOf(right)));
	}

	async has(right: Right, signal: AbortSignal): Promise<boolean> {
		return (await this.lacking([right], signal)).length === 0;
	}

	/** In words: who may not do what, what that means here, and what would allow it. */
	async explain(lacking: readonly Right[], meaning: string, signal: AbortSignal): Promise<string> {
		return describeLack(lacking, {user: await this.#cluster.user(signal), meaning});
	}

	/** The cluster refused these: what the reviews said before is not believed any more. */
	async refuse(rights: readonly Right[], signal: AbortSignal): Promise<void> {
		this.#isRestricted = true;
		this.#cluster.forgetRights();
		const lacking = await this.#cluster.lacks(rights, signal);
		if (lacking.length === 0) {
			// The cluster reviews nothing, or its reviews do not know everything.
			for (const right of rights) {
				this.#refused.set(idOf(right), this.#clock.now() + refusalBelieved);
			}
		}

		await this.#compare(signal);
		this.#change();
	}

	/** Asks anew whatever was asked about; tells where an answer is another one. */
	async review(signal: AbortSignal): Promise<void> {
		this.#cluster.forgetRights();
		for (const [id, until] of this.#refused) {
			if (until <= this.#clock.now()) {
				this.#refused.delete(id);
			}
		}

		if (await this.#compare(signal)) {
			this.#change();
		}
	}

	/** Hears that something is allowed that was not, or the other way round; call what it returns to stop. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** From now on, until the signal, what is lacking is reviewed now and then. */
	follow(signal: AbortSignal): void {
		this.#followed = signal;
		this.#arm();
	}

	async #compare(signal: AbortSignal): Promise<boolean> {
		const before = [...this.#asked.values()];
		await this.lacking(
			before.map(({right}) => right),
			signal,
		);
		return before.some(({right, isLacking}) => this.#asked.get(idOf(right))?.isLacking !== isLacking);
	}

	#change(): void {
		this.#version++;
		for (const listener of this.#listeners) {
			listener();
		}
	}

	#arm(): void {
		const signal = this.#followed;
		if (this.#isDue || !signal || signal.aborted) {
			return;
		}

		const asked = [...this.#asked.values()];
		if (!asked.some(({isLacking}) => isLacking)) {
			return;
		}

		this.#isDue = true;
		const namespaces = new Set(asked.map(({right}) => right.namespace)).size;
		const wait = Math.max(pace, namespaces * pacePerNamespace) * (1 + this.#clock.random() / 2);
		this.#clock
			.sleep(wait, signal)
			.then(() => this.review(signal))
			// A cluster that does not answer now is asked the next time.
			.catch(() => undefined)
			.finally(() => {
				this.#isDue = false;
				this.#arm();
			});
	}
}

function idOf({verb, group, plural, namespace, name}: Right): string {
	return [verb, group, plural, namespace, name].join('\n');
}
