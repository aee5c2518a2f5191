import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {buildOnce, builtFolder, type GoProgram, goVersion, pinnedVersion} from '../support/go-build.ts';
import {type Tool, tools} from './tools.ts';

/** The path of each tool. */
export type Toolbox = Readonly<Record<keyof typeof tools, string>>;

/** The tools where they were built before; needs no Go. */
export function findTools(): Toolbox | undefined {
	const {destination} = plan();
	return existsSync(destination) ? toolboxIn(destination) : undefined;
}

/** Builds the tools, once a machine, and returns their folder with the versions of what is in it. */
export async function buildTools(report: (line: string) => void, signal?: AbortSignal) {
	const {destination, programs} = plan();
	if (!existsSync(destination)) {
		const title = 'The toolbox of the tests';
		await goVersion(title, import.meta.dirname);
		await buildOnce({title, programs, destination, minutes: 6}, report, signal);
	}

	return {folder: destination, versions: programs.map(({name, version}) => `${name} ${version}`)};
}

/** Any Go that is new enough builds the same tools, so it is no part of the key. */
function plan(): {readonly destination: string; readonly programs: readonly GoProgram[]} {
	const all: readonly Tool[] = Object.values(tools);
	const pins = new Map(all.map(({folder}) => [folder, pinsOf(folder)]));
	const builds = all.map(tool => ({
		name: path.join(tool.folder, tool.name),
		package: tool.package,
		...argumentsFor(tool, pins.get(tool.folder)?.goMod ?? ''),
	}));
	const key = createHash('sha256')
		.update(JSON.stringify([process.platform, process.arch, [...pins], builds]))
		.digest('hex')
		.slice(0, 16);
	const programs = builds.map(build => ({
		...build,
		folder: path.join(import.meta.dirname, path.dirname(build.name)),
		// As their makers release them.
		environment: {CGO_ENABLED: '0'},
	}));
	return {destination: builtFolder(`tools-${key}`), programs};
}

function pinsOf(folder: string): {readonly goMod: string; readonly goSum: string} {
	const read = (file: string) => readFileSync(path.join(import.meta.dirname, folder, file), 'utf8');
	return {goMod: read('go.mod'), goSum: read('go.sum')};
}

function argumentsFor({folder, module, stamp}: Tool, goMod: string) {
	const versionOf = (name: string) => pinnedVersion(goMod, name, `test/tools/${folder}/go.mod`);
	const stamps = Object.entries(stamp?.(versionOf) ?? {}).map(([name, value]) => `-X ${name}=${value}`);
	const ldflags = ['-s', '-w', ...stamps].join(' ');
	return {version: versionOf(module), flags: ['-mod=readonly', '-trimpath', '-ldflags', ldflags]};
}

function toolboxIn(destination: string): Toolbox {
	const at = ({folder, name}: Tool) => path.join(destination, folder, name);
	return {
		helm4: at(tools.helm4),
		helm3: at(tools.helm3),
		kustomize: at(tools.kustomize),
		jsonnet: at(tools.jsonnet),
		sops: at(tools.sops),
		ageKeygen: at(tools.ageKeygen),
		registry: at(tools.registry),
	};
}
