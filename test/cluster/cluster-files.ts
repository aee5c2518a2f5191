import {generateKeyPairSync} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {files} from './components.ts';
import {kubeconfigOf, tokenFile, type Users} from './users.ts';

/** Who did what to which object, without its contents. */
const auditPolicy = {
	apiVersion: 'audit.k8s.io/v1',
	kind: 'Policy',
	omitStages: ['RequestReceived'],
	rules: [{level: 'Metadata'}],
};

/** Writes what the control plane reads before it starts. */
export async function writeClusterFiles(folder: string, users: Users): Promise<void> {
	const keys = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
		publicKeyEncoding: {type: 'spki', format: 'pem'},
	});
	await Promise.all([
		writePrivate(path.join(folder, files.serviceAccountKey), keys.privateKey),
		writePrivate(path.join(folder, files.serviceAccountPublic), keys.publicKey),
		writePrivate(path.join(folder, files.tokens), tokenFile(users)),
		writePrivate(path.join(folder, files.auditPolicy), JSON.stringify(auditPolicy)),
	]);
}

/** Writes the kubeconfigs once the server has made its certificate, and returns those that may be handed out. */
export async function writeKubeconfigs(
	{folder, kubeconfig}: {readonly folder: string; readonly kubeconfig: string},
	users: Users,
	server: {readonly url: string; readonly ca: string},
): Promise<{readonly kubeconfig: string; readonly viewerKubeconfig: string}> {
	const viewerKubeconfig = `${kubeconfig}.viewer`;
	await writePrivate(path.join(folder, files.managerKubeconfig), kubeconfigOf(users.manager, server));
	await writePrivate(kubeconfig, kubeconfigOf(users.admin, server));
	await writePrivate(viewerKubeconfig, kubeconfigOf(users.viewer, server));
	return {kubeconfig, viewerKubeconfig};
}

/** For this user only, and never over a file that is there. */
function writePrivate(file: string, text: string): Promise<void> {
	return writeFile(file, text, {mode: 0o600, flag: 'wx'});
}
