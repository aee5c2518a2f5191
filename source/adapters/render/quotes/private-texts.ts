import {posix} from 'node:path';
import {isList, isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {isSecretKind} from '../../../model/resource.ts';
import {parseDocument} from '../parse-document.ts';
import {splitDocuments} from '../split-documents.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';

/** Of a manifest everybody sees these. */
const seen: readonly string[] = ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'target'];

/** How a Secret says what it is, in YAML and JSON, also where the rest of it is not to be read. */
export const namesSecret = /\bkind\\?["']?\s*:\s*\\?["']?secrets?\b/i;

type Files = readonly WorkspaceFile[];

/**
 * Of what Secrets are made among what a program reads: manifests, also those that don't parse, patches, and what
 * generators of Kustomize name.
 */
export function textsOfSecrets(files: Files): readonly string[] {
	const found = new Found(files);
	for (const {path, content} of files) {
		const whole = content.toString('utf8');
		if (/secret/i.test(whole)) {
			found.addText(whole, posix.dirname(path));
		}
	}

	return found.texts;
}

/** All that values say, as for a chart. */
export function textsOfValues(content: string): readonly string[] {
	return splitDocuments(content).flatMap(({text: document}) => {
		const parsed = parseDocument(document);
		return 'value' in parsed ? leavesOf(parsed.value) : linesOf(document);
	});
}

class Found {
	readonly texts: string[] = [];
	readonly #files: Files;
	#depth = 0;

	constructor(files: Files) {
		this.#files = files;
	}

	addText(whole: string, folder: string): void {
		for (const {text: document} of splitDocuments(whole)) {
			const parsed = parseDocument(document);
			if ('value' in parsed) {
				this.#walk(parsed.value, folder);
			} else if (namesSecret.test(document)) {
				this.texts.push(...linesOf(document));
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
			const hidden = Object.entries(value).filter(([name]) => !seen.includes(name));
			this.texts.push(...hidden.flatMap(([, member]) => leavesOf(member)));
		}

		if (isSecretKind(text(value, 'target', 'kind'))) {
			this.texts.push(...textsOfValues(text(value, 'patch')), ...this.#read(folder, text(value, 'path')));
		}

		for (const generator of items(value, 'secretGenerator')) {
			this.#addGenerator(generator, folder);
		}
	}

	#addGenerator(generator: Json, folder: string): void {
		const list = (name: string) => items(generator, name).flatMap(item => (typeof item === 'string' ? [item] : []));
		const env = [...list('envs'), text(generator, 'env')];
		const files = list('files').map(file => file.slice(file.indexOf('=') + 1));
		this.texts.push(
			...list('literals').flatMap(literal => [literal, ...sidesOf(literal)]),
			...[...env, ...files].flatMap(name => this.#read(folder, name)),
		);
	}

	#read(folder: string, name: string): readonly string[] {
		const path = posix.join(folder, name);
		const whole = name === '' ? undefined : this.#files.find(file => file.path === path)?.content.toString('utf8');
		return whole === undefined ? [] : [whole.trim(), ...textsOfValues(whole), ...linesOf(whole)];
	}
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

/** Each line, and what stands behind its key. */
function linesOf(whole: string): readonly string[] {
	return whole.includes('\n') ? whole.split('\n').flatMap(line => [line.trim(), ...sidesOf(line)]) : sidesOf(whole);
}

function sidesOf(line: string): readonly string[] {
	const [, side = ''] = /^[^=:]*[=:](.*)$/s.exec(line) ?? [];
	const plain = side.trim().replace(/^(["'])(.*)\1$/, '$2');
	// In braces, more than one.
	return [plain, ...side.split(/[{},[\]]/).map(piece => piece.replace(/^[^:=]*[:=]\s*/, '').trim())];
}
