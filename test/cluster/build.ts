import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, readFile, rename, rm, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';

type Program = {readonly name: string; readonly package: string; readonly module: string};

const programs: readonly Program[] = [
	{name: 'etcd', package: 'go.etcd.io/etcd/server/v3', module: 'go.etcd.io/etcd/server/v3'},
	...['kube-apiserver', 'kube-controller-manager', 'kubectl'].map(name => ({
		name,
		package: `k8s.io/kubernetes/cmd/${name}`,
		module: 'k8s.io/kubernetes',
	})),
];

const leastGo = {major: 1, minor: 26};
const installGo = `install Go ${leastGo.major}.${leastGo.minor} or newer (https://go.dev/dl), and have \`go\` on the PATH`;

/** What stops a build and is not a bug: the message is all that a person needs. */
export class BuildError extends Error {
	override readonly name = 'BuildError';
}

/**
 * Builds the test cluster's programs, once a machine, and returns their folder.
 * Progress goes to `report`, and what Go itself has to say to stderr.
 */
export async function buildPrograms(report: (line: string) => void, signal?: AbortSignal): Promise<string> {
	const go = await goVersion();
	const modules = await Promise.all(
		['go.mod', 'go.sum'].map(file => readFile(path.join(import.meta.dirname, file), 'utf8')),
	);
	const builds = programs.map(program => ({...program, ...argumentsFor(program, modules[0] ?? '')}));
	const key = createHash('sha256')
		.update(JSON.stringify([go, modules, builds]))
		.digest('hex')
		.slice(0, 16);
	const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'trueup-test-cluster');
	const folder = path.join(cache, key);
	if (existsSync(folder)) {
		return folder;
	}

	await mkdir(cache, {recursive: true});
	await removeAbandoned(cache);
	const temporary = await mkdtemp(path.join(cache, `${key}.building-`));
	try {
		for (const [index, {name, package: source, version, flags}] of builds.entries()) {
			const isFirst = index === 0 ? `; all ${builds.length} take about 8 minutes the first time` : '';
			report(`building ${name} ${version} (${index + 1} of ${builds.length}${isFirst})`);
			await run('go', ['build', ...flags, '-o', path.join(temporary, name), source], signal);
		}

		await putInPlace(temporary, folder);
	} finally {
		await rm(temporary, {recursive: true, force: true});
	}

	return folder;
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

/** Without its version built in, the server calls itself v0.0.0, and clients take it for an old one. */
function argumentsFor({module}: Program, goMod: string): {readonly version: string; readonly flags: readonly string[]} {
	const version = goMod
		.split('\n')
		.find(line => line.trim().startsWith(`${module} v`))
		?.trim()
		.split(' ')[1];
	if (version === undefined) {
		throw new BuildError(`test/cluster/go.mod does not name a version of ${module}`);
	}

	const [major = '', minor = ''] = version.slice(1).split('.');
	const stamp = Object.entries({gitVersion: version, gitMajor: major, gitMinor: minor})
		.map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
		.join(' ');
	const ldflags = module === 'k8s.io/kubernetes' ? `-s -w ${stamp}` : '-s -w';
	return {version, flags: ['-mod=readonly', '-trimpath', '-ldflags', ldflags]};
}

/** Version, system and architecture of the Go that is going to build. */
async function goVersion(): Promise<string> {
	const words = (await run('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'])).trim().split('\n');
	const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(words[0] ?? '') ?? []).map(Number);
	const isEnough = major > leastGo.major || (major === leastGo.major && minor >= leastGo.minor);
	if (!isEnough) {
		throw new BuildError(`The test cluster is built with Go, and ${words[0]} is too old: ${installGo}.`);
	}

	return words.join(' ');
}

/** Resolves what the program prints; its stderr is ours. */
async function run(command: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
	const child = spawn(command, args, {cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'], signal});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text;
	});
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	child.on('error', () =>
		reject(new BuildError(`The test cluster is built with Go, and there is none: ${installGo}.`)),
	);
	child.on('close', code => {
		if (code === 0) {
			resolve(output);
		} else {
			reject(new BuildError(`\`${command} ${args.join(' ')}\` failed in test/cluster; what it said is above.`));
		}
	});
	return await promise;
}
