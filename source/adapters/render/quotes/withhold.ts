import {posix} from 'node:path';
import type {Prepared} from '../tools/prepared.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {textsOfSecrets, textsOfValues} from './private-texts.ts';
import {withheldWord, withoutQuotations} from './quotations.ts';
import {quotedParts} from './quoted-parts.ts';
import {textsOfCode} from './texts-of-code.ts';
import {isOpen, placesOf, shortest, withoutTexts} from './without-texts.ts';

/** Shorter lines of a text stand in others too. */
const shortestLine = 8;
/** Of more, a message is withheld as a whole. */
const mostTexts = 20_000;

type Given = {readonly prepared: Prepared; readonly args: readonly string[]; readonly files: readonly WorkspaceFile[]};

/** What a program said, without what it quotes of Secrets and of values. */
export function withoutPrivateTexts(messages: string, given: Given): string {
	if (messages.trim() === '') {
		return messages;
	}

	const texts = privateTextsIn(messages, given);
	if (texts === undefined) {
		return `${withheldWord}\n`;
	}

	const left = withoutQuotations(messages);
	const paths = given.prepared.inputs.map(({path}) => path);
	return withoutTexts(left, [...new Set(texts.flatMap(formsOf))], quotedParts(left, texts, paths));
}

/** Undefined where there are too many. */
function privateTextsIn(messages: string, {prepared, args, files}: Given): readonly string[] | undefined {
	const all = new Set([
		...textsOfSecrets(files),
		...files.filter(file => isOfValues(file, prepared, args)).flatMap(({content}) => textsOfValues(content.toString())),
		...Object.values(prepared.plugin?.variables ?? {}),
		...args.flatMap(textsOfArgument),
		...(prepared.tools.includes('jsonnet') ? textsOfCode(files, prepared.inputs, messages) : []),
	]);
	const hidden = [...new Set([...all].flatMap(withLines))].filter(
		text => text.length >= shortest && !isOpen.test(text),
	);
	if (hidden.length > mostTexts) {
		return undefined;
	}

	// What a file is called is no secret.
	const paths = prepared.inputs.map(({path}) => path).join('\n');
	const named = new Set(Array.from(placesOf(hidden, paths), ({start, end}) => paths.slice(start, end)));
	return hidden.filter(text => !named.has(text));
}

/** Of `--set=name=value`, and of `name=value` by itself. */
function textsOfArgument(argument: string): readonly string[] {
	const [, value = ''] = /^(?:--[\w-]+=)?[^-=][^=]*=([\s\S]+)$/.exec(argument) ?? [];
	const plain = value.replaceAll('\\,', ',');
	return [value, plain, ...textsOfValues(plain)];
}

function isOfValues({path}: WorkspaceFile, {tools}: Prepared, args: readonly string[]): boolean {
	const isNamed = args.some(argument => /^--(?:values|set-file)=/.test(argument) && argument.includes(path));
	return isNamed || (tools.includes('helm') && /^values\.ya?ml$/.test(posix.basename(path)));
}

function withLines(text: string): readonly string[] {
	const lines = text.includes('\n') ? text.split('\n').map(line => line.trim()) : [];
	return [text, ...lines.filter(line => line.length >= shortestLine)];
}

/** As it is, and as it is quoted and passed on. */
function formsOf(text: string): readonly string[] {
	const quoted = JSON.stringify(text).slice(1, -1);
	const forms = [quoted, quoted.replaceAll(/[<>&\u2028\u2029]/g, escapedByGo), ...floatsOf(text)];
	const inBase64 = Buffer.from(text).toString('base64').replace(/=+$/, '');
	return [text, ...forms, ...forms.map(form => JSON.stringify(form).slice(1, -1)), inBase64];
}

/** Go's JSON can stand in HTML. */
function escapedByGo(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Go prints large numbers as `1.23e+12`, and small ones as `1e-05`. */
function floatsOf(text: string): readonly string[] {
	return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)
		? [
				Number(text)
					.toExponential()
					.replace(/(?<=e[+-])(?=\d$)/, '0'),
			]
		: [];
}
