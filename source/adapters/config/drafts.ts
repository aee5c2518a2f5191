import {randomUUID} from 'node:crypto';
import {link, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {checkApplication} from '../../dialect/read-application.ts';
import {writeApplication} from '../../dialect/write-application.ts';
import {type Application, directoryTool, folderSource, plainDirectory} from '../../model/application.ts';
import {OperatorError, UsageError} from '../../model/operator-error.ts';
import type {Drafted, Drafts} from '../../model/ports.ts';
import type {Draft} from '../../model/question.ts';
import {yamlText} from '../../text/yaml.ts';
import {makeFolder, UnusableFolderError} from '../make-folder.ts';
import {printable} from '../render/printable.ts';
import {checkFields} from './check-source.ts';
import {readFiles} from './from-files.ts';
import {absoluteRepository, isLabel} from './from-flags.ts';

/** Manifests of applications that a person fills in; relative paths are relative to `cwd`. */
export function createDrafts(cwd: string): Drafts {
	return {
		read: draft => readDraft(draft, cwd),
		async create(file, manifest) {
			const path = resolve(cwd, file);
			if (file.trim() === '' || !/\.ya?ml$/.test(path)) {
				throw new UsageError(`the file "${printable(file, 200)}" can't be made: its name has to end in .yaml`);
			}

			await writeNew(path, file, manifest);
			const {found} = await readFiles([file], cwd);
			const [made] = found;
			if (!made) {
				throw new Error(`${file} was written and holds no application`);
			}

			return made.application;
		},
	};
}

function readDraft(draft: Draft, cwd: string): Drafted {
	const application = toApplication(draft, cwd);
	const document = writeApplication(application);
	const [source] = application.sources;
	const problems = [
		...checkApplication(document).map(toProblem),
		...checkFields(source)
			.filter(({field}) => source[field] !== '')
			.map(({field, message}) => ({where: field, message})),
		...namespaceProblems(application.destination.namespace),
	];
	return {
		application: isLabel(application.name) ? application : undefined,
		manifest: yamlText(document, {isSorted: false}),
		problems,
	};
}

function toApplication(draft: Draft, cwd: string): Application {
	const {policy, recurse} = draft;
	const [name = '', project = '', repository = '', revision = '', path = '', cluster = '', namespace = ''] = [
		draft.name,
		draft.project,
		draft.repository,
		draft.revision,
		draft.path,
		draft.cluster,
		draft.namespace,
	].map(text => text.trim());
	return {
		name,
		project: project || 'default',
		sources: [
			folderSource({
				repository: absoluteRepository(repository, cwd),
				revision: revision || 'HEAD',
				path: path || '.',
				tool: directoryTool({...plainDirectory, recurse}),
			}),
		],
		destination: {cluster, namespace},
		policy,
		origin: 'draft',
	};
}

/** As the form names them. */
const fields: readonly (readonly [path: string, field: string])[] = [
	['metadata.name', 'name'],
	['spec.project', 'project'],
	['spec.source.repoURL', 'repository'],
	['spec.source.targetRevision', 'revision'],
	['spec.source.path', 'path'],
	['spec.destination.namespace', 'namespace'],
	['spec.destination', 'cluster'],
];

function toProblem(finding: string): Drafted['problems'][number] {
	const [path, field] = fields.find(([start]) => finding.startsWith(start)) ?? ['', 'application'];
	return {where: field, message: finding.replace(path, field)};
}

function namespaceProblems(namespace: string): Drafted['problems'] {
	const message = `"${printable(namespace, 100)}" can't be a namespace's name: lower-case letters, digits and -, 63 at most`;
	return namespace === '' || isLabel(namespace) ? [] : [{where: 'namespace', message}];
}

/** A link to what is written in full can't replace anything, and shows the whole of it or nothing. */
async function writeNew(path: string, name: string, content: string): Promise<void> {
	const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
	try {
		makeFolder(dirname(path), 0o777);
		await writeFile(draft, content, {flag: 'wx'});
		await link(draft, path);
	} catch (error) {
		throw refusal(error, name);
	} finally {
		await rm(draft, {force: true}).catch(() => undefined);
	}
}

function refusal(error: unknown, name: string): unknown {
	const isRefused = error instanceof Error && ('code' in error || error instanceof UnusableFolderError);
	if (!isRefused) {
		return error;
	}

	const isTaken = 'code' in error && error.code === 'EEXIST' && 'syscall' in error && error.syscall === 'link';
	return isTaken
		? new UsageError(`the file ${printable(name, 200)} is there already`, {advice: 'Give another name'})
		: new OperatorError(`the file ${printable(name, 200)} can't be written: ${printable(error.message)}`, {
				advice: 'Give a file in a folder that you may write to',
			});
}
