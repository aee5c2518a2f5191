import type {TestProject} from 'vitest/node';
import {buildPrograms} from './build.ts';
import './provided.ts';
import {startCluster} from './start-cluster.ts';

/** Starts the one control plane that all files share, and ends it after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const programs = await buildPrograms(line => process.stderr.write(`${line}\n`));
	const {kubeconfig, viewerKubeconfig, url, token, ca, auditLog, folder, stop} = await startCluster({programs});
	project.provide('cluster', {kubeconfig, viewerKubeconfig, url, token, ca, auditLog, folder, programs});
	return stop;
}
