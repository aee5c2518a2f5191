import type {Manifest} from '../../model/resource.ts';
import type {Rendered} from '../../model/sources.ts';
import type {TreeEntry} from '../git/tree.ts';
import {Collector} from './collect-manifests.ts';
import {markPrivate} from './mark-private.ts';
import {createPace} from './pace.ts';
import {type ReadBlobs, readTexts} from './read-text.ts';
import type {Decryptor, Refused} from './sops/decrypt.ts';
import {type Opened, openDocuments, type Piece} from './sops/decrypt-documents.ts';

const filesAtOnce = 64;

export type FromFiles = Pick<Rendered, 'manifests' | 'problems' | 'remarks' | 'tool' | 'lacking' | 'isPrivate'>;

type Given = {readonly read: ReadBlobs; readonly decryptor: Decryptor};

/** What plain files declare, in their order. */
export async function renderFiles(
	entries: readonly TreeEntry[],
	{read, decryptor}: Given,
	signal: AbortSignal,
): Promise<FromFiles & {readonly isLasting: boolean}> {
	const pace = createPace(signal);
	const collector = new Collector(pace);
	const gathered = new Gathered(collector);
	for (let start = 0; start < entries.length; start += filesAtOnce) {
		signal.throwIfAborted();
		for (const file of await readTexts(entries.slice(start, start + filesAtOnce), read)) {
			await pace();
			if ('problem' in file) {
				collector.addProblem(file.problem);
			} else {
				const {path} = file.entry;
				await gathered.add(path, await openDocuments({path, text: file.text}, decryptor, signal));
			}
		}
	}

	return gathered.all();
}

/** What the documents of files declare, decrypted or not. */
class Gathered {
	readonly #collector: Collector;
	readonly #private = new Map<Manifest, Manifest>();
	readonly #refused: Refused[] = [];
	#tool = '';

	constructor(collector: Collector) {
		this.#collector = collector;
	}

	async add(path: string, {pieces, refused, tool}: Opened): Promise<void> {
		this.#tool ||= tool;
		for (const piece of pieces) {
			await this.#addPiece(path, piece);
		}

		for (const one of refused) {
			this.#refused.push(one);
			this.#collector.addProblem(one.problem);
		}
	}

	all(): FromFiles & {readonly isLasting: boolean} {
		const {manifests} = this.#collector;
		const lacking = [...new Set(this.#refused.flatMap(one => one.lacking ?? []))];
		return {
			manifests: manifests.map(manifest => this.#private.get(manifest) ?? manifest),
			problems: this.#collector.problems(),
			remarks: this.#collector.remarks(),
			tool: this.#tool,
			...(this.#tool !== '' && {isPrivate: true}),
			...(lacking.length > 0 && {lacking}),
			// Keys may come.
			isLasting: this.#refused.length === 0,
		};
	}

	async #addPiece(path: string, {text, lines, secrets}: Piece): Promise<void> {
		const {added} = this.#collector;
		const known = added.length;
		await this.#collector.addText(path, text, lines);
		if (secrets.length > 0) {
			const isSecret = isOneOf(secrets);
			for (const manifest of added.slice(known)) {
				this.#private.set(manifest, markPrivate(manifest, isSecret));
			}
		}
	}
}

/** What was encrypted in the object itself is private however short it is. */
function isOneOf(secrets: readonly string[]): (leaf: string) => boolean {
	const all = new Set(secrets);
	return leaf => all.has(leaf);
}
