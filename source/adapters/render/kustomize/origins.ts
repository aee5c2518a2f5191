import {text} from '../../../model/json.ts';
import type {Origin} from '../../../model/resource.ts';
import type {Attribute} from '../collect-manifests.ts';
import type {Pace} from '../pace.ts';
import {parseDocument} from '../parse-document.ts';
import {type DocumentText, splitDocuments} from '../split-documents.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';

/** What tells where the objects of a build come from. */
export type Clues = {
	/** The files that kustomizations name as resources. */
	readonly resources: ReadonlySet<string>;
	/** What generators make, and in which kustomization they stand. */
	readonly generated: readonly {readonly kind: string; readonly name: string; readonly file: string}[];
	/** What kustomizations put before and after names. */
	readonly prefixes: readonly string[];
	readonly suffixes: readonly string[];
};

/** More than anybody nests kustomizations. */
const mostGuesses = 50;
const mostAffixes = 20;
const longestName = 253;
const largestParsed = 64 * 1024;
const generatedHash = /-[a-z0-9]{10}$/;

/**
 * Finds the document that an object was written in, by kind and name. Kustomize can tell the file itself
 * (`originAnnotations`), and takes three times as long then; the line it doesn't know.
 */
export async function findOrigins(files: readonly WorkspaceFile[], clues: Clues, pace: Pace): Promise<Attribute> {
	const known = new Map<string, Origin>();
	for (const {kind, name, file} of clues.generated) {
		known.set(`${kind} ${name}`, {file});
	}

	for (const {path, content} of files.filter(file => clues.resources.has(file.path))) {
		await pace();
		for (const document of splitDocuments(content.toString())) {
			const {kind, name} = readHead(document);
			const origin = {file: path, line: document.contentLine ?? 1};
			known.set(`${kind} ${name}`, known.get(`${kind} ${name}`) ?? origin);
		}
	}

	const affixes = {prefixes: clues.prefixes.slice(0, mostAffixes), suffixes: clues.suffixes.slice(0, mostAffixes)};
	return (body, place) => {
		const kind = text(body, 'kind');
		const name = guesses(text(body, 'metadata', 'name'), affixes).find(guess => known.has(`${kind} ${guess}`));
		return {body, origin: known.get(`${kind} ${name}`) ?? {file: place.file}};
	};
}

/** What it may have been called before, the least changed first. */
function guesses(name: string, {prefixes, suffixes}: Pick<Clues, 'prefixes' | 'suffixes'>): readonly string[] {
	const all = new Set([name]);
	for (const guess of name.length > longestName ? [] : all) {
		const shorter = [
			...prefixes.filter(prefix => guess.startsWith(prefix)).map(prefix => guess.slice(prefix.length)),
			...suffixes.filter(suffix => guess.endsWith(suffix)).map(suffix => guess.slice(0, -suffix.length)),
			...(generatedHash.test(guess) ? [guess.replace(generatedHash, '')] : []),
		];
		for (const one of shorter.slice(0, mostGuesses - all.size)) {
			all.add(one);
		}
	}

	return [...all];
}

type Head = {readonly kind: string; readonly name: string};

const headLength = 4096;

type Field = {readonly indent: number; readonly key: string; readonly value: string};

/** Kind and name, without parsing where they are written as most people write them. */
function readHead({text: document}: DocumentText): Head {
	const fields = document.slice(0, headLength).split('\n').flatMap(readField);
	const kind = fields.find(({indent, key}) => indent === 0 && key === 'kind')?.value ?? '';
	const metadata = fields.slice(fields.findIndex(({indent, key}) => indent === 0 && key === 'metadata') + 1);
	const end = metadata.findIndex(({indent}) => indent === 0);
	const members = end < 0 ? metadata : metadata.slice(0, end);
	const name = members.find(({indent, key}) => key === 'name' && indent === members[0]?.indent)?.value ?? '';
	return kind !== '' && name !== '' ? {kind, name} : parseHead(document);
}

function readField(line: string): readonly Field[] {
	const [, indent = '', key, value = ''] = /^( *)([\w./-]+):[ \t]*["']?([\w.:-]*)/.exec(line) ?? [];
	return key === undefined ? [] : [{indent: indent.length, key, value}];
}

function parseHead(document: string): Head {
	const parsed = document.length > largestParsed ? undefined : parseDocument(document);
	const body = parsed && 'value' in parsed ? parsed.value : null;
	return {kind: text(body, 'kind'), name: text(body, 'metadata', 'name')};
}
