const inner = /accumulating resources: accumulation err='(.*)': must build at directory.*$/;
const outer = /^accumulating resources: (?=accumulating resources from |merging )/;
/** Where something was in the memory of a program that is gone: another place each time. */
const pointers = / ?&\{0x[0-9a-f]+[^{}]*\}/g;
const broken = /yaml: line (\d+): .* in File: (\S+)/;
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

/** The file and the line that Kustomize tells of what it can't parse, the line first. */
export function brokenFile(told: string): {readonly file: string; readonly line: string} | undefined {
	const [, line, file] = broken.exec(told) ?? [];
	return line === undefined || file === undefined ? undefined : {file, line};
}
