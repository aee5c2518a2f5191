import type {Problem} from '../../../model/problem.ts';
import {fieldLines} from '../field-lines.ts';
import {printable} from '../printable.ts';

/** What a kustomization says wrongly: by the field, and by where exactly that stands in the file. */
export type Said = {
	readonly file: string;
	readonly field: string;
	/** Empty where it is not known, or where it is the file as a whole. */
	readonly at: readonly PropertyKey[];
	/** The application's manifest says it, and not the file. */
	readonly isOption?: boolean;
};

const mostProblems = 200;
/** In what is larger, lines are not looked for: whoever makes that looks them up by other means. */
const largestText = 256 * 1024;

/** What is wrong with kustomizations, with the line that says it. */
export class Complaints {
	readonly problems: Problem[] = [];
	readonly #texts = new Map<string, string>();
	readonly #lines = new Map<string, ReturnType<typeof fieldLines>>();

	/** What a file says, for its lines. */
	noteText(file: string, text: string): void {
		this.#texts.set(file, text);
	}

	add(said: Said, message: string): undefined {
		if (this.problems.length < mostProblems) {
			const {field, isOption = false} = said;
			const isNamed = isOption || field === '' || message.startsWith(field) || message.includes(`"${field}"`);
			const told = isNamed ? message : `${field}: ${message}`;
			this.problems.push({scope: 'source', where: this.#where(said), message: told});
		}
	}

	#where({file, at, isOption = false}: Said): string {
		if (isOption) {
			return `spec.source.kustomize.${printable(fieldOf(at), 300)}`;
		}

		const line = at.length === 0 ? undefined : this.#lineOf(file, at);
		return `${printable(file, 300)}${line === undefined ? '' : `:${line}`}`;
	}

	#lineOf(file: string, at: readonly PropertyKey[]): number | undefined {
		const text = this.#texts.get(file) ?? '';
		if (text === '' || text.length > largestText) {
			return undefined;
		}

		const lineOf = this.#lines.get(file) ?? fieldLines(text);
		this.#lines.set(file, lineOf);
		return lineOf(at) + 1;
	}
}

/** `patches[0].path`; of components, of which those that are missing may have been left out, no place in the list. */
function fieldOf([field = '', ...rest]: readonly PropertyKey[]): string {
	const inner = field === 'components' ? [] : rest;
	return inner.reduce<string>(
		(before, key) => (typeof key === 'number' ? `${before}[${key}]` : `${before}.${String(key)}`),
		String(field),
	);
}
