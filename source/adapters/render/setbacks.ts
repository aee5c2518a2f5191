import type {Rendered} from '../../model/sources.ts';

type Setback = {readonly rendered: Rendered; readonly until: number; readonly count: number};

const minute = 60_000;
const firstMs = 5 * minute;
const longestMs = 60 * minute;
const mostKept = 1000;

/** Renders that took too long: each waits longer before it is tried again with the same inputs, and lets others go first. */
export class Setbacks {
	readonly #kept = new Map<string, Setback>();
	readonly #now: () => number;

	constructor(now = () => performance.now()) {
		this.#now = now;
	}

	/** What came of it the last time, while it is not to be tried again. */
	find(key: string): Rendered | undefined {
		const setback = this.#kept.get(key);
		return setback !== undefined && this.#now() < setback.until ? setback.rendered : undefined;
	}

	/** The same, with the words that say how long it waits. */
	note(rendered: Rendered): Rendered {
		const count = (this.#kept.get(rendered.key)?.count ?? 0) + 1;
		const waitMs = Math.min(firstMs * 2 ** (count - 1), longestMs);
		const words = `it is not tried again for ${waitMs / minute} min, unless what it reads changes`;
		const problems = rendered.problems.map(problem => ({...problem, message: `${problem.message}; ${words}`}));
		const told = {...rendered, problems};
		this.#kept.delete(rendered.key);
		this.#kept.set(rendered.key, {rendered: told, until: this.#now() + waitMs, count});
		const [oldest] = this.#kept.size > mostKept ? this.#kept.keys() : [];
		if (oldest !== undefined) {
			this.#kept.delete(oldest);
		}

		return told;
	}
}

/** With how long it took. */
export async function timed<Result extends object>(work: Promise<Result>): Promise<Result & {readonly tookMs: number}> {
	const start = performance.now();
	return {...(await work), tookMs: performance.now() - start};
}
