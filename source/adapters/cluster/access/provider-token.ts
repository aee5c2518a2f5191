import {KubeConfig} from '@kubernetes/client-node';
import {OperatorError} from '../../../model/operator-error.ts';
import {printable} from '../rest/printable.ts';
import type {UserEntry} from './kubeconfig.ts';

/** The token of an `auth-provider` (OIDC), refreshed where it has to be. */
export async function tokenOfProvider({name, config}: NonNullable<UserEntry['authProvider']>): Promise<string> {
	const library = new KubeConfig();
	library.loadFromOptions({
		clusters: [{name: 'cluster', server: 'https://cluster.invalid', skipTLSVerify: true}],
		users: [{name: 'user', authProvider: {name, config}}],
		contexts: [{name: 'context', cluster: 'cluster', user: 'user'}],
		currentContext: 'context',
	});
	const request: {headers?: Record<string, string>} = {};
	try {
		await library.applyToHTTPSOptions(request);
	} catch (error) {
		const reason = printable(error instanceof Error ? error.message : String(error));
		throw new OperatorError(`the kubeconfig's auth-provider ${printable(name)} gives no credentials: ${reason}`, {
			cause: error,
			advice: 'Log in again',
		});
	}

	return (request.headers?.Authorization ?? '').replace(/^Bearer /, '');
}
