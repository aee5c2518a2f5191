import {posix} from 'node:path';
import type {KustomizeOptions} from '../../../model/application.ts';
import {isObject, type JsonObject} from '../../../model/json.ts';
import type {Problem} from '../../../model/problem.ts';
import type {Tree, TreeEntry} from '../../git/tree.ts';
import {createPace} from '../pace.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import {formatOf} from '../sops/format.ts';
import type {Input} from '../tools/prepared.ts';
import {Complaints, type Said} from './complaints.ts';
import {isWrittenOut, readConfiguration, withConfigurationAnew} from './configuration.ts';
import {configurationFields, folderFields, plainFields, wrongFields} from './fields.ts';
import {FilesRead} from './files-read.ts';
import {lookUp} from './look-up.ts';
import {Names} from './names.ts';
import type {Clues} from './origins.ts';
import {fileReferences, type Reference, textsOf} from './references.ts';

export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Everything that a build of one folder reads, found without running it. */
export type Inputs = {
	readonly entries: readonly Input[];
	readonly problems: readonly Problem[];
	/** The folder's own kustomization, parsed. */
	readonly root: Kustomization | undefined;
	/** Those that it builds on, and itself. */
	readonly kustomizations: readonly Kustomization[];
	/** What configures generators and transformers, by its path, as it was read here. */
	readonly configuration: ReadonlyMap<string, string>;
	readonly clues: Clues;
};

type Kustomization = {readonly path: string; readonly body: JsonObject};

type Place = Said & {
	/** The kustomization to which the files belong that are named there: generators of a folder read what is beside it. */
	readonly reader: string;
};

type Visit = {readonly folder: string; readonly reader: string | undefined};

/** What an application adds to the kustomization, as far as it names files or changes names. */
const added = ['components', 'patches', 'namePrefix', 'nameSuffix'] as const;

/** Walks a kustomization and all that it builds on. */
export class InputFinder {
	readonly #tree: Tree;
	readonly #read: ReadBlobs;
	readonly #files = new FilesRead();
	readonly #pace = createPace();
	readonly #folders = new Set<string>();
	readonly #complaints = new Complaints();
	readonly #left: Visit[] = [];
	readonly #kustomizations: Kustomization[] = [];
	readonly #configuration = new Map<string, string>();
	readonly #resources = new Set<string>();
	readonly #names = new Names();

	constructor(tree: Tree, read: ReadBlobs) {
		this.#tree = tree;
		this.#read = read;
	}

	/** `folder` from the top of the repository, empty for the top itself; with what an application adds to it. */
	async find(
		folder: string,
		{components, patches, namePrefix, nameSuffix}: Pick<KustomizeOptions, (typeof added)[number]>,
	): Promise<Inputs> {
		let root: Inputs['root'];
		this.#names.note({namePrefix, nameSuffix}, '');
		this.#visit(folder);
		await this.#follow(posix.join(folder, 'kustomization.yaml'), {components, patches}, true);
		for (let next = this.#left.shift(); next !== undefined; next = this.#left.shift()) {
			const found = await this.#readKustomization(next);
			root = next.folder === folder ? (found ?? root) : root;
		}

		const clues = {resources: this.#resources, ...this.#names.clues()};
		return {
			entries: this.#files.inputs(),
			problems: [...this.#complaints.problems, ...this.#files.problems()],
			root,
			kustomizations: this.#kustomizations,
			configuration: this.#configuration,
			clues,
		};
	}

	#visit(folder: string, reader?: string): void {
		const key = JSON.stringify([folder, reader]);
		if (!this.#folders.has(key)) {
			this.#folders.add(key);
			this.#left.push({folder, reader});
		}
	}

	async #readKustomization({folder, reader}: Visit): Promise<Kustomization | undefined> {
		const [entry, other] = (this.#tree.get(folder) ?? []).filter(({name}) => kustomizationNames.includes(name));
		if (entry === undefined) {
			// Kustomize says so itself, and from where the folder was named.
			return undefined;
		}

		if (other !== undefined || entry.kind !== 'file') {
			const message =
				other === undefined
					? `this is a ${entry.kind}, and Kustomize is given files only: commit the file itself`
					: `beside it is ${other.name}, and Kustomize takes one kustomization a folder: delete one of them`;
			return this.#complaints.add({file: entry.path, field: '', at: []}, message);
		}

		const body = await this.#parse(entry);
		if (body === undefined) {
			return undefined;
		}

		const kustomization = {path: entry.path, body: withConfigurationAnew(body)};
		this.#kustomizations.push(kustomization);
		if (reader === undefined) {
			this.#names.note(body, entry.path);
			await this.#follow(entry.path, body);
		} else {
			await this.#followPlain(kustomization, reader);
		}

		return kustomization;
	}

	async #follow(file: string, body: JsonObject, isOption = false): Promise<void> {
		for (const {field, message, at} of wrongFields(body)) {
			this.#complaints.add({file, field, at, isOption}, message);
		}

		for (const field of folderFields) {
			for (const {text, at} of textsOf(body[field], [field])) {
				await this.#refer({file, field, at, isOption, reader: file}, text);
			}
		}

		for (const reference of fileReferences(body)) {
			this.#referToFile({...reference, file, isOption}, reference);
		}
	}

	/** A folder of generators or transformers: what changes them could make them read other files than they say. */
	async #followPlain({path, body}: Kustomization, reader: string): Promise<void> {
		for (const field of Object.keys(body).filter(key => !plainFields.has(key))) {
			const message = 'a kustomization of generators or transformers may have nothing but resources here';
			this.#complaints.add({file: path, field: printable(field, 100), at: [field]}, message);
		}

		for (const {text, at} of textsOf(body.resources, ['resources'])) {
			await this.#refer({file: path, field: 'resources', at, reader}, text);
		}
	}

	async #refer(place: Place, reference: string): Promise<void> {
		await this.#pace();
		const {file, field, reader} = place;
		const isConfiguration = configurationFields.has(field) || reader !== file;
		if (isConfiguration && isWrittenOut(reference)) {
			this.#configure(place, reference);
			return;
		}

		const target = this.#lookUp(place, reference);
		if (target === 'folder') {
			const path = posix.join(posix.dirname(file), reference).replace(/\/$/, '').replace(/^\.$/, '');
			this.#visit(path, isConfiguration ? reader : undefined);
		} else if (target !== undefined) {
			await (isConfiguration ? this.#readConfiguration(place, target) : this.#noteResource(target));
		}
	}

	#noteResource(entry: TreeEntry): void {
		this.#resources.add(entry.path);
		this.#files.note(entry, formatOf(entry.path));
	}

	async #readConfiguration(place: Place, entry: TreeEntry): Promise<void> {
		this.#files.noteParsed(entry);
		if (!this.#files.isTooMuch(entry)) {
			const [content] = await this.#read([entry.id]);
			const anew = this.#configure({...place, file: entry.path, at: []}, content?.toString('utf8') ?? '');
			this.#configuration.set(entry.path, anew);
		}
	}

	/** Tells how it is to be given to Kustomize. */
	#configure(place: Place, written: string): string {
		const {file, reader} = place;
		const {references, problems, anew} = readConfiguration(written);
		for (const message of problems) {
			this.#complaints.add(place, message);
		}

		for (const reference of references) {
			const at = file === reader ? place.at : [];
			this.#referToFile({file: reader, field: reference.field, at}, reference);
		}

		return anew;
	}

	#referToFile(said: Said, {reference, sops}: Reference): void {
		const target = this.#lookUp(said, reference);
		if (target !== undefined && target !== 'folder') {
			this.#files.note(target, sops);
		}
	}

	#lookUp(said: Said, reference: string): TreeEntry | 'folder' | undefined {
		const target = lookUp(this.#tree, posix.dirname(said.file), reference);
		return target !== 'folder' && 'problem' in target ? this.#complaints.add(said, target.problem) : target;
	}

	async #parse(entry: TreeEntry): Promise<JsonObject | undefined> {
		this.#files.noteParsed(entry);
		if (this.#files.isTooMuch(entry)) {
			return undefined;
		}

		const [content] = await this.#read([entry.id]);
		const text = content?.toString('utf8') ?? '';
		this.#complaints.noteText(entry.path, text);
		const parsed = parseDocument(text);
		if ('message' in parsed) {
			const where = `${printable(entry.path, 300)}:${parsed.line + 1}`;
			this.#complaints.problems.push({scope: 'source', where, message: parsed.message});
			return undefined;
		}

		return isObject(parsed.value)
			? parsed.value
			: this.#complaints.add({file: entry.path, field: '', at: []}, 'this is no mapping of fields: write at least {}');
	}
}
