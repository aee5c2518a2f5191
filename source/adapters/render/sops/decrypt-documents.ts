import {dig} from '../../../model/json.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import {type DocumentText, splitDocuments} from '../split-documents.ts';
import type {Decryptor, Refused} from './decrypt.ts';
import {isEncrypted, type SopsFormat} from './format.ts';

export type Piece = {
	readonly text: string;
	/** The lines of the file at which its documents begin, where they are not those of the text. */
	readonly lines: readonly number[];
	readonly secrets: readonly string[];
};

export type Opened = {
	readonly pieces: readonly Piece[];
	readonly refused: readonly Refused[];
	/** What has decrypted something of it; empty where nothing was to be decrypted. */
	readonly tool: string;
};

type File = {readonly path: string; readonly text: string};

/**
 * The documents of a file, decrypted where SOPS has encrypted them: all together, or some of them for themselves, as
 * when encrypted files were put one behind the other.
 */
export async function openDocuments(file: File, decryptor: Decryptor, signal: AbortSignal): Promise<Opened> {
	const format = file.path.endsWith('.json') ? 'json' : 'yaml';
	if (!isEncrypted(file.text, format)) {
		return {pieces: [{text: file.text, lines: [], secrets: []}], refused: [], tool: ''};
	}

	const pieces: Piece[] = [];
	const refused: Refused[] = [];
	let tool = '';
	for (const group of groupsOf(file.text, format)) {
		const opened = await openGroup(group, {...file, format, decryptor}, signal);
		if ('problem' in opened) {
			const scope = opened.lacking?.includes('sops') ? 'application' : 'file';
			refused.push({...opened, problem: {...opened.problem, scope}});
		} else {
			tool ||= opened.tool;
			pieces.push(opened.piece);
		}
	}

	return {pieces, refused, tool};
}

type Group = {
	/** Of SOPS: equal for what it has encrypted together; empty for what it has not. */
	readonly mac: string;
	readonly documents: DocumentText[];
};

function groupsOf(text: string, format: SopsFormat): readonly Group[] {
	const groups: Group[] = [];
	for (const document of splitDocuments(text)) {
		const isEmpty = document.contentLine === undefined;
		const mac = isEmpty ? undefined : macOf(document, format);
		const last = groups.at(-1);
		if (last !== undefined && (mac === undefined || last.mac === mac)) {
			last.documents.push(document);
		} else {
			groups.push({mac: mac ?? '', documents: [document]});
		}
	}

	return groups;
}

function macOf({text}: DocumentText, format: SopsFormat): string {
	if (!isEncrypted(text, format)) {
		return '';
	}

	const parsed = parseDocument(text);
	const mac = 'value' in parsed ? dig(parsed.value, 'sops', 'mac') : undefined;
	// Without one it is still for sops to say what is wrong with it.
	return typeof mac === 'string' ? mac : 'none';
}

type Opening = File & {readonly format: SopsFormat; readonly decryptor: Decryptor};

type OpenedGroup = {readonly piece: Piece; readonly tool: string} | Refused;

async function openGroup({mac, documents}: Group, opening: Opening, signal: AbortSignal): Promise<OpenedGroup> {
	const text = documents.map(one => one.text).join('');
	if (mac === '') {
		const above = '\n'.repeat((documents[0]?.startLine ?? 1) - 1);
		return {piece: {text: above + text, lines: [], secrets: []}, tool: ''};
	}

	const {path, format, decryptor} = opening;
	const lines = documents.flatMap(({contentLine}) => contentLine ?? []);
	const where = `${printable(path, 300)}:${lines[0] ?? 1}`;
	const opened = await decryptor.decrypt({where, content: Buffer.from(text), format}, signal);
	return 'problem' in opened
		? opened
		: {piece: {text: opened.content.toString('utf8'), lines, secrets: opened.secrets}, tool: opened.tool};
}
