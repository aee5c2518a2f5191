import {randomBytes} from 'node:crypto';

export type User = {readonly name: string; readonly token: string; readonly group: string};

export type Users = {
	readonly admin: User;
	/** May do nothing until RBAC objects say so. */
	readonly viewer: User;
	/** Have names of their own so that the audit log tells them from the admin. */
	readonly kubelet: User;
	readonly manager: User;
};

export function createUsers(): Users {
	const user = (name: string, group: string): User => ({name, token: randomBytes(16).toString('hex'), group});
	return {
		admin: user('admin', 'system:masters'),
		viewer: user('viewer', ''),
		kubelet: user('kubelet', 'system:masters'),
		manager: user('kube-controller-manager', 'system:masters'),
	};
}

/** As the API server's `--token-auth-file` wants it. */
export function tokenFile(users: Users): string {
	const lines = Object.values(users).map(({name, token, group}) => `${token},${name},${name},"${group}"`);
	return `${lines.join('\n')}\n`;
}

/** A kubeconfig, as JSON, which is YAML; `ca` in PEM. */
export function kubeconfigOf({name, token}: User, {url, ca}: {readonly url: string; readonly ca: string}): string {
	const authority = Buffer.from(ca).toString('base64');
	return JSON.stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{name: 'test', cluster: {server: url, 'certificate-authority-data': authority}}],
		users: [{name, user: {token}}],
		contexts: [{name, context: {cluster: 'test', user: name}}],
		'current-context': name,
	});
}
