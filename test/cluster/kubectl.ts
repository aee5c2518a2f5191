import path from 'node:path';
import {type Finished, runProgram} from '../support/program.ts';
import {createPlainKubectl} from './plain-kubectl/plain-kubectl.ts';

/** What a test needs to know of a cluster that runs; JSON-clean. */
export type Coordinates = {
	/** The admin's, a path. */
	readonly kubeconfig: string;
	readonly url: string;
	/** The admin's. */
	readonly token: string;
	/** PEM. */
	readonly ca: string;
	/** A file with one line of JSON a request: `verb`, `objectRef`, `userAgent`, `requestURI`, `responseStatus`. */
	readonly auditLog: string;
};

/** Of the real control plane. In its audit log the kubelet and the controller manager have names of their own. */
export type ControlPlane = Coordinates & {
	/** Of a user who may do nothing until RBAC objects say so. */
	readonly viewerKubeconfig: string;
	/** Where the control plane keeps its data. */
	readonly folder: string;
	/** Where etcd, kube-apiserver, kube-controller-manager and kubectl are. */
	readonly programs: string;
};

/** Runs kubectl as the admin, unless `--kubeconfig` says otherwise. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<Finished>;

/** The kubectl of the control plane's version; one that needs no program for a cluster that has none. */
export function createKubectl(cluster: Coordinates | ControlPlane): Kubectl {
	if (!hasProgram(cluster)) {
		return createPlainKubectl(cluster);
	}

	const {command, env} = kubectlCommand(cluster);
	return (args, input) => runProgram(command, args, {env, input});
}

/** `TRUEUP_PLAIN_KUBECTL=1` runs the real control plane's tests with the kubectl that needs no program: a test of that. */
export function hasProgram(cluster: Coordinates | ControlPlane): cluster is ControlPlane {
	return 'programs' in cluster && process.env.TRUEUP_PLAIN_KUBECTL === undefined;
}

/** How that kubectl is run. */
export function kubectlCommand({kubeconfig, folder, programs}: ControlPlane) {
	const env = {
		PATH: process.env.PATH ?? '',
		HOME: folder,
		KUBECONFIG: kubeconfig,
		KUBECACHEDIR: path.join(folder, 'kubectl-cache'),
	};
	return {command: path.join(programs, 'kubectl'), env};
}
