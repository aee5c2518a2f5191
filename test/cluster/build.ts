import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {buildOnce, builtFolder, goVersion, pinnedVersion} from '../support/go-build.ts';

type Program = {readonly name: string; readonly package: string; readonly module: string};

const programs: readonly Program[] = [
	{name: 'etcd', package: 'go.etcd.io/etcd/server/v3', module: 'go.etcd.io/etcd/server/v3'},
	...['kube-apiserver', 'kube-controller-manager', 'kubectl'].map(name => ({
		name,
		package: `k8s.io/kubernetes/cmd/${name}`,
		module: 'k8s.io/kubernetes',
	})),
];

const title = 'The test cluster';

/**
 * Builds the test cluster's programs, once a machine, and returns their folder.
 * Progress goes to `report`, and what Go itself has to say to stderr.
 */
export async function buildPrograms(report: (line: string) => void, signal?: AbortSignal): Promise<string> {
	const folder = import.meta.dirname;
	const go = await goVersion(title, folder);
	const modules = await Promise.all(['go.mod', 'go.sum'].map(file => readFile(path.join(folder, file), 'utf8')));
	const builds = programs.map(program => ({...program, ...argumentsFor(program, modules[0] ?? '')}));
	const key = createHash('sha256')
		.update(JSON.stringify([go, modules, builds]))
		.digest('hex')
		.slice(0, 16);
	const destination = builtFolder(key);
	const located = builds.map(program => ({...program, folder}));
	await buildOnce({title, programs: located, destination, minutes: 8}, report, signal);
	return destination;
}

/** Without its version built in, the server calls itself v0.0.0, and clients take it for an old one. */
function argumentsFor({module}: Program, goMod: string): {readonly version: string; readonly flags: readonly string[]} {
	const version = pinnedVersion(goMod, module, 'test/cluster/go.mod');
	const [major = '', minor = ''] = version.slice(1).split('.');
	const stamp = Object.entries({gitVersion: version, gitMajor: major, gitMinor: minor})
		.map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
		.join(' ');
	const ldflags = module === 'k8s.io/kubernetes' ? `-s -w ${stamp}` : '-s -w';
	return {version, flags: ['-mod=readonly', '-trimpath', '-ldflags', ldflags]};
}
