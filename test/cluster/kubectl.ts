import path from 'node:path';
import {type Finished, runProgram} from '../support/program.ts';

/** What a test needs to know of a cluster that runs; JSON-clean. */
export type Coordinates = {
	/** The admin's, a path. */
	readonly kubeconfig: string;
	/** Of a user who may do nothing until RBAC objects say so. */
	readonly viewerKubeconfig: string;
	readonly url: string;
	/** The admin's. */
	readonly token: string;
	/** PEM. */
	readonly ca: string;
	/** A file with one line of JSON a request: `user.username`, `verb`, `objectRef`, `userAgent`. The kubelet and the controller manager have names of their own. */
	readonly auditLog: string;
	/** Where the control plane keeps its data. */
	readonly folder: string;
	/** Where etcd, kube-apiserver, kube-controller-manager and kubectl are. */
	readonly programs: string;
};

/** Runs the kubectl of the cluster's version, as the admin unless `--kubeconfig` says otherwise. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<Finished>;

export function createKubectl(coordinates: Coordinates): Kubectl {
	const {command, env} = kubectlCommand(coordinates);
	return (args, input) => runProgram(command, args, {env, input});
}

/** How that kubectl is run. */
export function kubectlCommand({kubeconfig, folder, programs}: Coordinates) {
	const env = {
		PATH: process.env.PATH ?? '',
		HOME: folder,
		KUBECONFIG: kubeconfig,
		KUBECACHEDIR: path.join(folder, 'kubectl-cache'),
	};
	return {command: path.join(programs, 'kubectl'), env};
}
