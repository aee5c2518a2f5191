import {posix} from 'node:path';
import type {KustomizeOptions} from '../../../model/application.ts';
import {isObject, items, type JsonObject, text} from '../../../model/json.ts';
import type {Problem} from '../../../model/problem.ts';
import {findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import {formatOf} from '../sops/format.ts';
import type {Input} from '../tools/prepared.ts';
import type {Clues} from './origins.ts';
import {allTexts, fileReferences, type Reference, textsOf} from './references.ts';

export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Everything that a build of one folder reads, found without running it. */
export type Inputs = {
	readonly entries: readonly Input[];
	readonly problems: readonly Problem[];
	/** The folder's own kustomization, parsed. */
	readonly root: {readonly path: string; readonly body: JsonObject} | undefined;
	readonly clues: Clues;
};

type Place = {readonly file: string; readonly field: string};

/** Fields that name files, or folders with a kustomization of their own. */
const folderFields = ['resources', 'bases', 'components', 'generators', 'transformers', 'validators'] as const;
/** Those of them whose files are themselves configuration, which may name files. */
const configurationFields: ReadonlySet<string> = new Set(['generators', 'transformers', 'validators']);
/** What makes Kustomize run or fetch something else. */
const refusedFields = ['helmCharts', 'helmGlobals', 'helmChartInflationGenerator'] as const;

/** What an application adds to the kustomization, as far as it names files or changes names. */
const added = ['components', 'patches', 'namePrefix', 'nameSuffix'] as const;
const generators = [
	['configMapGenerator', 'ConfigMap'],
	['secretGenerator', 'Secret'],
] as const;

/** Walks a kustomization and all that it builds on. */
export class InputFinder {
	readonly #tree: Tree;
	readonly #read: ReadBlobs;
	readonly #entries = new Map<string, Input>();
	readonly #folders = new Set<string>();
	readonly #problems: Problem[] = [];
	readonly #left: string[] = [];
	readonly #resources = new Set<string>();
	readonly #generated: Clues['generated'][number][] = [];
	readonly #affixes = {prefixes: new Set<string>(), suffixes: new Set<string>()};

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
		this.#noteNames({namePrefix, nameSuffix}, '');
		this.#visit(folder);
		await this.#follow(posix.join(folder, 'kustomization.yaml'), {components, patches});
		for (let next = this.#left.shift(); next !== undefined; next = this.#left.shift()) {
			const found = await this.#readKustomization(next);
			root = next === folder ? found : root;
		}

		const {prefixes, suffixes} = this.#affixes;
		const affixes = {prefixes: [...prefixes], suffixes: [...suffixes]};
		const clues = {resources: this.#resources, generated: this.#generated, ...affixes};
		return {entries: [...this.#entries.values()], problems: this.#problems, root, clues};
	}

	#noteNames(body: JsonObject, file: string): void {
		const {prefixes, suffixes} = this.#affixes;
		for (const [affixes, affix] of [
			[prefixes, text(body, 'namePrefix')],
			[suffixes, text(body, 'nameSuffix')],
		] as const) {
			if (affix !== '') {
				affixes.add(affix);
			}
		}

		for (const [field, kind] of generators) {
			this.#generated.push(...items(body, field).map(item => ({kind, name: text(item, 'name'), file})));
		}
	}

	#visit(folder: string): void {
		if (!this.#folders.has(folder)) {
			this.#folders.add(folder);
			this.#left.push(folder);
		}
	}

	async #readKustomization(folder: string): Promise<Inputs['root']> {
		const entry = (this.#tree.get(folder) ?? []).find(({name}) => kustomizationNames.includes(name));
		if (entry === undefined) {
			// Kustomize says so itself, and from where the folder was named.
			return undefined;
		}

		const body = await this.#parse(entry);
		if (body === undefined) {
			return undefined;
		}

		for (const field of refusedFields) {
			if (body[field] !== undefined) {
				const message = `${field} makes Kustomize fetch and run Helm charts, which is not done here: use a Helm source`;
				this.#complain({file: entry.path, field}, message);
			}
		}

		this.#noteNames(body, entry.path);
		await this.#follow(entry.path, body);
		return {path: entry.path, body};
	}

	async #follow(file: string, body: JsonObject): Promise<void> {
		for (const field of folderFields) {
			for (const reference of textsOf(body[field])) {
				await this.#refer({file, field}, reference);
			}
		}

		for (const reference of fileReferences(body)) {
			this.#referToFile(file, reference);
		}
	}

	async #refer(place: Place, reference: string): Promise<void> {
		const path = posix.join(posix.dirname(place.file), reference).replace(/\/$/, '');
		const target = this.#lookUp(place, reference, path);
		if (target === 'folder') {
			this.#visit(path === '.' ? '' : path);
		} else if (target !== undefined) {
			if (configurationFields.has(place.field)) {
				this.#note(target);
				await this.#scan(target);
			} else {
				this.#resources.add(path);
				this.#note(target, formatOf(path));
			}
		}
	}

	#referToFile(file: string, {field, reference, sops}: Reference): void {
		const path = posix.join(posix.dirname(file), reference);
		const target = this.#lookUp({file, field}, reference, path);
		if (target !== undefined && target !== 'folder') {
			this.#note(target, sops);
		}
	}

	/** As Flux does: what is decrypted for one reader is decrypted for all. */
	#note({path, id, size}: TreeEntry, sops = this.#entries.get(path)?.sops): void {
		this.#entries.set(path, {path, id, size, ...(sops && {sops})});
	}

	/** The configuration of a generator or a transformer may name files anywhere. */
	async #scan(entry: TreeEntry): Promise<void> {
		const body = await this.#parse(entry);
		for (const word of body ? allTexts(body) : []) {
			const path = posix.join(posix.dirname(entry.path), word.replace(/^[^=/]+=/, ''));
			const target = path.startsWith('..') ? undefined : findEntry(this.#tree, path);
			if (target?.kind === 'file') {
				this.#note(target);
			}
		}
	}

	#lookUp(place: Place, reference: string, path: string): TreeEntry | 'folder' | undefined {
		if (path === '.' || path === '') {
			return 'folder';
		}

		const isOutside = path === '..' || path.startsWith('../') || reference.startsWith('/');
		const found = isOutside ? undefined : findEntry(this.#tree, path);
		switch (found?.kind) {
			case 'folder':
				return 'folder';
			case 'file':
				return found;
			case 'link':
				return this.#complain(
					place,
					`${quoted(reference)} is a symbolic link, which is not followed: commit the file itself`,
				);
			case 'submodule':
				return this.#complain(
					place,
					`${quoted(reference)} is a submodule, which is not read: commit the files themselves`,
				);
			case undefined:
				return this.#complain(place, explainAbsence(reference, isOutside));
		}
	}

	async #parse(entry: TreeEntry): Promise<JsonObject | undefined> {
		this.#note(entry);
		const [content] = await this.#read([entry.id]);
		const parsed = parseDocument(content?.toString('utf8') ?? '');
		if ('message' in parsed) {
			this.#problems.push({
				scope: 'source',
				where: `${printable(entry.path, 300)}:${parsed.line + 1}`,
				message: parsed.message,
			});
			return undefined;
		}

		return isObject(parsed.value) ? parsed.value : undefined;
	}

	#complain({file, field}: Place, message: string): undefined {
		this.#problems.push({scope: 'source', where: `${printable(file, 300)} ${field}`, message});
	}
}

function explainAbsence(reference: string, isOutside: boolean): string {
	if (isRemote(reference)) {
		return `${quoted(reference)} is fetched from elsewhere while building, which is not done here: what is applied would not be what Git has. Keep a copy in the repository`;
	}

	return isOutside
		? `${quoted(reference)} leads out of the repository: write a path within it`
		: `${quoted(reference)} is not there: check the path`;
}

/** As Kustomize takes what is no local file: a URL, `host/path//folder?ref=`, `git@host:path`. */
function isRemote(reference: string): boolean {
	return /:\/\/|^git@|^[\w.-]+\.[a-z]{2,}[:/]|\?ref=/i.test(reference);
}

function quoted(reference: string): string {
	return `"${printable(reference.replace(/\/\/[^/@]*@/, '//'), 200)}"`;
}
