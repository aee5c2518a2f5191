/** Keeps what was made last, for as long as what it was made of is the same. */
export class Memo<Made> {
	#kept: {readonly key: readonly unknown[]; readonly made: Made} | undefined;

	of(key: readonly unknown[], make: () => Made): Made {
		const kept = this.#kept;
		if (kept && key.length === kept.key.length && key.every((part, index) => part === kept.key[index])) {
			return kept.made;
		}

		const made = make();
		this.#kept = {key, made};
		return made;
	}
}
