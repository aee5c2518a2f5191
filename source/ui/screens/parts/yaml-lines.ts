import {type Line, line, type Span} from '../../line.ts';

/** Indentation and dashes, the key, and what follows its colon. */
const keyed = /^(\s*(?:- )*)("(?:[^"\\]|\\.)*"|[^\s"'#[{|>][^:]*(?::[^\s:][^:]*)*|'[^']*')(:)(\s.*|)$/;

/** The head of a text of several lines: `|`, `>-`, `|2+`. */
const blockHead = /(?:^|\s)[|>][-+\d]*$/;

/** YAML as `yamlText` writes it, its keys in a style of their own. */
export function yamlLines(text: string): readonly Line[] {
	// Deeper than that is the text of a block, where nothing is a key.
	let block = Number.POSITIVE_INFINITY;
	return text
		.replace(/\n$/, '')
		.split('\n')
		.map(each => {
			const indent = each.search(/\S/);
			if (indent > block || indent < 0) {
				return line(each);
			}

			const [, before = '', key = '', colon = '', value = ''] = keyed.exec(each) ?? [];
			block = blockHead.test(each) ? indentOf(each, before, key) : Number.POSITIVE_INFINITY;
			return key === '' ? line(each) : line(before, ['key', key], ['dim', colon], valueSpan(value));
		});
}

/** What the text of a block is indented more than: its key, or the dash of the list's item that it is. */
function indentOf(text: string, before: string, key: string): number {
	return key === '' ? (/^\s*(?:- )*/.exec(text)?.[0].length ?? 0) - 2 : before.length;
}

function valueSpan(value: string): Span {
	return value.trim() === 'null' ? ['dim', value] : value;
}
