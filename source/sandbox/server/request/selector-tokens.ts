/** A word, a sign, or the end of the text. */
export type Token = {readonly kind: 'word' | 'sign' | 'end'; readonly text: string};

export const binaryOperators = ['in', 'notin', '=', '==', '!=', 'gt', 'lt'] as const;

// Of signs that touch, as many as make one are taken together.
const pattern = /\s*(?:(==|!=|[=!(),<>])|([^\s=!(),<>]+))/gy;

/** The tokens of a label selector as k8s.io/apimachinery/pkg/labels has them. */
export class Tokens {
	readonly #all: readonly Token[];
	#next = 0;

	constructor(text: string) {
		this.#all = [...text.matchAll(pattern)].map(([, sign, word = '']) =>
			sign === undefined ? {kind: 'word', text: word} : {kind: 'sign', text: sign},
		);
	}

	peek(): Token {
		return this.#all[this.#next] ?? {kind: 'end', text: ''};
	}

	take(): Token {
		const token = this.peek();
		this.#next++;
		return token;
	}

	/** Takes the sign where it comes next. */
	takeIf(sign: string): boolean {
		const {kind, text} = this.peek();
		const isNext = kind === 'sign' && text === sign;
		this.#next += Number(isNext);
		return isNext;
	}
}

/** A part of a list or of a selector is over. */
export function isEnd({kind, text}: Token): boolean {
	return kind === 'end' || (kind === 'sign' && text === ',');
}
