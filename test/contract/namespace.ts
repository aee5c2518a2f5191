import {until} from '../cluster/support/until.ts';
import type {Connection} from './connection.ts';

/**
 * A namespace with what controllers put into each. What was `created` besides is deleted at the scope's end, and the
 * namespace with the connection's: the controller that empties namespaces would keep sequences about that waiting.
 */
export async function withNamespace(
	connection: Connection,
	name: string,
	created: () => readonly string[],
): Promise<AsyncDisposable> {
	const namespaces = '/api/v1/namespaces';
	const body = JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
	await connection.send({method: 'POST', path: namespaces, body});
	connection.deleteAtEnd(`${namespaces}/${name}`);
	for (const path of ['serviceaccounts/default', 'configmaps/kube-root-ca.crt']) {
		await until(`${path} of a new namespace`, async () => {
			const {status} = await connection.send({method: 'GET', path: `${namespaces}/${name}/${path}`});
			return status === 200;
		});
	}

	return {
		async [Symbol.asyncDispose]() {
			for (const path of created()) {
				await connection.send({method: 'DELETE', path});
			}
		},
	};
}
