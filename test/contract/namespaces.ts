import {randomBytes} from 'node:crypto';
import {isList, isObject, text} from '../../source/model/json.ts';
import {until} from '../cluster/support/until.ts';
import type {Connection} from './connection.ts';

const path = '/api/v1/namespaces';
const start = 'contract-';
/** A few more than are needed at once; what controllers put into each is there soon, and asked for in one go. */
const atOnce = 32;

/** What names in the whole cluster carry, and the namespace of that name. */
export type Own = {readonly unique: string; readonly namespace: string};

/** Namespaces with what controllers put into each, without end. */
export async function* newNamespaces(connection: Connection): AsyncGenerator<Own, never> {
	for (;;) {
		const uniques = Array.from({length: atOnce}, () => `u${randomBytes(4).toString('hex')}`);
		const all = uniques.map(unique => ({unique, namespace: `${start}${unique}`}));
		await Promise.all(
			all.map(({namespace: name}) => {
				const body = JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
				return connection.send({method: 'POST', path, body});
			}),
		);
		const names = all.map(({namespace}) => namespace);
		await haveAll(connection, names, ['serviceaccounts', 'default']);
		await haveAll(connection, names, ['configmaps', 'kube-root-ca.crt']);
		yield* all;
	}
}

type Thing = readonly [resource: string, name: string];

async function haveAll(connection: Connection, namespaces: readonly string[], [resource, name]: Thing) {
	await until(`${name} of new namespaces`, async () => {
		const all = await listed(connection, `/api/v1/${resource}`, {fieldSelector: `metadata.name=${name}`});
		const having = new Set(all.map(({namespace}) => namespace));
		return namespaces.every(one => having.has(one));
	});
}

/** Where others go on using the cluster. */
export async function removeNamespaces(connection: Connection): Promise<void> {
	for (const {name} of await listed(connection, path)) {
		if (name.startsWith(start)) {
			await connection.send({method: 'DELETE', path: `${path}/${name}`});
		}
	}
}

async function listed(connection: Connection, of: string, query: Readonly<Record<string, string>> = {}) {
	const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
	const {body} = await connection.send({method: 'GET', path: of, query, accept});
	const items = isObject(body) && isList(body.items) ? body.items : [];
	return items.map(item => ({
		name: text(item, 'metadata', 'name'),
		namespace: text(item, 'metadata', 'namespace'),
	}));
}
