import {structuredPatch} from 'diff';
import type {Change} from '../../model/change.ts';
import type {JsonObject} from '../../model/json.ts';
import {describe} from '../../model/resource.ts';
import {escapeBlock, escapeLine} from './escape.ts';
import {type Color, opColors, type Paint} from './paint.ts';
import {yamlText} from './yaml.ts';

// Long enough for any manifest, and short enough that no pair of huge texts holds up the rest.
const timeLimit = 300;

const lineColors: Readonly<Record<string, Color>> = {'+': 'green', '-': 'red', '@': 'cyan'};

/** A unified diff of what is there and what is wanted, under a line that names the object. */
export function diffText(change: Change, paint: Paint): string {
	const name = escapeLine(describe(change.id));
	const lines = [
		paint(opColors[change.op], `${change.op} ${name}`),
		paint('bold', change.before === undefined ? '--- /dev/null' : `--- live/${name}`),
		paint('bold', change.after === undefined ? '+++ /dev/null' : `+++ wanted/${name}`),
		...patchLines(textOf(change.before), textOf(change.after)).map(line =>
			paint(lineColors[line[0] ?? ''] ?? 'plain', escapeBlock(line)),
		),
	];
	return `${lines.join('\n')}\n`;
}

function textOf(object: JsonObject | undefined): string {
	return object === undefined ? '' : yamlText(object, {isSorted: true});
}

function patchLines(before: string, after: string): readonly string[] {
	// Comparing a whole object with none needs no search, and neither does what can't be searched in time.
	const patch =
		before === '' || after === ''
			? undefined
			: structuredPatch('', '', before, after, '', '', {context: 3, timeout: timeLimit});
	return patch === undefined
		? replacement(before, after)
		: patch.hunks.flatMap(({oldStart, oldLines, newStart, newLines, lines}) => [
				hunkHead(oldStart, oldLines, newStart, newLines),
				...lines,
			]);
}

function replacement(before: string, after: string): readonly string[] {
	const old = linesOf(before);
	const wanted = linesOf(after);
	return [
		hunkHead(Math.min(1, old.length), old.length, Math.min(1, wanted.length), wanted.length),
		...old.map(line => `-${line}`),
		...wanted.map(line => `+${line}`),
	];
}

function hunkHead(oldStart: number, oldLines: number, newStart: number, newLines: number): string {
	return `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
}

function linesOf(text: string): readonly string[] {
	return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
