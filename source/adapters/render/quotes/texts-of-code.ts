import {type Token, textOf, tokensOf} from '../jsonnet/imports.ts';
import type {Input} from '../tools/prepared.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {textsOfFile} from './private-texts.ts';
import {piecesOf} from './without-texts.ts';

const longestPiece = 4;

/**
 * Which texts code in Jsonnet puts into a Secret only Jsonnet knows. So where it names one, all literals count that may
 * stand in the messages, and all that is imported as text.
 */
export function textsOfCode(
	files: readonly WorkspaceFile[],
	inputs: readonly Input[],
	messages: string,
): readonly string[] {
	const wholes = files.map(({path, content}) => ({path, whole: content.toString('utf8')}));
	if (!wholes.some(({whole}) => /secret/i.test(whole))) {
		return [];
	}

	const ways = new Map(inputs.map(({path, isCode}) => [path, isCode ? literalsIn : textsOfFile]));
	const texts = wholes.flatMap(({path, whole}) => ways.get(path)?.(whole) ?? []);
	// Libraries have too many to look for each in all its forms.
	const pieces = new Set([1, 2, 3, longestPiece].flatMap(length => [...piecesOf(messages, length)]));
	return [...new Set(texts)].filter(text => pieces.has((/\w+/.exec(text)?.[0] ?? text).slice(0, longestPiece)));
}

/** Without the names of fields, and what is written to be said. */
function literalsIn(code: string): readonly string[] {
	const tokens = [...tokensOf(code)];
	return tokens.flatMap((token, index) => {
		const [before, after] = [tokens[index - 1]?.text ?? '', tokens[index + 1]?.text ?? ''];
		const isName = ['{', ','].includes(before) && after === ':';
		return isName || before === 'error' ? [] : textsOf(token);
	});
}

/** What ends in a space goes on with something else. */
function textsOf({kind, text}: Token): readonly string[] {
	if (kind === 'block') {
		const lines = text.split('\n').slice(1, -1);
		return lines.map(line => line.trim());
	}

	const literal = kind === 'string' ? textOf(text) : '';
	return /\s$/.test(literal) ? [] : [literal];
}
