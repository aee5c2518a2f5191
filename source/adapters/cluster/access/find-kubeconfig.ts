import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';
import {UsageError} from '../../../model/operator-error.ts';
import {type Kubeconfig, mergeKubeconfigs, parseKubeconfig} from './kubeconfig.ts';

export type KubeconfigOptions = {
	/** `--kubeconfig FILE` */
	readonly kubeconfig?: string;
	readonly environment: NodeJS.ProcessEnv;
	/** Where a pod finds its service account. */
	readonly serviceAccount?: string;
};

/** As kubectl looks for it: --kubeconfig, then $KUBECONFIG, then ~/.kube/config, then the pod's service account. */
export async function findKubeconfig(options: KubeconfigOptions): Promise<Kubeconfig> {
	const {kubeconfig, environment} = options;
	if (kubeconfig !== undefined) {
		return wanted(await readOne(kubeconfig), `--kubeconfig names ${kubeconfig}`);
	}

	const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter(file => file !== '');
	if (listed.length > 0) {
		return wanted(await readAll(listed), `$KUBECONFIG names ${listed.join(', ')}`);
	}

	const usual = join(environment.HOME || homedir(), '.kube', 'config');
	const found = (await readOne(usual)) ?? (await inCluster(options));
	if (!found) {
		throw new UsageError(`there is no kubeconfig: no --kubeconfig, no $KUBECONFIG, no ${usual}`, {
			advice: 'Name one with --kubeconfig FILE',
		});
	}

	return found;
}

function wanted(found: Kubeconfig | undefined, where: string): Kubeconfig {
	if (!found) {
		throw new UsageError(`${where}, and there is no such file`, {advice: 'Name one with --kubeconfig FILE'});
	}

	return found;
}

/** Those of the files that are there, together. */
async function readAll(files: readonly string[]): Promise<Kubeconfig | undefined> {
	const all = (await Promise.all(files.map(readOne))).filter(found => found !== undefined);
	return all.length === 0 ? undefined : mergeKubeconfigs(all);
}

async function readOne(file: string): Promise<Kubeconfig | undefined> {
	const content = await readIfThere(file);
	return content === undefined ? undefined : parseKubeconfig(content, file);
}

async function inCluster({environment, serviceAccount}: KubeconfigOptions): Promise<Kubeconfig | undefined> {
	const folder = serviceAccount ?? '/var/run/secrets/kubernetes.io/serviceaccount';
	const {KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443'} = environment;
	const tokenFile = join(folder, 'token');
	if (!host || (await readIfThere(tokenFile)) === undefined) {
		return undefined;
	}

	const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
	const config = {
		clusters: [{name: 'in-cluster', cluster: {server, 'certificate-authority': join(folder, 'ca.crt')}}],
		users: [{name: 'service-account', user: {tokenFile}}],
		contexts: [{name: 'in-cluster', context: {cluster: 'in-cluster', user: 'service-account'}}],
		'current-context': 'in-cluster',
	};
	return parseKubeconfig(JSON.stringify(config), join(folder, 'kubeconfig'));
}

async function readIfThere(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}

		throw new UsageError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
	}
}
