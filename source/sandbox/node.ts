import {type Api, contentTypes} from './api.ts';

/** The machine that the kubelet pretends to be. */
export type NodeOptions = {readonly name: string; readonly ip: string};

type ReportOptions = {
	readonly signal: AbortSignal;
	/** In milliseconds. */
	readonly now: () => number;
};

/** Declares the Node ready and renews its Lease: without both every few seconds its pods count as lost. */
export async function reportNode(api: Api, options: NodeOptions, {signal, now: clock}: ReportOptions): Promise<void> {
	const {name} = options;
	const now = new Date(clock()).toISOString();
	await apply(api, `/api/v1/nodes/${name}`, nodeOf(options), signal);
	await Promise.all([
		apply(api, `/api/v1/nodes/${name}/status`, {...nodeOf(options), status: statusOf(options, now)}, signal),
		apply(api, `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`, leaseOf(name, now), signal),
	]);
}

async function apply(api: Api, path: string, body: unknown, signal: AbortSignal): Promise<void> {
	const query = 'fieldManager=kubelet&force=true';
	await api.call({method: 'PATCH', path: `${path}?${query}`, body, contentType: contentTypes.apply}, signal);
}

function nodeOf({name}: NodeOptions) {
	const labels = {'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64'};
	return {apiVersion: 'v1', kind: 'Node', metadata: {name, labels}};
}

function leaseOf(name: string, now: string) {
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name, namespace: 'kube-node-lease'},
		spec: {holderIdentity: name, leaseDurationSeconds: 40, renewTime: now.replace('Z', '000Z')},
	};
}

function statusOf({name, ip}: NodeOptions, now: string) {
	const resources = {cpu: '64', memory: '256Gi', pods: '20000', 'ephemeral-storage': '1Ti'};
	const lastHeartbeatTime = `${now.slice(0, 19)}Z`;
	const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map(type => ({
		type,
		status: 'False',
		reason: `KubeletHasNo${type}`,
		message: '',
		lastHeartbeatTime,
	}));
	const ready = {type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'the sandbox runs', lastHeartbeatTime};
	return {
		capacity: resources,
		allocatable: resources,
		conditions: [...pressures, ready],
		addresses: [
			{type: 'InternalIP', address: ip},
			{type: 'Hostname', address: name},
		],
		nodeInfo: {
			architecture: 'amd64',
			operatingSystem: 'linux',
			osImage: 'trueup sandbox',
			containerRuntimeVersion: 'sandbox://1',
			kernelVersion: '',
			kubeletVersion: 'v1.36.3',
			kubeProxyVersion: '',
			bootID: '',
			machineID: '',
			systemUUID: '',
		},
	};
}
