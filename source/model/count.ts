/** `2 changes`, `1 change`. */
export function count(amount: number, noun: string): string {
	return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `a, b, c and 4 more`. */
export function someOf(words: readonly string[]): string {
	const more = words.length - mostNamed;
	return more > 0 ? `${words.slice(0, mostNamed).join(', ')} and ${more} more` : words.join(', ');
}

const mostNamed = 5;
