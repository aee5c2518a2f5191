import type {Change} from '../../model/change.ts';
import type {JsonObject} from '../../model/json.ts';
import {describe} from '../../model/resource.ts';
import {escapeBlock, escapeLine} from '../../text/escape.ts';
import {type Color, opColors, type Paint} from '../../text/paint.ts';
import {patchOf} from '../../text/patch.ts';
import {yamlText} from '../../text/yaml.ts';

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
	return patchOf(before, after, 3).flatMap(({oldStart, oldLines, newStart, newLines, lines}) => [
		`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
		...lines,
	]);
}
