import type {Change} from '../../model/change.ts';
import type {JsonObject} from '../../model/json.ts';
import {describe} from '../../model/resource.ts';
import {escapeBlock, escapeLine} from '../../text/escape.ts';
import {type Color, opColors, type Paint} from '../../text/paint.ts';
import {patchOf} from '../../text/patch.ts';
import {yamlText} from '../../text/yaml.ts';

type Differing = Pick<Change, 'before' | 'after'>;

const lineColors: Readonly<Record<string, Color>> = {'+': 'green', '-': 'red', '@': 'cyan'};

type Sides = {readonly before: string; readonly after: string};

const liveAndWanted: Sides = {before: 'live', after: 'wanted'};

/** A unified diff of both sides, by default what is there and what is wanted, under a line that names the object. */
export function diffText(change: Differing & Pick<Change, 'op' | 'id'>, paint: Paint, sides = liveAndWanted): string {
	const name = escapeLine(describe(change.id));
	const lines = [
		paint(opColors[change.op], `${change.op} ${name}`),
		paint('bold', change.before === undefined ? '--- /dev/null' : `--- ${sides.before}/${name}`),
		paint('bold', change.after === undefined ? '+++ /dev/null' : `+++ ${sides.after}/${name}`),
		...patchLinesOf(change).map(line => paint(lineColors[line[0] ?? ''] ?? 'plain', escapeBlock(line))),
	];
	return `${lines.join('\n')}\n`;
}

/** The lines of a unified diff, as they are. */
export function patchLinesOf({before, after}: Differing): readonly string[] {
	return patchLines(textOf(before), textOf(after));
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
