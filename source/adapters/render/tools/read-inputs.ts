import type {Problem} from '../../../model/problem.ts';
import {printable} from '../printable.ts';
import {lfsPointer, type ReadBlobs} from '../read-text.ts';
import type {Decryptor, Refused} from '../sops/decrypt.ts';
import {isEncrypted} from '../sops/format.ts';
import {checkPaths} from './check-paths.ts';
import {largestInput, mostInputBytes, mostInputs} from './input-limits.ts';
import type {Input, Prepared} from './prepared.ts';
import type {WorkspaceFile} from './workspace.ts';

export type Files = {
	readonly files: readonly WorkspaceFile[];
	/** What of them was encrypted. */
	readonly secrets: readonly string[];
	/** By which program it was decrypted; empty where nothing was. */
	readonly decryptedBy: string;
};

export type Unreadable = {
	readonly problems: readonly Problem[];
	readonly lacking?: readonly string[];
	/** Whether that stays so as long as the files do. */
	readonly isLasting: boolean;
};

type Reading = {readonly read: ReadBlobs; readonly decryptor: Decryptor};

/** All that a program is to find, decrypted where it is encrypted. */
export async function readInputs(
	{inputs, replaced}: Prepared,
	{read, decryptor}: Reading,
	signal: AbortSignal,
): Promise<Files | Unreadable> {
	const wrong = [...checkSizes(inputs), ...checkPaths([...inputs.map(({path}) => path), ...replaced.keys()])];
	if (wrong.length > 0) {
		return {problems: wrong, isLasting: true};
	}

	const left = inputs.filter(({path}) => !replaced.has(path));
	const contents = await read(left.map(({id}) => id));
	const files = left.map((input, index) => ({...input, content: contents[index] ?? Buffer.alloc(0)}));
	const pointers = files.filter(
		({content}) => content.subarray(0, lfsPointer.length).toString('latin1') === lfsPointer,
	);
	if (pointers.length > 0) {
		return {problems: pointers.map(pointerProblem), isLasting: true};
	}

	const opened = await Promise.all(files.map(file => openFile(file, decryptor, signal)));
	const refused = opened.filter(one => 'problem' in one);
	return refused.length > 0
		? unreadable(refused)
		: joined(
				opened.filter(one => 'content' in one),
				replaced,
			);
}

function pointerProblem({path}: Input): Problem {
	const message = 'this is only a pointer of Git LFS, which is not supported: commit the file itself';
	return {scope: 'source', where: `${printable(path, 300)}:1`, message};
}

function unreadable(refused: readonly Refused[]): Unreadable {
	const lacking = [...new Set(refused.flatMap(one => one.lacking ?? []))];
	const scope = lacking.length > 0 ? 'application' : 'source';
	const problems = refused.map(({problem}) => ({...problem, scope}) as const);
	return {problems, isLasting: false, ...(lacking.length > 0 && {lacking})};
}

type OpenedFile = {
	readonly path: string;
	readonly content: Buffer;
	readonly secrets: readonly string[];
	readonly decryptedBy: string;
};

async function openFile(
	{path, content, readAs = [], isCode = false}: Input & {readonly content: Buffer},
	decryptor: Decryptor,
	signal: AbortSignal,
): Promise<OpenedFile | Refused> {
	const format = readAs.filter(way => way !== 'as it is').find(way => isEncrypted(content, way));
	if (format === undefined) {
		return {path, content, secrets: [], decryptedBy: ''};
	}

	if (readAs.length > 1) {
		return refuse(path, readInSeveralWays);
	}

	const decrypted = await decryptor.decrypt({where: path, content, format}, signal);
	if ('problem' in decrypted) {
		return decrypted;
	}

	return isCode && !isJson(decrypted.content)
		? refuse(path, 'SOPS has encrypted what is no JSON in this, and it is imported as code: import it by importstr')
		: {path, ...decrypted, decryptedBy: decrypted.tool};
}

/** What one of them was meant to see must not be what another one sees: it may end up in clear, or name other files. */
const readInSeveralWays =
	'SOPS has encrypted this, and it is read in several ways, decrypted and as it is, or in two formats: make a file of its own for each';

function refuse(path: string, message: string): Refused {
	return {problem: {scope: 'source', where: printable(path, 300), message}};
}

function isJson(content: Buffer): boolean {
	try {
		JSON.parse(content.toString('utf8'));
		return true;
	} catch {
		return false;
	}
}

function joined(opened: readonly OpenedFile[], replaced: Prepared['replaced']): Files {
	return {
		files: [...opened, ...[...replaced].map(([path, content]) => ({path, content}))],
		secrets: opened.flatMap(({secrets}) => secrets),
		decryptedBy: opened.find(one => one.decryptedBy !== '')?.decryptedBy ?? '',
	};
}

function checkSizes(inputs: readonly Input[]): readonly Problem[] {
	const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
	const sum = inputs.reduce((bytes, {size}) => bytes + size, 0);
	const large = inputs.filter(({size}) => size > largestInput);
	const first = inputs[0];
	if (first !== undefined && inputs.length > mostInputs) {
		const message = `${inputs.length} files are read for this, more than ${mostInputs}: split the application`;
		return [{scope: 'source', where: printable(first.path, 300), message}];
	}

	if (large.length > 0 || first === undefined || sum <= mostInputBytes) {
		return large.map(({path, size}) => ({
			scope: 'source',
			where: printable(path, 300),
			message: `the file has ${megabytes(size)} MB, more than the 16 MB that are read: split it`,
		}));
	}

	const message = `what is read for this has ${megabytes(sum)} MB, more than 64: split the application`;
	return [{scope: 'source', where: printable(first.path, 300), message}];
}
