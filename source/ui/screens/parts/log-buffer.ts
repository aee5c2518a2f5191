/** One line of a container's output, and which one it is since the screen was opened. */
export type LogLine = {readonly number: number; readonly text: string};

/** How many lines are kept for scrolling back. */
const kept = 5000;

/** The output of one container, put together from its last lines, which are told again and again. */
export class LogBuffer {
	#tail: readonly string[] = [];
	#lines: readonly LogLine[] = [];
	#next = 0;

	get lines(): readonly LogLine[] {
		return this.#lines;
	}

	/** Takes the last lines as they are now; what of them is known already is not taken twice. */
	take(tail: readonly string[]): void {
		if (tail === this.#tail) {
			return;
		}

		const known = overlap(this.#tail, tail);
		const fresh = tail.slice(known).map((text, index) => ({number: this.#next + index, text}));
		this.#next += fresh.length;
		this.#tail = tail;
		if (fresh.length > 0) {
			this.#lines = [...this.#lines, ...fresh].slice(-kept);
		}
	}
}

/** How many lines both share: the end of what was, and the start of what is. */
function overlap(before: readonly string[], after: readonly string[]): number {
	for (let length = Math.min(before.length, after.length); length > 0; length--) {
		const start = before.length - length;
		if (isSame(before, after, {start, length})) {
			return length;
		}
	}

	return 0;
}

function isSame(
	before: readonly string[],
	after: readonly string[],
	{start, length}: {readonly start: number; readonly length: number},
): boolean {
	for (let index = 0; index < length; index++) {
		if (before[start + index] !== after[index]) {
			return false;
		}
	}

	return true;
}
