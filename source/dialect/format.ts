/** `spec.syncPolicy.syncOptions[0]`; a key that could be mistaken for more than one is quoted. */
export function formatPath(path: readonly PropertyKey[]): string {
	return path.map(formatKey).join('').replace(/^\./, '') || 'the document';
}

function formatKey(key: PropertyKey): string {
	if (typeof key === 'number') {
		return `[${key}]`;
	}

	const name = String(key);
	return /^\w{1,100}$/.test(name) ? `.${name}` : `[${quote(name)}]`;
}

/** The path that a finding begins with, which `formatPath` has written. */
export function pathIn(finding: string): readonly PropertyKey[] {
	const [written = ''] = /^\w+(?:\.\w+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*/.exec(finding) ?? [];
	return [...written.matchAll(/(\w+)|"((?:[^"\\]|\\.)*)"/g)].map(([part, word]) => word ?? parseQuoted(part));
}

function parseQuoted(part: string): string {
	const value: unknown = JSON.parse(part);
	return String(value);
}

const longestQuote = 100;

export function quote(text: string): string {
	return JSON.stringify(text.slice(0, longestQuote).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?'));
}
