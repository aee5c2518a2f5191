import {posix} from 'node:path';
import {isList, isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {isSecretKind} from '../../../model/resource.ts';
import {parseDocument} from '../parse-document.ts';
import {splitDocuments} from '../split-documents.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {hiddenLinesOf, literalsOfTemplate, namesSecret} from './unparsed-manifest.ts';

/** Of a manifest everybody sees these. */
const seen: readonly string[] = ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'target'];

type Files = readonly WorkspaceFile[];

/**
 * Of what Secrets are made among what a program reads: manifests, also those that don't parse, patches, and what
 * generators of Kustomize name.
 */
export function textsOfSecrets(files: Files): readonly string[] {
	const found = new Found(files);
	const wholes = files.map(({path, content}) => ({path, whole: content.toString('utf8')}));
	const isAny = wholes.some(({whole}) => /secret/i.test(whole));
	for (const {path, whole} of wholes) {
		// What is patched may stand in another file.
		if (isAny && /secret|target/i.test(whole)) {
			found.addText(whole, posix.dirname(path));
		}
	}

	return [...found.texts];
}

/** All that values say, as for a chart. */
export function textsOfValues(content: string): readonly string[] {
	return splitDocuments(content).flatMap(({text: document}) => {
		const parsed = parseDocument(document);
		return 'value' in parsed ? leavesOf(parsed.value) : linesOf(document);
	});
}

class Found {
	readonly texts = new Set<string>();
	readonly #files: ReadonlyMap<string, WorkspaceFile['content']>;
	/** By the way in which their texts were taken, the paths of files. */
	readonly #read = new Map<typeof textsOfFile, Set<string>>();
	#depth = 0;

	constructor(files: Files) {
		this.#files = new Map(files.map(({path, content}) => [path, content]));
	}

	addText(whole: string, folder: string): void {
		for (const {text: document} of splitDocuments(whole)) {
			const parsed = parseDocument(document);
			if ('value' in parsed) {
				this.#walk(parsed.value, folder);
			} else if (namesSecret.test(document)) {
				this.#addAll(linesOfManifest(document));
			}
		}
	}

	#walk(value: Json, folder: string): void {
		if (typeof value === 'string') {
			this.#addInner(value, folder);
		} else if (isList(value)) {
			this.#walkAll(value, folder);
		} else if (isObject(value)) {
			this.#addObject(value, folder);
			this.#walkAll(Object.values(value), folder);
		}
	}

	#walkAll(values: readonly Json[], folder: string): void {
		for (const value of values) {
			this.#walk(value, folder);
		}
	}

	/** A patch as a text. */
	#addInner(value: string, folder: string): void {
		if (this.#depth === 0 && namesSecret.test(value)) {
			this.#depth += 1;
			this.addText(value, folder);
			this.#depth -= 1;
		}
	}

	#addObject(value: JsonObject, folder: string): void {
		if (isSecretKind(text(value, 'kind'))) {
			this.#addAll(hiddenIn(value));
		}

		if (isObject(value.target) && maySelectSecrets(text(value, 'target', 'kind'))) {
			this.#addAll(textsOfPatch(text(value, 'patch')));
			this.#addFile(folder, text(value, 'path'), textsOfPatchFile);
		}

		for (const generator of items(value, 'secretGenerator')) {
			this.#addGenerator(generator, folder);
		}
	}

	#addGenerator(generator: Json, folder: string): void {
		const list = (name: string) => items(generator, name).flatMap(item => (typeof item === 'string' ? [item] : []));
		const env = [...list('envs'), text(generator, 'env')];
		const files = list('files').map(file => file.slice(file.indexOf('=') + 1));
		this.#addAll(list('literals').flatMap(literal => [literal, ...sidesOf(literal)]));
		for (const name of [...env, ...files]) {
			this.#addFile(folder, name, textsOfFile);
		}
	}

	/** A file may be named any number of times. */
	#addFile(folder: string, name: string, textsIn: typeof textsOfFile): void {
		const path = posix.join(folder, name);
		const read = this.#read.get(textsIn) ?? new Set();
		const whole = this.#files.get(path);
		if (name !== '' && whole !== undefined && !read.has(path)) {
			this.#read.set(textsIn, read.add(path));
			this.#addAll(textsIn(whole.toString('utf8')));
		}
	}

	#addAll(texts: readonly string[]): void {
		for (const one of texts) {
			this.texts.add(one);
		}
	}
}

/** All that a file says of which nothing is known. */
export function textsOfFile(whole: string): readonly string[] {
	return [whole.trim(), ...textsOfValues(whole), ...linesOf(whole)];
}

/** Kustomize takes the kind for a regular expression of Go's: of all but names, one or another, it may match any kind. */
function maySelectSecrets(kind: string): boolean {
	return !/^[\w|]+$/.test(kind) || kind.split('|').some(name => name === '' || isSecretKind(name));
}

function textsOfPatchFile(whole: string): readonly string[] {
	return [whole.trim(), ...textsOfPatch(whole)];
}

/** What a patch puts into an object, and not where. */
function textsOfPatch(patch: string): readonly string[] {
	return splitDocuments(patch).flatMap(({text: document}) => {
		const parsed = parseDocument(document);
		if (!('value' in parsed)) {
			return linesOfManifest(document);
		}

		const {value} = parsed;
		return isList(value) ? value.flatMap(textsOfOperation) : isObject(value) ? hiddenIn(value) : leavesOf(value);
	});
}

function textsOfOperation(operation: Json): readonly string[] {
	return leavesOf(isObject(operation) && text(operation, 'op') !== '' ? (operation.value ?? '') : operation);
}

function hiddenIn(object: JsonObject): readonly string[] {
	return Object.entries(object).flatMap(([name, member]) => (seen.includes(name) ? [] : leavesOf(member)));
}

function leavesOf(value: Json): readonly string[] {
	if (isObject(value)) {
		return Object.values(value).flatMap(leavesOf);
	}

	return isList(value)
		? value.flatMap(leavesOf)
		: [String(value), ...linesOf(String(value)), ...decoded(String(value))];
}

function decoded(value: string): readonly string[] {
	const bytes = Buffer.from(value, 'base64');
	return bytes.length > 0 && bytes.toString('base64') === value ? [bytes.toString('utf8')] : [];
}

/** Of one that can't be parsed. */
function linesOfManifest(document: string): readonly string[] {
	return [...literalsOfTemplate(document), ...linesOf(hiddenLinesOf(document))];
}

/** Each line, and what stands behind its key. */
function linesOf(whole: string): readonly string[] {
	return whole.includes('\n') ? whole.split('\n').flatMap(line => [line.trim(), ...sidesOf(line)]) : sidesOf(whole);
}

function sidesOf(line: string): readonly string[] {
	const [, side = ''] = /^[^=:]*[=:](.*)$/s.exec(line) ?? [];
	// In braces, more than one.
	const pieces = side.split(/[{},[\]]/).map(piece => piece.replace(/^[^:=]*[:=]\s*/, ''));
	return [side, ...pieces].flatMap(plainOf);
}

/** Also without its tag, its anchor and its quotes. */
function plainOf(written: string): readonly string[] {
	const whole = written.trim();
	const both = [whole, whole.replace(/^(?:[!&]\S*\s+)+/, '')].map(one => one.replace(/^(["'])(.*)\1$/s, '$2'));
	return both.filter(one => !isSecretKind(one));
}
