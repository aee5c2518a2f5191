import {rm, writeFile} from 'node:fs/promises';
import {UsageError} from '../model/operator-error.ts';
import {exitCodes} from './exit-codes.ts';
import type {Context, Verb} from './verb.ts';

export const sandbox: Verb = {
	name: 'sandbox',
	summary: 'Serve a small Kubernetes cluster of its own on 127.0.0.1, for trials and tests, until Ctrl-C',
	details: [
		'It answers as a real API server does and runs Deployments, StatefulSets, DaemonSets and Jobs, but starts no program.',
		'Everything is in memory. The kubeconfig must not be there yet, and is removed at the end; once the cluster serves,',
		'`ready URL` is printed. docs/sandbox.md says what it does not do.',
	],
	takesApplication: false,
	needsNoApplications: true,
	flags: ['write-kubeconfig', 'port', 'help'],
	outputs: ['text'],
	async run(context) {
		const {writeKubeconfig: file, port} = context.flags;
		if (file === undefined) {
			throw new UsageError('sandbox needs --write-kubeconfig FILE: where the way to the cluster is written');
		}

		await reserve(file);
		try {
			return await serve(context, file, port);
		} finally {
			await rm(file, {force: true});
		}
	},
};

async function serve({startSandbox, out, signal}: Context, file: string, port: number | undefined): Promise<number> {
	const cluster = await startSandbox(port === undefined ? {} : {port});
	try {
		await writeFile(file, cluster.kubeconfig);
		out(`ready ${cluster.url}\n`);
		const stopped = new Promise<void>(resolve => {
			if (signal.aborted) {
				resolve();
			}

			signal.addEventListener('abort', () => resolve(), {once: true});
		});
		await Promise.race([stopped, cluster.ended]);
		return exitCodes.done;
	} finally {
		await cluster.stop();
	}
}

/** Takes the name, so that no file of somebody else is ever written to or removed. */
async function reserve(file: string): Promise<void> {
	try {
		await writeFile(file, '', {flag: 'wx', mode: 0o600});
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		throw new UsageError(
			code === 'EEXIST'
				? `--write-kubeconfig ${file} is there already and is not overwritten: remove it, or name another file`
				: `--write-kubeconfig ${file} can't be written: ${error instanceof Error ? error.message : String(error)}`,
		);
	}
}
