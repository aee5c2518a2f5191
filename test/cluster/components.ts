import path from 'node:path';
import {type GuardedProcess, startGuarded} from '../support/guarded-process.ts';

/** Where a control plane keeps its files, finds its programs, and listens. */
export type Layout = {
	readonly folder: string;
	readonly programs: string;
	readonly ports: {readonly etcd: number; readonly peer: number; readonly api: number; readonly manager: number};
};

export const files = {
	tokens: 'tokens.csv',
	serviceAccountKey: 'sa.key',
	serviceAccountPublic: 'sa.pub',
	auditPolicy: 'audit-policy.json',
	auditLog: 'audit.log',
	managerKubeconfig: 'manager.kubeconfig',
	/** Made by the API server, for itself. */
	certificate: 'certs/apiserver.crt',
} as const;

export function urlOf({ports}: Layout): string {
	return `https://127.0.0.1:${ports.api}`;
}

function start(name: string, {folder, programs}: Layout, args: readonly string[]): GuardedProcess {
	return startGuarded({name, program: path.join(programs, name), args, log: path.join(folder, `${name}.log`)});
}

export function startEtcd(layout: Layout): GuardedProcess {
	const {folder, ports} = layout;
	return start('etcd', layout, [
		`--data-dir=${path.join(folder, 'etcd')}`,
		`--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
		`--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
		`--listen-peer-urls=http://127.0.0.1:${ports.peer}`,
		`--initial-advertise-peer-urls=http://127.0.0.1:${ports.peer}`,
		`--initial-cluster=default=http://127.0.0.1:${ports.peer}`,
		'--unsafe-no-fsync',
		'--log-level=error',
	]);
}

export function startApiServer(layout: Layout): GuardedProcess {
	const {folder, ports} = layout;
	const at = (file: string) => path.join(folder, file);
	return start('kube-apiserver', layout, [
		`--etcd-servers=http://127.0.0.1:${ports.etcd}`,
		'--bind-address=127.0.0.1',
		'--advertise-address=127.0.0.1',
		'--endpoint-reconciler-type=none',
		`--secure-port=${ports.api}`,
		`--cert-dir=${path.dirname(at(files.certificate))}`,
		`--service-account-key-file=${at(files.serviceAccountPublic)}`,
		`--service-account-signing-key-file=${at(files.serviceAccountKey)}`,
		'--service-account-issuer=https://kubernetes.default.svc',
		'--authorization-mode=RBAC',
		'--allow-privileged=true',
		`--token-auth-file=${at(files.tokens)}`,
		'--service-cluster-ip-range=10.96.0.0/16',
		`--audit-policy-file=${at(files.auditPolicy)}`,
		`--audit-log-path=${at(files.auditLog)}`,
	]);
}

export function startControllerManager(layout: Layout): GuardedProcess {
	const {folder, ports} = layout;
	return start('kube-controller-manager', layout, [
		`--kubeconfig=${path.join(folder, files.managerKubeconfig)}`,
		`--service-account-private-key-file=${path.join(folder, files.serviceAccountKey)}`,
		`--root-ca-file=${path.join(folder, files.certificate)}`,
		'--leader-elect=false',
		'--bind-address=127.0.0.1',
		`--secure-port=${ports.manager}`,
		`--cert-dir=${path.join(folder, 'manager')}`,
		// Its default of 20 requests a second would be what a benchmark measures.
		'--kube-api-qps=500',
		'--kube-api-burst=1000',
	]);
}

/** Forgets all versions of objects but the newest, by etcd's HTTP gateway. */
export async function compact({ports}: Layout): Promise<void> {
	const call = async (what: string, body: object): Promise<{readonly header: {readonly revision: string}}> => {
		const answer = await fetch(`http://127.0.0.1:${ports.etcd}/v3/kv/${what}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		if (!answer.ok) {
			throw new Error(`etcd refuses ${what}: HTTP ${answer.status} ${await answer.text()}`);
		}

		return JSON.parse(await answer.text());
	};
	const {header} = await call('range', {key: Buffer.from('/').toString('base64')});
	await call('compaction', {revision: header.revision, physical: true});
}
