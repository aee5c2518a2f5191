import {execFile} from 'node:child_process';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

// The person's own settings (signing, hooks, templates) have no say in what the demo commits.
const settings = [
	['init.defaultBranch', 'main'],
	['commit.gpgSign', 'false'],
	['core.hooksPath', '/dev/null'],
	['core.autocrlf', 'false'],
	['gc.auto', '0'],
] as const;

type Files = Readonly<Record<string, string | undefined>>;

/** A folder with a working copy, in which a person commits as in any other. */
export class DemoRepository {
	readonly folder: string;
	/** Git lets one at a time change an index. */
	#last: Promise<unknown> = Promise.resolve();
	#isClosed = false;

	constructor(folder: string) {
		this.folder = folder;
	}

	async create(): Promise<void> {
		await mkdir(this.folder, {recursive: true});
		await this.#git('init', '--quiet', '--template=');
		// In the repository itself, so that a commit by hand needs no settings either.
		await this.#git('config', 'user.name', 'Demo');
		await this.#git('config', 'user.email', 'demo@trueup.example');
	}

	/** After those before it. What is undefined is removed. */
	commit(files: Files, subject: string): Promise<void> {
		if (this.#isClosed) {
			return Promise.reject(new Error('the demo has ended'));
		}

		const committed = this.#last.then(() => this.#commit(files, subject));
		this.#last = committed.catch(() => undefined);
		return committed;
	}

	/** Takes no more commits, and resolves when the last one is made: git would write to a folder that is being removed. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#last;
	}

	async #commit(files: Files, subject: string): Promise<void> {
		await Promise.all(
			Object.entries(files).map(async ([name, text]) => {
				const file = path.join(this.folder, name);
				if (text === undefined) {
					await rm(file, {force: true});
				} else {
					await mkdir(path.dirname(file), {recursive: true});
					await writeFile(file, text);
				}
			}),
		);
		await this.#git('add', '--all', '--', ...Object.keys(files));
		await this.#git('commit', '--quiet', '--message', subject, '--', ...Object.keys(files));
	}

	async #git(...args: readonly string[]): Promise<void> {
		const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		await run('git', [...flags, ...args], {
			cwd: this.folder,
			env: {PATH: process.env.PATH, HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null'},
		});
	}
}
