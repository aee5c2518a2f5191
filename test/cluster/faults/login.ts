import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {controlPlane} from '../support/shared-cluster.ts';
import type {Place} from '../support/trial.ts';
import {createRobot, kubeconfigFor, type Robot} from './credentials.ts';
import {type FaultyProxy, startProxy} from './proxy.ts';

/** How trueup logs in. */
export type Login = {
	readonly proxy: FaultyProxy;
	readonly robot: Robot;
	/** For files of credentials. */
	readonly folder: string;
};

export type Logged = Place & Login;

/** Calls back with a place in which trueup logs in as a robot. */
export async function withLogin(
	way: {readonly user: (login: Login) => Promise<object>},
	call: (place: Logged) => Promise<void>,
): Promise<void> {
	const cluster = controlPlane();
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-credentials-'));
	try {
		await using proxy = await startProxy(cluster);
		await using robot = await createRobot(cluster);
		const kubeconfig = path.join(folder, 'kubeconfig');
		const login = {proxy, robot, folder};
		await writeFile(kubeconfig, kubeconfigFor(proxy, await way.user(login)));
		await call({...cluster, ...login, kubeconfig});
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}
