import {posix} from 'node:path';

const inner = /accumulating resources: accumulation err='(.*)': must build at directory.*$/;
const outer = /^accumulating resources: (?=accumulating resources from |merging )/;
/** Where something was in the memory of a program that is gone: another place each time. */
const pointers = / ?&\{0x[0-9a-f]+[^{}]*\}/g;
const broken = /yaml: line (\d+): .* in File: (\S+)/;
/** Files of a chart are told from its folder, value files as they were given. */
const unloaded = /(cannot load|failed to parse) ([^:]+): .*?yaml: line (\d+):/;
const subcharts = /error unpacking subchart ([^\s/]+) in /g;
/** How Go says it of a mapping with such a key, which Kustomize writes without quotes whatever it is given. */
const untextKey = /^.*json: unsupported type: map\[interface \{\}\]interface \{\}/s;
const textKeys =
	'a key that is no text to Kustomize (as true, n, 1 or 2020-01-01, be it in quotes), which fails at it: take another';

/** A tool's words without those by which it tells how it went astray: Kustomize tries a file again as a folder. */
export function whatMatters(told: string): string {
	let words = told.replaceAll(pointers, '');
	for (let match = inner.exec(words); match !== null; match = inner.exec(words)) {
		words = words.slice(0, match.index) + match[1];
	}

	return words.replace(outer, '').replace(untextKey, textKeys);
}

type Place = {readonly file: string; readonly line: string};

/** The file and the line that Kustomize and Helm tell of what they can't parse. */
export function brokenFile(told: string, folder: string): Place | undefined {
	const [, line, file] = broken.exec(told) ?? [];
	return line === undefined || file === undefined ? unloadedFile(told, folder) : {file, line};
}

function unloadedFile(told: string, folder: string): Place | undefined {
	const [words = '', what, file, line] = unloaded.exec(told) ?? [];
	if (file === undefined || line === undefined) {
		return undefined;
	}

	const within = [...told.slice(0, told.indexOf(words)).matchAll(subcharts)].map(([, name = '']) => `charts/${name}`);
	return {line, file: what === 'cannot load' ? posix.join(folder, ...within, file) : posix.normalize(file)};
}
