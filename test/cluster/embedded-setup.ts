import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TestProject} from 'vitest/node';
import {startSandbox} from '../../source/sandbox/start.ts';
import './provided.ts';

/** Starts the one embedded cluster that all files share, as the build has it, and ends it after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-embedded-'));
	const auditLog = path.join(folder, 'audit.log');
	const kubeconfig = path.join(folder, 'kubeconfig');
	await writeFile(auditLog, '');
	const sandbox = await startSandbox({auditLog});
	await writeFile(kubeconfig, sandbox.kubeconfig, {mode: 0o600});
	const {url, token, ca} = sandbox;
	project.provide('cluster', {kubeconfig, url, token, ca, auditLog});
	return async () => {
		await sandbox.stop();
		await rm(folder, {recursive: true, force: true});
	};
}
