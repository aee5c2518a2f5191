/** How a Secret says what it is, in YAML and JSON, also where the rest of it is not to be read. */
export const namesSecret = /\bkind\\?["']?\s*:\s*\\?["']?secrets?\b/i;

/** Such as `{{ .Values.token | quote }}`, also over several lines; what follows one that does not end is none. */
const expressions = /\{\{(?:"(?:\\.|[^"\\\n])*"|`[^`]*`|(?!\}\})[^"`])*(?:\}\}|([\s\S]*))/g;
const literals = /(?:\b(fail|required|include|template|define|block)\s+)?(?:"((?:\\.|[^"\\\n])*)"|`([^`]*)`)/g;

/** What expressions of a template have in quotes, but for what is written to be said, and names of templates. */
export function literalsOfTemplate(document: string): readonly string[] {
	return Array.from(document.matchAll(expressions)).flatMap(([expression]) =>
		Array.from(expression.matchAll(literals)).flatMap(([, open, quoted = '', raw = '']) =>
			open === undefined ? [quoted + raw] : [],
		),
	);
}

/** Without expressions, and without what everybody sees of a Secret. */
export function hiddenLinesOf(document: string): string {
	const lines = document.replaceAll(expressions, expressed).split('\n');
	const members = membersOf(lines.filter(line => /[^\s\0]/.test(line)));
	const roots = new Set(members.flatMap(([first = '']) => (namesSecret.test(first) ? [indentOf(first)] : [])));
	const hidden = members.flatMap(member => (roots.has(indentOf(member[0] ?? '')) ? hiddenOf(member) : member));
	return hidden.map(line => line.replace(keyOfExpression, '\0').replaceAll('\0', '\n')).join('\n');
}

function expressed(_: string, unended = ''): string {
	return `\0${unended}`;
}

const keyOfExpression = /^[\s-]*["']?[\w./-]+["']?\s*:[\s"']*\0/;
const openLine = /^[\s-]*["']?(?:apiVersion|kind|type|immutable)["']?\s*:\s*["']?[\w./\0-]*["']?\s*$/;
const metadataLine = /^[\s-]*["']?metadata["']?\s*:/;
/** Wrongly indented, or what was applied last. */
const holdsMore = /(?<!meta)data\\?["']?\s*:/i;

/** Lines that are no deeper than the line before them that began one. */
function membersOf(lines: readonly string[]): readonly (readonly string[])[] {
	const members: string[][] = [];
	let indent = 0;
	for (const line of lines) {
		const member = members.at(-1);
		if (member === undefined || indentOf(line) <= indent) {
			members.push([line]);
			indent = indentOf(line);
		} else {
			member.push(line);
		}
	}

	return members;
}

function indentOf(line: string): number {
	return line.search(/[^\s-]|$/);
}

function hiddenOf(member: readonly string[]): readonly string[] {
	const [first = '', ...rest] = member;
	if (metadataLine.test(first)) {
		return holdsMore.test(member.join('\n')) ? member : [];
	}

	return openLine.test(first) ? rest : member;
}
