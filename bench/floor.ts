import {Agent, request} from 'node:https';
import type {Cluster} from '../test/cluster/start-cluster.ts';
import {until} from '../test/cluster/support/until.ts';
import type {Manifest} from './workload.ts';

const requestsAtOnce = 32;

const plurals: Readonly<Record<string, string>> = {
	ServiceAccount: 'api/v1/serviceaccounts',
	Service: 'api/v1/services',
	Deployment: 'apis/apps/v1/deployments',
	Ingress: 'apis/networking.k8s.io/v1/ingresses',
};

type Call = {readonly method: string; readonly path: string; readonly body?: object; readonly type?: string};

/** What the API server itself allows: every object by one server-side apply, and nothing else. */
export type Floor = Disposable & {
	createNamespace(name: string): Promise<void>;
	/** Applies all, until every Deployment is observed. */
	apply(manifests: readonly Manifest[]): Promise<void>;
	/** Deletes these Deployments of one namespace, as a person does, by one call. */
	deleteDeployments(manifests: readonly Manifest[]): Promise<void>;
	/** Changes a field of a Deployment that Git declares, as a person does. */
	editDeployment(manifest: Manifest): Promise<void>;
};

export function createFloor({url, ca, token}: Pick<Cluster, 'url' | 'ca' | 'token'>): Floor {
	const agent = new Agent({keepAlive: true, maxSockets: requestsAtOnce, ca});

	async function send({method, path, body, type = 'application/json'}: Call): Promise<string> {
		const {promise, resolve, reject} = Promise.withResolvers<string>();
		const headers = {authorization: `Bearer ${token}`, 'content-type': type, 'user-agent': 'floor'};
		const sent = request(`${url}${path}`, {method, agent, headers}, answer => {
			const chunks: Buffer[] = [];
			answer.on('data', chunk => chunks.push(chunk));
			answer.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				const isGood = (answer.statusCode ?? 500) < 300;
				isGood ? resolve(text) : reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
			});
		});
		sent.on('error', reject);
		sent.end(body && JSON.stringify(body));
		return await promise;
	}

	async function applyOne(body: Manifest): Promise<void> {
		const path = `${pathOf(body)}?fieldManager=floor`;
		await send({method: 'PATCH', path, body, type: 'application/apply-patch+yaml'});
	}

	async function areObserved(namespace: string): Promise<boolean> {
		const path = `/apis/apps/v1/namespaces/${namespace}/deployments?resourceVersion=0`;
		const {items}: {items: readonly {metadata: {generation: number}; status: {observedGeneration?: number}}[]} =
			JSON.parse(await send({method: 'GET', path}));
		return items.every(({metadata, status}) => status.observedGeneration === metadata.generation);
	}

	return {
		async createNamespace(name) {
			const body = {apiVersion: 'v1', kind: 'Namespace', metadata: {name}};
			await send({method: 'POST', path: '/api/v1/namespaces', body});
		},
		async apply(manifests) {
			const left = [...manifests].reverse();
			const work = async () => {
				for (let next = left.pop(); next; next = left.pop()) {
					await applyOne(next);
				}
			};
			await Promise.all(Array.from({length: requestsAtOnce}, work));
			const namespace = manifests[0]?.metadata.namespace ?? 'default';
			await until('every Deployment is observed', () => areObserved(namespace), {timeoutMs: 600_000});
		},
		async deleteDeployments(manifests) {
			const names = manifests.map(({metadata}) => metadata.name).join(',');
			const namespace = manifests[0]?.metadata.namespace ?? 'default';
			const labelSelector = encodeURIComponent(`app.kubernetes.io/name in (${names})`);
			const path = `/apis/apps/v1/namespaces/${namespace}/deployments?labelSelector=${labelSelector}`;
			await send({method: 'DELETE', path});
		},
		async editDeployment(manifest) {
			const path = `${pathOf(manifest)}?fieldManager=somebody`;
			await send({method: 'PATCH', path, body: {spec: {minReadySeconds: 5}}, type: 'application/merge-patch+json'});
		},
		[Symbol.dispose]: () => agent.destroy(),
	};
}

function pathOf({kind, metadata}: Manifest): string {
	const [version, plural] = /^(.*)\/([a-z]+)$/.exec(plurals[kind] ?? '')?.slice(1) ?? [];
	return `/${version}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`;
}
