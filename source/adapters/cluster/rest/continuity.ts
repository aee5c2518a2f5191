/**
 * Whether connections have held. Behind an address there may be another cluster once one was lost: what was read of it
 * before has to be read again.
 */
export type Continuity = {
	/** Rises with each loss. */
	losses(): number;
	/** A connection ended otherwise than it should, or what it told of can't be gone on with. */
	lost(): void;
	/** The cluster has answered. */
	answered(): void;
	/** The cluster has said something, be it that it is there. */
	heard(): void;
	/** How long nothing was heard of it, in milliseconds. */
	silence(): number;
	onLost(listener: () => void): void;
	/** Hears the first answer after a loss; call what it returns to stop. */
	onBack(listener: () => void): () => void;
};

export function createContinuity(): Continuity {
	const whenLost = new Set<() => void>();
	const whenBack = new Set<() => void>();
	let losses = 0;
	let isLost = false;
	// Not by the time of day, which somebody may set.
	let heardAt = Number.NEGATIVE_INFINITY;
	return {
		losses: () => losses,
		lost() {
			losses++;
			isLost = true;
			tell(whenLost);
		},
		answered() {
			heardAt = performance.now();
			if (isLost) {
				isLost = false;
				tell(whenBack);
			}
		},
		heard() {
			heardAt = performance.now();
		},
		silence: () => performance.now() - heardAt,
		onLost(listener) {
			whenLost.add(listener);
		},
		onBack(listener) {
			whenBack.add(listener);
			return () => whenBack.delete(listener);
		},
	};
}

function tell(listeners: ReadonlySet<() => void>): void {
	for (const listener of listeners) {
		listener();
	}
}
