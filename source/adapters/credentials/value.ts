import {constants} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import type {Value} from './declaration.ts';

const largestFile = 1024 * 1024;

export type Reading = {
	/** As the configuration file calls it: `password`. */
	readonly name: string;
	/** Who names it, for messages. */
	readonly origin: string;
	readonly environment: NodeJS.ProcessEnv;
};

/** What stands there now, as text. */
export async function readValue(value: Value, {name, origin, environment}: Reading): Promise<string> {
	switch (value.kind) {
		case 'text':
			return value.text;
		case 'variable': {
			const text = environment[value.name] ?? '';
			if (text === '') {
				throw new OperatorError(`$${printable(value.name)} is not set, which ${origin} names as ${name}`, {
					advice: 'Set it in the environment of trueup',
				});
			}

			return text;
		}
		case 'file':
			return await readFileOf(value.path, `${origin} names as ${name}`);
	}
}

async function readFileOf(path: string, named: string): Promise<string> {
	const refusal = (why: string, cause?: unknown) =>
		new OperatorError(`${printable(path)}, which ${named}, can't be read: ${why}`, {
			cause,
			advice: 'Make it a file that this user may read',
		});
	try {
		// A pipe that nobody writes to would never be opened.
		await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
		const found = await file.stat();
		if (!found.isFile() || found.size > largestFile) {
			throw refusal(found.isFile() ? 'it has more than 1 MB' : 'it is no file');
		}

		const text = await file.readFile('utf8');
		if (text.trim() === '') {
			throw refusal('it is empty');
		}

		return text;
	} catch (error) {
		throw error instanceof OperatorError ? error : refusal(codeOf(error), error);
	}
}

function codeOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const words = new Map([
		['ENOENT', 'it is not there'],
		['EACCES', 'this user may not read it'],
	]);
	return words.get(code) ?? printable(code || String(error));
}

/** Whether other users of this machine may read the file; not where it is not there. */
export async function isOpenToOthers(path: string): Promise<boolean> {
	const found = await stat(path).catch(() => undefined);
	return found !== undefined && (found.mode & 0o077) !== 0;
}
