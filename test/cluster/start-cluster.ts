import {appendFileSync} from 'node:fs';
import {mkdtemp, readFile, rename, rm} from 'node:fs/promises';
import {get} from 'node:https';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createApi} from '../../source/sandbox/api.ts';
import {createKubelet, type Kubelet} from '../../source/sandbox/kubelet.ts';
import {freePorts} from '../support/free-ports.ts';
import {writeClusterFiles, writeKubeconfigs} from './cluster-files.ts';
import {compact, files, type Layout, startApiServer, startControllerManager, startEtcd, urlOf} from './components.ts';
import {type ControlPlane, createKubectl, type Kubectl} from './kubectl.ts';
import {createProcesses, type Processes} from './processes.ts';
import {until} from './support/until.ts';
import {createUsers} from './users.ts';

export type ClusterOptions = {
	/** The folder that `buildPrograms` returned. */
	readonly programs: string;
	/** Where the admin's kubeconfig goes; the viewer's goes to the same with `.viewer`. In the data's folder where absent. */
	readonly kubeconfig?: string;
	/** Gives up starting; what has been started is ended. */
	readonly signal?: AbortSignal;
};

export type ClusterProgram = 'etcd' | 'kube-apiserver';

/** A control plane that runs, with a kubelet in this process; stopped at the end of a scope with `await using`. */
export type Cluster = ControlPlane &
	AsyncDisposable & {
		/** Why, when one of its programs has ended without being asked to; never resolves otherwise. */
		readonly died: Promise<Error>;
		readonly kubectl: Kubectl;
		/** Kills the API server alone, as kill -9 does. */
		killServer(): Promise<void>;
		/** Starts it again, on the same port and data; resolves when it is ready. */
		startServer(): Promise<void>;
		/** The same for what the API server keeps its objects in; it stays. */
		killStore(): Promise<void>;
		/** Resolves when the API server is ready with it. */
		startStore(): Promise<void>;
		/** Comes back with nothing in it, and another identity: same address, certificates and users. */
		becomeAnother(): Promise<void>;
		/** Comes back as the one that it was. */
		becomeItself(): Promise<void>;
		/** Forgets all versions of objects but the newest. */
		compactStore(): Promise<void>;
		/** Stops one of the programs: it answers nobody, and its connections stay. */
		freeze(program: ClusterProgram): Promise<void>;
		/** Lets it go on where it was; resolves when the API server is ready. */
		thaw(program: ClusterProgram): Promise<void>;
		/** Ends everything, and removes the data and the kubeconfigs. */
		stop(): Promise<void>;
	};

/** Starts a control plane on loopback; resolves when its controllers work and its node is ready. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await startOnce(options);
		} catch (error) {
			// Somebody took a port between our finding it free and the server's listening on it.
			if (attempt === 3 || !String(error).includes('address already in use')) {
				throw error;
			}
		}
	}
}

async function startOnce({programs, kubeconfig, signal}: ClusterOptions): Promise<Cluster> {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-cluster-'));
	const [etcd = 0, peer = 0, api = 0, manager = 0] = await freePorts(4);
	const layout: Layout = {folder, programs, ports: {etcd, peer, api, manager}};
	const processes = createProcesses();
	const ending = new AbortController();
	const failure = AbortSignal.any([processes.failure, ...(signal ? [signal] : [])]);
	const leftovers = [folder];
	let kubelet: Kubelet | undefined;
	const stop = async () => {
		ending.abort();
		await kubelet?.ended;
		await processes.killAll();
		await Promise.all(leftovers.map(leftover => rm(leftover, {recursive: true, force: true})));
	};

	try {
		const users = createUsers();
		await writeClusterFiles(folder, users);
		processes.add(startEtcd(layout));
		processes.add(startApiServer(layout));
		await untilServing(layout, failure);

		await compactFirst(layout);
		const url = urlOf(layout);
		const ca = await readFile(path.join(folder, files.certificate), 'utf8');
		const handedOut = await writeKubeconfigs(
			{folder, kubeconfig: kubeconfig ?? path.join(folder, 'kubeconfig')},
			users,
			{url, ca},
		);
		leftovers.push(...Object.values(handedOut));
		const auditLog = path.join(folder, files.auditLog);
		const coordinates = {...handedOut, url, ca, token: users.admin.token, auditLog, folder, programs};
		const kubectl = createKubectl(coordinates);
		processes.add(startControllerManager(layout));
		const report = (message: string) => appendFileSync(path.join(folder, 'kubelet.log'), `${message}\n`);
		kubelet = createKubelet(createApi({url, ca, token: users.kubelet.token}), {signal: ending.signal, report});
		await untilWorking(kubectl, failure);
		return {
			...coordinates,
			died: processes.died,
			kubectl,
			...faultsOf(layout, processes),
			stop,
			[Symbol.asyncDispose]: stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** What can be done to the programs while others use them. */
function faultsOf(layout: Layout, processes: Processes) {
	const untilReady = () => untilServing(layout, processes.failure);
	const data = path.join(layout.folder, 'etcd');
	const kept = path.join(layout.folder, 'etcd-kept');
	const restartWith = async (place: () => Promise<void>) => {
		for (const name of ['kube-controller-manager', 'kube-apiserver', 'etcd']) {
			await processes.kill(name);
		}

		await place();
		processes.add(startEtcd(layout));
		processes.add(startApiServer(layout));
		await untilReady();
		processes.add(startControllerManager(layout));
	};
	return {
		killServer: () => processes.kill('kube-apiserver'),
		async startServer() {
			processes.add(startApiServer(layout));
			await untilReady();
		},
		killStore: () => processes.kill('etcd'),
		async startStore() {
			processes.add(startEtcd(layout));
			await untilReady();
		},
		becomeAnother: () => restartWith(() => rename(data, kept)),
		becomeItself: () =>
			restartWith(async () => {
				await rm(data, {recursive: true});
				await rename(kept, data);
			}),
		compactStore: () => compact(layout),
		freeze: (program: ClusterProgram) => processes.signal(program, 'SIGSTOP'),
		async thaw(program: ClusterProgram) {
			await processes.signal(program, 'SIGCONT');
			await untilReady();
		},
	};
}

const startTimeoutMs = 120_000;

async function untilServing(layout: Layout, signal: AbortSignal): Promise<void> {
	const certificate = path.join(layout.folder, files.certificate);
	const isServing = async () => await isOk(`${urlOf(layout)}/readyz`, await readFile(certificate, 'utf8'));
	await until('the API server is ready', isServing, {signal, timeoutMs: startTimeoutMs});
}

async function isOk(url: string, ca: string): Promise<boolean> {
	const {promise, resolve, reject} = Promise.withResolvers<boolean>();
	get(url, {ca}, answer => resolve(answer.resume().statusCode === 200)).on('error', reject);
	return await promise;
}

/** As on every cluster that is older than five minutes: the first version is forgotten. */
async function compactFirst({ports}: Layout): Promise<void> {
	const url = `http://127.0.0.1:${ports.etcd}/v3/kv/compaction`;
	await fetch(url, {method: 'POST', body: JSON.stringify({revision: 2})});
}

/** The controllers have made what every namespace has, and the node takes pods. */
async function untilWorking(kubectl: Kubectl, signal: AbortSignal): Promise<void> {
	const isAnswered = (pattern: RegExp, args: readonly string[]) => async () =>
		pattern.test((await kubectl(args)).stdout);
	const hasAccount = isAnswered(/default/, [
		'get',
		'serviceaccount',
		'default',
		'--namespace=default',
		'--output=name',
	]);
	const isNodeReady = isAnswered(/True/, [
		'get',
		'nodes',
		'--output=jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}',
	]);
	await until('the controllers work', hasAccount, {signal, timeoutMs: startTimeoutMs});
	await until('the node is ready', isNodeReady, {signal, timeoutMs: startTimeoutMs});
}
