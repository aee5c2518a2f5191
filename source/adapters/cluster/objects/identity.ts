import {createHash} from 'node:crypto';
import {ForbiddenError, UnreachableError} from '../../../model/operator-error.ts';
import type {ServedKind} from '../../../model/ports.ts';
import {addressPrefix, type ClusterIdentity} from '../../../model/right.ts';
import type {ClusterEntry} from '../access/kubeconfig.ts';
import {readMaterial} from '../access/login.ts';
import type {Client} from '../rest/client.ts';
import {nameOf} from '../rest/unreachable.ts';
import {readMetadata} from './applying.ts';

const namespaces: ServedKind = {
	group: '',
	version: 'v1',
	kind: 'Namespace',
	plural: 'namespaces',
	isNamespaced: false,
	isListable: true,
};

/** Tried without asking first: this read is the cheapest question whether it is allowed. */
export async function readIdentity(
	client: Client,
	entry: Pick<ClusterEntry, 'server' | 'ca'>,
	signal: AbortSignal,
): Promise<ClusterIdentity> {
	const address = await addressOf(entry);
	try {
		const found = await readMetadata(client, namespaces, {...namespaces, namespace: '', name: 'kube-system'}, signal);
		if (found && found.uid !== '') {
			return {uid: found.uid, address};
		}
	} catch (error) {
		if (error instanceof ForbiddenError) {
			return {uid: '', address};
		}

		throw error;
	}

	throw new UnreachableError(`can't tell which one ${nameOf(client.place)} is: it has no namespace kube-system`);
}

async function addressOf({server, ca}: Pick<ClusterEntry, 'server' | 'ca'>): Promise<string> {
	const authority = (await readMaterial(ca)).replaceAll(/\s+/g, '');
	const place = URL.parse(server)?.href.replace(/\/+$/, '') ?? server;
	const hash = createHash('sha256').update(JSON.stringify([place, authority]));
	return `${addressPrefix}${hash.digest('hex').slice(0, 32)}`;
}
