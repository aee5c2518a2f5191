import type {Pace} from '../pace.ts';
import {printable} from '../printable.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {type Part, readTemplate, type Template} from './template-calls.ts';

const calls: ReadonlySet<string> = new Set([
	...['lookup', 'now', 'ago', 'uuidv4', 'shuffle', 'bcrypt', 'htpasswd', 'encryptAES'],
	...['randAlphaNum', 'randAlpha', 'randNumeric', 'randAscii', 'randBytes', 'randInt'],
	...['genPrivateKey', 'genCA', 'genCAWithKey', 'genSelfSignedCert', 'genSelfSignedCertWithKey'],
	...['genSignedCert', 'genSignedCertWithKey'],
]);
const mostTold = 20;

/**
 * Templates whose result is another one at each render, or depends on a cluster that they do not get to see: those of
 * which something was printed (`printed`), and what they put in.
 */
export async function unrepeatableIn(
	files: readonly WorkspaceFile[],
	printed: ReadonlySet<string>,
	pace: Pace,
): Promise<readonly string[]> {
	const templates = new Map<string, Template>();
	for (const {path, content} of files.filter(file => /(?:^|\/)templates\//.test(file.path))) {
		await pace();
		templates.set(path, await readTemplate(content.toString(), calls, pace));
	}

	const reached = reachedBy(templates, printed);
	const told = [...templates].flatMap(([path, {own, defined}]) =>
		[own, ...defined.values()]
			.filter(part => reached.has(part))
			.flatMap(part => part.calls)
			.toSorted((a, b) => a.line - b.line)
			.map(({name, line}) => `${printable(path, 300)}:${line} ${explain(name)}`),
	);
	const different = [...new Set(told)];
	const more = different.length - mostTold;
	return more > 0 ? [...different.slice(0, mostTold), `and ${more} more lines like these`] : different;
}

function reachedBy(templates: ReadonlyMap<string, Template>, printed: ReadonlySet<string>): ReadonlySet<Part> {
	const defined = Map.groupBy(
		[...templates.values()].flatMap(template => [...template.defined]),
		([name]) => name,
	);
	const reached = new Set([...printed].flatMap(path => templates.get(path)?.own ?? []));
	const named = new Set<string>();
	// What is added meanwhile is walked, too.
	for (const part of reached) {
		for (const name of namesIn(part, named, defined)) {
			named.add(name);
			for (const [, found] of defined.get(name) ?? []) {
				reached.add(found);
			}
		}
	}

	return reached;
}

/** Those that were not named before. */
function namesIn({includes, hasAny}: Part, named: ReadonlySet<string>, defined: ReadonlyMap<string, unknown>) {
	const isComplete = named.size >= defined.size && hasAny;
	return isComplete ? [] : [...(hasAny ? defined.keys() : includes)].filter(name => !named.has(name));
}

function explain(call: string): string {
	return call === 'lookup'
		? 'looks objects up in the cluster, and finds none here: what depends on them is rendered as on the first installation'
		: `uses ${call}, which makes something else of it at each render: the application may never be in sync`;
}
