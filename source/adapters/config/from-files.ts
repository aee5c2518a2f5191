import {readdir, readFile, stat} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {readApplication} from '../../dialect/read-application.ts';
import type {Application} from '../../model/application.ts';
import {isObject, type Json, text} from '../../model/json.ts';
import {UsageError} from '../../model/operator-error.ts';
import type {Problem} from '../../model/problem.ts';
import {checkRepository} from '../git/repository-address.ts';
import {parseDocument} from '../render/parse-document.ts';
import {printable} from '../render/printable.ts';
import {type DocumentText, splitDocuments} from '../render/split-documents.ts';
import {unwrapList} from '../render/unwrap-list.ts';
import {checkPath} from './check-path.ts';
import {absoluteRepository} from './from-flags.ts';

export type FromFiles = {
	readonly applications: readonly Application[];
	/** The same applications, with what is wrong with them. */
	readonly found: readonly Found[];
	/** Of documents that gave no application. */
	readonly problems: readonly Problem[];
};

type Found = {readonly application: Application; readonly problems: readonly Problem[]};

type Read = Found | {readonly application?: never; readonly problems: readonly Problem[]};

/** Where a document stands: the file as it was named, its folder, its line. */
type Place = {readonly file: string; readonly folder: string; readonly line: number};

const largestFile = 10 * 1024 * 1024;

/** Reads Application manifests from files and from the files of folders. */
export async function readFiles(names: readonly string[], cwd: string): Promise<FromFiles> {
	const files = (await Promise.all(names.map(name => filesOf(name, cwd)))).flat();
	const reads = (await Promise.all(files.map(file => readOne(file, cwd)))).flat();
	const found = reads.flatMap(read => (read.application ? [read] : []));
	const problems = reads.flatMap(read => (read.application ? [] : read.problems));
	if (names.length > 0 && found.length === 0) {
		const [first] = problems;
		const why = first ? `: ${first.where}: ${first.message}` : '';
		throw new UsageError(`no Argo CD Application in ${names.map(name => printable(name, 200)).join(', ')}${why}`);
	}

	return {applications: found.map(({application}) => application), found, problems};
}

async function filesOf(name: string, cwd: string): Promise<readonly string[]> {
	const path = resolve(cwd, name);
	const found = await stat(path).catch(() => undefined);
	if (found === undefined) {
		throw new UsageError(`-f ${printable(name, 200)}: no such file or folder`);
	}

	if (!found.isDirectory()) {
		return [name];
	}

	const entries = (await readdir(path)).filter(entry => /\.(?:ya?ml|json)$/.test(entry)).toSorted();
	if (entries.length === 0) {
		throw new UsageError(`-f ${printable(name, 200)}: the folder holds no *.yaml, *.yml or *.json file`);
	}

	return entries.map(entry => join(name, entry));
}

async function readOne(file: string, cwd: string): Promise<readonly Read[]> {
	const path = resolve(cwd, file);
	const {size} = await stat(path);
	if (size > largestFile) {
		return [{problems: [{scope: 'file', where: printable(file, 300), message: 'more than 10 MB: not read'}]}];
	}

	const source = await readFile(path, 'utf8').catch(() => {
		throw new UsageError(`-f ${printable(file, 200)}: the file can't be read`);
	});
	return splitDocuments(source.replace(/^\uFEFF/, '')).flatMap(document =>
		readDocument(document, {file: printable(file, 300), folder: dirname(path), line: document.contentLine ?? 0}),
	);
}

function readDocument({text: source, startLine, contentLine}: DocumentText, place: Place): readonly Read[] {
	if (contentLine === undefined) {
		return [];
	}

	const parsed = parseDocument(source);
	if (!('value' in parsed)) {
		return [troubleAt(`${place.file}:${startLine + parsed.line}`, parsed.message)];
	}

	const unwrapped = unwrapList(parsed.value);
	return 'problem' in unwrapped
		? [troubleAt(`${place.file}:${place.line}`, unwrapped.problem)]
		: unwrapped.values.map(value => readValue(value, place));
}

function troubleAt(where: string, message: string): Read {
	return {problems: [{scope: 'file', where, message}]};
}

function readValue(value: Json, place: Place): Read {
	const where = `${place.file}:${place.line}`;
	const isArgo = text(value, 'apiVersion').startsWith('argoproj.io/');
	if (!isObject(value) || !isArgo || text(value, 'kind') !== 'Application') {
		const kind = printable(text(value, 'kind') || 'a document without a kind', 100);
		const later = isArgo ? 'is not supported yet' : 'is no Argo CD Application';
		return troubleAt(where, `${kind} ${later}: it is left out`);
	}

	const {application, problems} = readApplication(value, where);
	return application === undefined ? {problems} : located({application, problems}, place, where);
}

/** A relative repository means a folder beside the file. */
function located({application, problems}: Found, {folder}: Place, where: string): Found {
	const repository = absoluteRepository(application.source.repository, folder);
	const wrong = [checkRepository(repository), checkPath(application.source.path)].flatMap(message =>
		message === undefined ? [] : [{scope: 'application' as const, where, message}],
	);
	return {
		application: {...application, source: {...application.source, repository}},
		problems: [...problems, ...wrong],
	};
}
