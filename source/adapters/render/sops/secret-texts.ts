import {isUtf8} from 'node:buffer';
import {isList, isObject, type Json} from '../../../model/json.ts';
import {parseDocument} from '../parse-document.ts';
import {searchFor} from '../search.ts';
import {type DocumentText, splitDocuments} from '../split-documents.ts';
import type {SopsFormat} from './format.ts';

/** What a file holds that it did not show when it was encrypted. */
export function secretTextsOf(encrypted: string, decrypted: string, format: SopsFormat): readonly string[] {
	const found = format === 'yaml' || format === 'json' ? ofTrees(encrypted, decrypted) : ofLines(decrypted, format);
	return [...new Set(found.filter(text => text !== ''))];
}

/** Shorter ones stand everywhere: hiding each `true` and `8080` would hide the rest, and no secret. */
const shortest = 6;
const mostForms = 5000;
/** For each character of a text that may hold one. */
const mostCompared = 64;

/** Says of which texts one of these is a part, in the forms in which templates pass them on. */
export function holdsOneOf(secrets: readonly string[]): (text: string) => boolean {
	const long = secrets.filter(text => text.length >= shortest);
	const forms = [...new Set(long.flatMap(formsOf))];
	// Of so many, each could be looked for in each text for ever.
	const isAny = forms.length > mostForms;
	const find = searchFor(isAny ? [] : forms, shortest);
	const holdsOne = (text: string) => find(text, mostCompared * text.length + 1000).next().done !== true;
	return text => text.length >= shortest && (isAny || [text, ...inBase64In(text)].some(holdsOne));
}

/** How often one is put into another: credentials of a registry are, within what is base64 itself. */
const mostLayers = 3;

/** What stands in a text in base64, and in that again: where a secret is only a part of it, it has a form of its own. */
function inBase64In(text: string, layers = mostLayers): readonly string[] {
	const found = layers === 0 ? [] : (text.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? []).map(plainOf);
	return found.flatMap(plain => (plain.length < shortest ? [] : [plain, ...inBase64In(plain, layers - 1)]));
}

function plainOf(inBase64: string): string {
	const bytes = Buffer.from(inBase64, 'base64');
	return isUtf8(bytes) ? bytes.toString('utf8') : '';
}

function formsOf(text: string): readonly string[] {
	const inBase64 = Buffer.from(text).toString('base64').replace(/=+$/, '');
	return [text, JSON.stringify(text).slice(1, -1), inBase64, ...decoded(text)];
}

/** The data of a Secret is base64 already when it is encrypted. */
function decoded(text: string): readonly string[] {
	const bytes = Buffer.from(text, 'base64');
	const plain = bytes.toString('utf8').trim();
	const isOne = bytes.toString('base64') === text && isUtf8(bytes) && plain.length >= shortest;
	return isOne ? [plain] : [];
}

function ofTrees(encrypted: string, decrypted: string): readonly string[] {
	const outer = documentsOf(encrypted).map(parse);
	return documentsOf(decrypted).flatMap((document, index) => {
		const inner = parse(document);
		return inner === undefined ? ofLines(document.text, 'dotenv') : hiddenIn(outer[index], inner);
	});
}

function documentsOf(text: string): readonly DocumentText[] {
	return splitDocuments(text).filter(({contentLine}) => contentLine !== undefined);
}

function parse({text}: DocumentText): Json | undefined {
	const parsed = parseDocument(text);
	return 'value' in parsed ? parsed.value : undefined;
}

/** What can't be told apart counts as hidden. */
function hiddenIn(outer: Json | undefined, inner: Json): readonly string[] {
	if (isObject(inner)) {
		return Object.entries(inner).flatMap(([key, value]) =>
			hiddenIn(isObject(outer) && Object.hasOwn(outer, key) ? outer[key] : undefined, value),
		);
	}

	if (isList(inner)) {
		return inner.flatMap((value, index) => hiddenIn(isList(outer) ? outer[index] : undefined, value));
	}

	return inner === null || outer === inner ? [] : [String(inner), ...linesOf(String(inner))];
}

/** A template may take a text line by line. */
function linesOf(text: string): readonly string[] {
	return text.includes('\n') ? text.split('\n').map(line => line.trim()) : [];
}

function ofLines(decrypted: string, format: SopsFormat): readonly string[] {
	const lines = linesOf(`${decrypted}\n`);
	return format === 'binary'
		? [decrypted.trim(), ...lines]
		: lines.map(line =>
				line
					.replace(/^[^=:]*[=:]/, '')
					.trim()
					.replace(/^(["'])(.*)\1$/, '$2'),
			);
}
