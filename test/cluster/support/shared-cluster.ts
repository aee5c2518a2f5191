import {inject} from 'vitest';
import {type ControlPlane, type Coordinates, createKubectl, type Kubectl} from '../kubectl.ts';

/** The cluster that all files share: a real control plane or the embedded cluster. Keep to namespaces of your own. */
export type SharedCluster = (Coordinates | ControlPlane) & {readonly kubectl: Kubectl};

export function sharedCluster(): SharedCluster {
	const coordinates = inject('cluster');
	return {...coordinates, kubectl: createKubectl(coordinates)};
}

/** For what only the real one has. */
export function controlPlane(): ControlPlane & {readonly kubectl: Kubectl} {
	const cluster = sharedCluster();
	if (!('programs' in cluster)) {
		throw new Error('this file runs on the real control plane alone');
	}

	return cluster;
}

/** A namespace that is deleted at the end of the scope that it is declared in with `await using`. */
export type TestNamespace = AsyncDisposable & {
	readonly name: string;
	/** As the admin, in this namespace; resolves what it printed, and throws where it failed. */
	kubectl(args: readonly string[], input?: string): Promise<string>;
};

export async function createNamespace({kubectl}: {readonly kubectl: Kubectl}): Promise<TestNamespace> {
	const name = `test-${crypto.randomUUID().slice(0, 8)}`;
	const run = demandingKubectl({kubectl});
	await run(['create', 'namespace', name]);
	return {
		name,
		kubectl: (args, input) => run([`--namespace=${name}`, ...args], input),
		async [Symbol.asyncDispose]() {
			await run(['delete', 'namespace', name, '--wait=false']);
		},
	};
}

/** Resolves what kubectl printed, and throws where it failed. */
export function demandingKubectl({kubectl}: {readonly kubectl: Kubectl}) {
	return async (args: readonly string[], input?: string): Promise<string> => {
		const {code, stdout, stderr} = await kubectl(args, input);
		if (code !== 0) {
			throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
		}

		return stdout.trimEnd();
	};
}
