import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, rename, rm, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';

/** A program that is built from the Go module of a folder. */
export type GoProgram = {
	/** May have a folder of its own in the destination: `helm4/helm`. */
	readonly name: string;
	readonly version: string;
	readonly package: string;
	readonly flags: readonly string[];
	/** Where the go.mod is that pins it. */
	readonly folder: string;
	/** Added to our own. */
	readonly environment?: Readonly<Record<string, string>>;
};

export type GoBuild = {
	/** What a person calls these programs, at the start of a sentence. */
	readonly title: string;
	readonly programs: readonly GoProgram[];
	/** Where they are put, once all of them are built. */
	readonly destination: string;
	/** Of all of them. */
	readonly minutes: number;
};

const leastGo = {major: 1, minor: 26};
const installGo = `install Go ${leastGo.major}.${leastGo.minor} or newer (https://go.dev/dl), and have \`go\` on the PATH`;

/** What stops a build and is not a bug: the message is all that a person needs. */
export class BuildError extends Error {
	override readonly name = 'BuildError';
}

/** Where what was built with this key is, or will be. */
export function builtFolder(key: string): string {
	return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'trueup-test-cluster', key);
}

/** The version of a module that a go.mod pins; `place` names the file where there is none. */
export function pinnedVersion(goMod: string, module: string, place: string): string {
	const version = goMod
		.split('\n')
		.find(line => line.trim().startsWith(`${module} v`))
		?.trim()
		.split(' ')[1];
	if (version === undefined) {
		throw new BuildError(`${place} does not name a version of ${module}`);
	}

	return version;
}

/** Builds programs unless they are there. Progress goes to `report`, and what Go itself has to say to stderr. */
export async function buildOnce(
	{title, programs, destination, minutes}: GoBuild,
	report: (line: string) => void,
	signal?: AbortSignal,
): Promise<void> {
	if (existsSync(destination)) {
		return;
	}

	const cache = path.dirname(destination);
	await mkdir(cache, {recursive: true});
	await removeAbandoned(cache);
	const temporary = await mkdtemp(`${destination}.building-`);
	try {
		for (const [index, {name, version, package: source, flags, ...where}] of programs.entries()) {
			const isFirst = index === 0 ? `; all ${programs.length} take about ${minutes} minutes the first time` : '';
			report(`building ${name} ${version} (${index + 1} of ${programs.length}${isFirst})`);
			const program = path.join(temporary, name);
			await mkdir(path.dirname(program), {recursive: true});
			await run(title, ['build', ...flags, '-o', program, source], {...where, signal});
		}

		await putInPlace(temporary, destination);
	} finally {
		await rm(temporary, {recursive: true, force: true});
	}
}

// Two may build at the same time: the first to end wins, and the other takes what is there.
async function putInPlace(temporary: string, folder: string): Promise<void> {
	try {
		await rename(temporary, folder);
	} catch (error) {
		if (!existsSync(folder)) {
			throw error;
		}
	}
}

/** A build that was killed leaves its folder behind. */
async function removeAbandoned(cache: string): Promise<void> {
	const aDayAgo = Date.now() - 24 * 60 * 60 * 1000;
	for (const name of await readdir(cache)) {
		const folder = path.join(cache, name);
		if (name.includes('.building-') && (await stat(folder)).mtimeMs < aDayAgo) {
			await rm(folder, {recursive: true, force: true});
		}
	}
}

/** Version, system and architecture of the Go that is going to build. */
export async function goVersion(title: string, folder: string): Promise<string> {
	const words = (await run(title, ['env', 'GOVERSION', 'GOOS', 'GOARCH'], {folder})).trim().split('\n');
	const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(words[0] ?? '') ?? []).map(Number);
	const isEnough = major > leastGo.major || (major === leastGo.major && minor >= leastGo.minor);
	if (!isEnough) {
		throw new BuildError(`${title} is built with Go, and ${words[0]} is too old: ${installGo}.`);
	}

	return words.join(' ');
}

type Surroundings = Pick<GoProgram, 'folder' | 'environment'> & {readonly signal?: AbortSignal | undefined};

/** Resolves what Go prints; its stderr is ours. */
async function run(
	title: string,
	args: readonly string[],
	{folder, environment, signal}: Surroundings,
): Promise<string> {
	const env = {...process.env, ...environment};
	const child = spawn('go', args, {cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'], signal});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text;
	});
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	child.on('error', () => reject(new BuildError(`${title} is built with Go, and there is none: ${installGo}.`)));
	child.on('close', code => {
		if (code === 0) {
			resolve(output);
		} else {
			const place = path.relative(path.join(import.meta.dirname, '../..'), folder);
			reject(new BuildError(`\`go ${args.join(' ')}\` failed in ${place}; what it said is above.`));
		}
	});
	return await promise;
}
