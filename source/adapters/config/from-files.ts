import {readFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {postBuildAnnotation, readPostBuild} from '../../dialect/post-build.ts';
import {readApplication, type WhereIs} from '../../dialect/read-application.ts';
import type {Application, Source} from '../../model/application.ts';
import {dig, isList, isObject, type Json, text} from '../../model/json.ts';
import type {Problem} from '../../model/problem.ts';
import {fieldLines} from '../render/field-lines.ts';
import {parseDocument} from '../render/parse-document.ts';
import {printable} from '../render/printable.ts';
import {type DocumentText, splitDocuments} from '../render/split-documents.ts';
import {unwrapList} from '../render/unwrap-list.ts';
import {checkFields} from './check-source.ts';
import {absoluteRepository} from './from-flags.ts';
import {type ConfigurationFile, listFiles, orRefuse, refusal} from './list-files.ts';

export type FromFiles = {
	/** Applications, with what is wrong with them. */
	readonly found: readonly Found[];
	/** Of documents that gave no application. */
	readonly problems: readonly Problem[];
};

export type Found = {readonly application: Application; readonly problems: readonly Problem[]};

type Read = Found | {readonly application?: never; readonly problems: readonly Problem[]};

/** Where a document stands: the file as it was named, its folder, its line. */
type Place = {readonly file: string; readonly folder: string; readonly line: number; readonly whereIs: WhereIs};

/** Reads Application manifests from files and from the files of folders; a file that is named twice is read once. */
export async function readFiles(names: readonly string[], cwd: string): Promise<FromFiles> {
	const known = new Set<string>();
	const reads: Read[] = [];
	for (const name of names) {
		const files = (await listFiles(name, cwd)).filter(({path}) => !known.has(path));
		const these = (await Promise.all(files.map(readOne))).flat();
		if (files.length > 0 && !these.some(({application}) => application)) {
			throw refusal(name, nothingIn(these.flatMap(({problems}) => problems)));
		}

		for (const {path} of files) {
			known.add(path);
		}

		reads.push(...these);
	}

	return {
		found: reads.flatMap(read => (read.application ? [read] : [])),
		problems: reads.flatMap(read => (read.application ? [] : read.problems)),
	};
}

const problemsTold = 3;

function nothingIn(problems: readonly Problem[]): string {
	const told = problems.slice(0, problemsTold).map(({where, message}) => `${where}: ${message}`);
	const more = problems.length > problemsTold ? [`and ${problems.length - problemsTold} more`] : [];
	return ['no Argo CD Application can be read from it', ...told, ...more].join('; ');
}

async function readOne({name, path}: ConfigurationFile): Promise<readonly Read[]> {
	const source = decode(await orRefuse(name, readFile(path)));
	if (source === undefined) {
		throw refusal(name, 'the file is not UTF-8 text');
	}

	return splitDocuments(source).flatMap(document =>
		readDocument(document, {
			file: printable(name, 300),
			folder: dirname(path),
			line: document.contentLine ?? 0,
			whereIs: whereIsIn(document, printable(name, 300)),
		}),
	);
}

/** Without a byte order mark; nothing where it is not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		return undefined;
	}
}

/** Looked for only where something is wrong. */
function whereIsIn({text: source, startLine}: DocumentText, file: string): WhereIs {
	let lineOf: ReturnType<typeof fieldLines> | undefined;
	return path => {
		lineOf ??= fieldLines(source);
		return `${file}:${startLine + lineOf(path)}`;
	};
}

function readDocument({text: source, startLine, contentLine}: DocumentText, place: Place): readonly Read[] {
	if (contentLine === undefined) {
		return [];
	}

	const parsed = parseDocument(source);
	if (!('value' in parsed)) {
		return [troubleAt(`${place.file}:${Math.max(startLine + parsed.line, contentLine)}`, parsed.message)];
	}

	const unwrapped = unwrapList(parsed.value);
	return 'problem' in unwrapped
		? [troubleAt(`${place.file}:${place.line}`, unwrapped.problem)]
		: unwrapped.values.map((value, index) =>
				readValue(value, isList(dig(parsed.value, 'items')) ? within(place, index) : place),
			);
}

/** Of one of a list of applications. */
function within(place: Place, index: number): Place {
	return {...place, whereIs: path => place.whereIs(['items', index, ...path])};
}

function troubleAt(where: string, message: string): Read {
	return {problems: [{scope: 'application', where, message}]};
}

function readValue(value: Json, place: Place): Read {
	const where = `${place.file}:${place.line}`;
	if (!isObject(value) || text(value, 'kind') !== 'Application') {
		return troubleAt(where, describeOther(value));
	}

	const {application, problems} = readApplication(value, where, place.whereIs);
	return application === undefined
		? {problems}
		: located(withPostBuild({application, problems}, value, place), value, place);
}

function withPostBuild({application, problems}: Found, document: Json, {whereIs}: Place): Found {
	const written = text(document, 'metadata', 'annotations', postBuildAnnotation);
	if (written === '') {
		return {application, problems};
	}

	const parsed = parseDocument(written);
	const read = 'message' in parsed ? {findings: [`is no YAML: ${parsed.message}`]} : readPostBuild(parsed.value);
	const found = 'findings' in read ? read.findings : [];
	const wrong = found.map((finding): Problem => {
		const consequence = `until that is changed, trueup does nothing for application ${application.name}`;
		const message = `the annotation ${postBuildAnnotation}: ${printable(finding, 300)}; ${consequence}`;
		const where = whereIs(['metadata', 'annotations', postBuildAnnotation]);
		return {scope: 'application', where, message};
	});
	const postBuild = 'postBuild' in read ? {postBuild: read.postBuild} : {};
	return {application: {...application, ...postBuild}, problems: [...problems, ...wrong]};
}

const notYet: ReadonlyMap<string, string> = new Map([
	['AppProject', 'what it allows and forbids is not enforced'],
	['ApplicationSet', 'it makes no applications here; write them as Applications'],
]);

function describeOther(value: Json): string {
	const kind = text(value, 'kind') || 'a document without a kind';
	const shown = printable(`${kind} ${text(value, 'metadata', 'name')}`.trimEnd(), 200);
	const later = notYet.get(kind);
	return later === undefined
		? `${shown} is not an Application, and is left out: what is to be applied belongs into a repository`
		: `${shown} is not supported yet: ${later}`;
}

const writtenAs = {repository: 'repoURL', revision: 'targetRevision', path: 'path'} as const;

/** A relative repository means a folder beside the file. */
function located({application, problems}: Found, document: Json, {folder, whereIs}: Place): Found {
	const locate = (source: Source) => ({...source, repository: absoluteRepository(source.repository, folder)});
	const [first, ...others] = application.sources;
	const placed = [locate(first), ...others.map(locate)] as const;
	const wrong = placed.flatMap((source, index) => {
		if (source.repository === '') {
			return [];
		}

		const path = isList(dig(document, 'spec', 'sources')) ? ['spec', 'sources', index] : ['spec', 'source'];
		return checkFields(source).map(({field, message}): Problem => {
			const consequence = `until that is changed, trueup does nothing for application ${application.name}`;
			const where = whereIs([...path, writtenAs[field]]);
			return {scope: 'application', where, message: `${message}; ${consequence}`};
		});
	});
	const [one, ...more] = placed;
	const sources = [marked(one), ...more.map(marked)] as const;
	return {application: {...application, sources}, problems: [...problems, ...wrong]};
}

function marked(source: Source): Source {
	return checkFields(source).length > 0 ? {...source, isWrong: true} : source;
}
