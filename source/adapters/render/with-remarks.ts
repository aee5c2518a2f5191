import type {Rendered} from '../../model/sources.ts';

const made = new WeakMap<Rendered, Map<string, Rendered>>();

/** The render with more to know of it; the same one again for the same words, so that nothing seems to be new. */
export function withRemarks(rendered: Rendered, remarks: readonly string[]): Rendered {
	if (remarks.length === 0) {
		return rendered;
	}

	const known = made.get(rendered) ?? new Map<string, Rendered>();
	const words = JSON.stringify(remarks);
	const found = known.get(words) ?? {...rendered, remarks: [...remarks, ...rendered.remarks]};
	made.set(rendered, known.set(words, found));
	return found;
}
