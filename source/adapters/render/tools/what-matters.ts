const inner = /accumulating resources: accumulation err='(.*)': must build at directory.*$/;
const outer = /^accumulating resources: (?=accumulating resources from |merging )/;
/** Where something was in the memory of a program that is gone: another place each time. */
const pointers = / ?&\{0x[0-9a-f]+[^{}]*\}/g;
const broken = /yaml: line (\d+): .* in File: (\S+)/;

/** A tool's words without those by which it tells how it went astray: Kustomize tries a file again as a folder. */
export function whatMatters(told: string): string {
	let words = told.replaceAll(pointers, '');
	for (let match = inner.exec(words); match !== null; match = inner.exec(words)) {
		words = words.slice(0, match.index) + match[1];
	}

	return words.replace(outer, '');
}

/** The file and the line that Kustomize tells of what it can't parse, the line first. */
export function brokenFile(told: string): {readonly file: string; readonly line: string} | undefined {
	const [, line, file] = broken.exec(told) ?? [];
	return line === undefined || file === undefined ? undefined : {file, line};
}
