import {chmod, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {demandingKubectl, type SharedCluster} from '../support/shared-cluster.ts';
import {until} from '../support/until.ts';

/** Somebody who may do everything, as long as the last token that he was given is not revoked. */
export type Robot = AsyncDisposable & {
	/** Gives him another token. */
	token(): Promise<string>;
	/** From now on the server refuses all tokens that he was given so far; resolves when it does. */
	revoke(): Promise<void>;
};

/** A ServiceAccount; its tokens are bound to a Secret, and end with it. */
export async function createRobot(cluster: SharedCluster): Promise<Robot> {
	const kubectl = demandingKubectl(cluster);
	const name = `robot-${crypto.randomUUID().slice(0, 8)}`;
	const inNamespace = '--namespace=default';
	const bound: string[] = [];
	const tokens: string[] = [];
	await kubectl(['create', 'serviceaccount', name, inNamespace]);
	await kubectl([
		'create',
		'clusterrolebinding',
		name,
		'--clusterrole=cluster-admin',
		`--serviceaccount=default:${name}`,
	]);
	return {
		async token() {
			const secret = `${name}-${bound.length}`;
			bound.push(secret);
			await kubectl(['create', 'secret', 'generic', secret, inNamespace]);
			const kind = ['--bound-object-kind=Secret', `--bound-object-name=${secret}`];
			const token = await kubectl(['create', 'token', name, inNamespace, ...kind]);
			tokens.push(token);
			return token;
		},
		async revoke() {
			await kubectl(['delete', 'secret', ...bound, inNamespace, '--ignore-not-found']);
			const args = ['auth', 'whoami', `--token=${tokens.at(-1)}`, '--kubeconfig=/dev/null'];
			const server = [`--server=${cluster.url}`, '--insecure-skip-tls-verify'];
			await until('the token is refused', async () => (await cluster.kubectl([...args, ...server])).code !== 0);
		},
		async [Symbol.asyncDispose]() {
			await kubectl(['delete', 'clusterrolebinding', name]);
			await kubectl(['delete', 'serviceaccount', name, inNamespace]);
		},
	};
}

/** A credential plugin that shows what is in the file `credential`, and notes each run in the file `runs`, both beside it. */
export async function createPlugin(folder: string): Promise<string> {
	const file = path.join(folder, 'plugin');
	await writeFile(file, `#!/bin/sh\necho run >> ${folder}/runs\nexec cat ${folder}/credential\n`);
	await chmod(file, 0o700);
	return file;
}

/** How often the plugin ran. */
export async function runsOf(folder: string): Promise<number> {
	return (await readFile(path.join(folder, 'runs'), 'utf8')).split('\n').length - 1;
}

export function execCredential(token: string, expires?: Date): string {
	const status = {token, ...(expires && {expirationTimestamp: expires.toISOString()})};
	return JSON.stringify({apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status});
}

export function execUser(command: string): object {
	return {exec: {apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never'}};
}

/** A kubeconfig for that server, with that user; `ca` in PEM. */
export function kubeconfigFor({url, ca}: {readonly url: string; readonly ca: string}, user: object): string {
	return JSON.stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [
			{name: 'test', cluster: {server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64')}},
		],
		users: [{name: 'robot', user}],
		contexts: [{name: 'robot', context: {cluster: 'test', user: 'robot'}}],
		'current-context': 'robot',
	});
}
