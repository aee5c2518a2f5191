import {readFileSync} from 'node:fs';
import type {Plugin} from 'esbuild';

type Replacement = readonly [original: string, replacement: string];

/** As many texts as some screens have lines. */
const kept = 2000;

/**
 * Ink forgets at each frame what it found out about texts, and takes the whole screen apart again: some milliseconds a
 * key. What it knows is kept here. Lines that begin at the left border, fit, and overlap with nothing, which are all
 * that we give it, go through as they are instead of cell by cell.
 */
const patches: Readonly<Record<string, readonly Replacement[]>> = {
	'output.js': [
		['caches = new OutputCaches();', 'caches = keptCaches();'],
		[
			'export default class Output',
			`let outputCaches = new OutputCaches();
const keptCaches = () => {
	const {styledChars, widths, blockWidths} = outputCaches;
	if (styledChars.size > ${kept} || widths.size > ${kept} || blockWidths.size > ${kept}) {
		outputCaches = new OutputCaches();
	}
	return outputCaches;
};
const wholeLines = ({operations, width, height, caches}) => {
	const lines = Array(height).fill('');
	const written = new Set();
	for (const {type, x, y, text, transformers} of operations) {
		if (type !== 'write' || x !== 0 || text.includes('\\n') || !(y in lines) || written.has(y)) {
			return undefined;
		}
		const line = transformers.reduce((before, transform) => transform(before, 0), text);
		if (line.includes('\\n') || caches.getStringWidth(line) > width) {
			return undefined;
		}
		written.add(y);
		lines[y] = line.trimEnd();
	}
	return {output: lines.join('\\n'), height};
};
export default class Output`,
		],
		['    get() {', '    get() {\n        const whole = wholeLines(this);\n        if (whole) return whole;'],
	],
	'squash-text-nodes.js': [
		[
			'const squashTextNodes = (node) => {',
			`let sanitizedTexts = new Map();
const sanitized = text => {
	const known = sanitizedTexts.get(text);
	if (known !== undefined) {
		return known;
	}
	if (sanitizedTexts.size > ${kept}) {
		sanitizedTexts = new Map();
	}
	const fresh = sanitizeAnsi(text);
	sanitizedTexts.set(text, fresh);
	return fresh;
};
const squashTextNodes = (node) => {`,
		],
		["text = sanitizeAnsi(text.replaceAll('\\r\\n', '\\n'));", "text = sanitized(text.replaceAll('\\r\\n', '\\n'));"],
	],
	'render-node-to-output.js': [
		["import widestLine from 'widest-line';", "import measureText from './measure-text.js';"],
		['const currentWidth = widestLine(text);', 'const currentWidth = measureText(text).width;'],
	],
};

const folder = /[\\/]ink[\\/]build[\\/]([\w-]+\.js)$/;

/** Patches Ink while it is bundled, and fails where Ink isn't what the patch was made for. */
export function patchInk(): Plugin {
	return {
		name: 'patch-ink',
		setup({onLoad, onEnd}) {
			const patched = new Set<string>();
			onLoad({filter: folder}, ({path}) => {
				const [, file = ''] = folder.exec(path) ?? [];
				const replacements = patches[file];
				if (replacements === undefined) {
					return undefined;
				}

				patched.add(file);
				return {contents: patch(readFileSync(path, 'utf8'), replacements, path), loader: 'js'};
			});
			onEnd(({metafile}) => {
				const isThere = Object.keys(metafile?.inputs ?? {}).some(input => input.includes('node_modules/ink/'));
				const missing = Object.keys(patches).filter(file => !patched.has(file));
				return isThere && missing.length > 0 ? {errors: [{text: `Ink has no build/${missing.join(', build/')}`}]} : {};
			});
		},
	};
}

/** React's developer tools: only wanted with DEV=true, and by themselves hundreds of kilobytes. */
export function leaveOutDevtools(): Plugin {
	return {
		name: 'leave-out-devtools',
		setup({onLoad, onResolve}) {
			onResolve({filter: /^react-devtools-core$/}, () => ({path: 'react-devtools-core', namespace: 'left-out'}));
			onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: 'export default {}'}));
		},
	};
}

export function patch(text: string, replacements: readonly Replacement[], path: string): string {
	return replacements.reduce((before, [original, replacement]) => {
		if (before.split(original).length !== 2) {
			throw new Error(`${path}: the patch does not fit: it has not exactly one ${JSON.stringify(original)}`);
		}

		return before.replace(original, () => replacement);
	}, text);
}
