/**
 * The fields that stand more than once in an object of a JSON text, as paths in the order of the text, such as
 * `spec.containers[0].name`. The text has been parsed already: it is known to be JSON.
 */
export function duplicateFields(text: string): readonly string[] {
	const scan = new Scan(text);
	scan.value('');
	return [...new Set(scan.found)];
}

class Scan {
	readonly found: string[] = [];
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	value(path: string): void {
		this.#space();
		const start = this.#text[this.#at];
		if (start === '{') {
			this.#object(path);
		} else if (start === '[') {
			this.#list(path);
		} else if (start === '"') {
			this.#string();
		} else {
			this.#skip(/[-+.\w]*/y);
		}
	}

	#object(path: string): void {
		const seen = new Set<string>();
		this.#at += 1;
		this.#space();
		while (this.#text[this.#at] === '"') {
			const name = this.#string();
			const place = path === '' ? name : `${path}.${name}`;
			if (seen.has(name)) {
				this.found.push(place);
			}

			seen.add(name);
			this.#skip(/\s*:/y);
			this.value(place);
			this.#skip(/\s*,?\s*/y);
		}

		this.#at += 1;
	}

	#list(path: string): void {
		this.#at += 1;
		this.#space();
		for (let index = 0; this.#at < this.#text.length && this.#text[this.#at] !== ']'; index += 1) {
			this.value(`${path}[${index}]`);
			this.#skip(/\s*,?\s*/y);
		}

		this.#at += 1;
	}

	#string(): string {
		const start = this.#at;
		this.#skip(/"(?:[^"\\]|\\.)*"/y);
		const literal = this.#text.slice(start, this.#at);
		return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
	}

	#space(): void {
		this.#skip(/\s*/y);
	}

	#skip(pattern: RegExp): void {
		pattern.lastIndex = this.#at;
		this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
	}
}
