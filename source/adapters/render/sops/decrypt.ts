import {createHash} from 'node:crypto';
import {access, constants} from 'node:fs/promises';
import {isAbsolute} from 'node:path';
import type {Problem} from '../../../model/problem.ts';
import {printable} from '../printable.ts';
import {type Boundary, boundaryOf} from '../tools/enclose.ts';
import type {Tool, Toolbox} from '../tools/find-tool.ts';
import {offline} from '../tools/isolation.ts';
import type {Limits} from '../tools/limits.ts';
import {Pool} from '../tools/pool.ts';
import {runTool} from '../tools/run-tool.ts';
import {createSmallWorkspace} from '../tools/workspace.ts';
import {codes, explainRefusal, keyFileIsMissing, noKeysAreDeclared, noSuchKeyIsDeclared, tooOldFor} from './explain.ts';
import type {SopsFormat} from './format.ts';
import {asksServices, keyServicesOf, mayHaveKey} from './key-services.ts';
import {secretTextsOf} from './secret-texts.ts';
import {hasKeys, type SopsSettings} from './settings.ts';
import {isOldForServices, variablesFor, withoutValues} from './variables.ts';

export type Encrypted = {
	/** `path:line`, or the path alone. */
	readonly where: string;
	readonly content: Buffer;
	readonly format: SopsFormat;
};

export type Decrypted = {
	readonly content: Buffer;
	/** What of it was not to be seen before. */
	readonly secrets: readonly string[];
	/** `sops 3.13.3`. */
	readonly tool: string;
};

export type Refused = {
	readonly problem: Problem;
	/** `sops`, or `sops keys`: what is not there. */
	readonly lacking?: readonly string[];
};

export type DecryptorOptions = {
	readonly toolbox: Toolbox;
	readonly settings: SopsSettings;
	readonly environment: NodeJS.ProcessEnv;
	readonly limits: Limits;
};

const keptBytes = 64 * 1024 * 1024;
const atOnce = 4;

/** Decrypts by the `sops` program, from memory into memory. What was decrypted once is kept, in memory alone. */
export class Decryptor {
	readonly #options: DecryptorOptions;
	readonly #pool = new Pool(atOnce);
	readonly #kept = new Map<string, Decrypted>();
	#bytes = 0;

	constructor(options: DecryptorOptions) {
		this.#options = options;
	}

	async decrypt(encrypted: Encrypted, signal: AbortSignal): Promise<Decrypted | Refused> {
		const key = createHash('sha256').update(`${encrypted.format}\n`).update(encrypted.content).digest('hex');
		const known = this.#kept.get(key);
		if (known !== undefined) {
			return known;
		}

		const {toolbox, settings} = this.#options;
		if (!hasKeys(settings)) {
			return {problem: problemOf(encrypted, noKeysAreDeclared(encrypted)), lacking: ['sops keys']};
		}

		if (!mayHaveKey(encrypted.content.toString('utf8'), settings)) {
			return {problem: problemOf(encrypted, noSuchKeyIsDeclared(encrypted, settings)), lacking: ['sops keys']};
		}

		const tool = await toolbox.find(['sops'], '', signal);
		if ('missing' in tool) {
			return {problem: problemOf(encrypted, `SOPS has encrypted this: ${tool.missing}`), lacking: ['sops']};
		}

		if (isOldForServices(tool.version, settings)) {
			return {problem: problemOf(encrypted, tooOldFor(tool))};
		}

		// Another application may have read the same file while this one waited.
		return await this.#pool.run(
			async ending => this.#kept.get(key) ?? this.#note(key, await this.#run(encrypted, tool, ending)),
			signal,
		);
	}

	/** Ends what runs: its processes and folders are gone then. */
	close(): Promise<void> {
		return this.#pool.close();
	}

	async #run(encrypted: Encrypted, tool: Tool, signal: AbortSignal): Promise<Decrypted | Refused> {
		const {settings, environment, limits} = this.#options;
		const {content, format} = encrypted;
		// Empty, and left so: sops looks for its configuration there.
		await using workspace = await createSmallWorkspace();
		const {folder, tree: cwd, home} = workspace;
		const type = ['--input-type', format, '--output-type', format];
		const args = ['--disable-version-check', '--config', '/dev/null', 'decrypt', ...type];
		const isOnline = asksServices(content.toString('utf8'), settings);
		const variables = {...variablesFor(settings, environment), ...(!isOnline && offline)};
		const boundary = isOnline ? undefined : boundaryFor(tool, settings, content.toString('utf8'));
		const run = {program: tool.program, args, cwd, folder, home, variables, input: content, limits};
		const result = await runTool({...run, ...(boundary && {boundary})}, signal);
		if (result.kind === 'failed') {
			if (result.code === codes.noKey && !(await isKeyFileThere(settings))) {
				return {problem: problemOf(encrypted, keyFileIsMissing(settings)), lacking: ['sops keys']};
			}

			const messages = withoutValues(result.messages, settings, environment);
			return {problem: problemOf(encrypted, explainRefusal(encrypted, {...result, messages}, settings))};
		}

		const secrets = secretTextsOf(content.toString('utf8'), result.output.toString('utf8'), format);
		return {content: result.output, secrets, tool: `${tool.name} ${tool.version}`};
	}

	#note(key: string, made: Decrypted | Refused): Decrypted | Refused {
		if ('content' in made) {
			this.#keep(key, made);
		}

		return made;
	}

	#keep(key: string, decrypted: Decrypted): void {
		this.#bytes += decrypted.content.length - (this.#kept.get(key)?.content.length ?? 0);
		this.#kept.set(key, decrypted);
		for (const [oldest, {content}] of this.#kept) {
			if (this.#bytes <= keptBytes) {
				break;
			}

			this.#kept.delete(oldest);
			this.#bytes -= content.length;
		}
	}
}

/** Keys of age lie in one file; an agent of GnuPG, plugins of age, and what variables name may be anywhere. */
function boundaryFor({sees = []}: Tool, settings: SopsSettings, encrypted: string): Boundary {
	const {ageKeyFile = '', gnupgHome, environment} = settings;
	const isOfAge = gnupgHome === undefined && environment.length === 0 && keyServicesOf(encrypted).length === 0;
	return boundaryOf([...sees, isOfAge ? ageKeyFile : '/'].filter(isAbsolute));
}

async function isKeyFileThere({ageKeyFile}: SopsSettings): Promise<boolean> {
	return (
		ageKeyFile === undefined ||
		(await access(ageKeyFile, constants.R_OK)
			.then(() => true)
			.catch(() => false))
	);
}

function problemOf({where}: Encrypted, message: string): Problem {
	return {scope: 'source', where: printable(where, 300), message};
}
