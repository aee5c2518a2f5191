import {execFile} from 'node:child_process';
import * as z from 'zod';
import {OperatorError} from '../../../model/operator-error.ts';
import {printable} from '../rest/printable.ts';
import type {ExecEntry} from './kubeconfig.ts';

export type PluginOptions = {
	readonly environment: NodeJS.ProcessEnv;
	readonly timeout: number;
	/** What the plugin is told about the cluster, where it asks for it. */
	readonly cluster: Readonly<Record<string, string | boolean>>;
	readonly signal: AbortSignal;
};

export type PluginCredential = {
	readonly token: string;
	readonly certificate: string;
	readonly key: string;
	/** In milliseconds since 1970; absent for what lives as long as we do. */
	readonly expires?: number;
};

const credentialSchema = z.object({
	kind: z.literal('ExecCredential'),
	status: z.object({
		token: z.string().optional(),
		clientCertificateData: z.string().optional(),
		clientKeyData: z.string().optional(),
		expirationTimestamp: z.iso.datetime({offset: true}).nullish(),
	}),
});

/** Runs a credential plugin of the kubeconfig, without a terminal. Never quotes what it prints on stdout. */
export async function runPlugin(entry: ExecEntry, options: PluginOptions): Promise<PluginCredential> {
	const output = await run(entry, options);
	const parsed = credentialSchema.safeParse(jsonOf(output));
	if (!parsed.success) {
		throw refused(entry, 'what it prints is no ExecCredential');
	}

	const {token = '', clientCertificateData = '', clientKeyData = '', expirationTimestamp} = parsed.data.status;
	return {
		token,
		certificate: clientCertificateData,
		key: clientKeyData,
		...(expirationTimestamp && {expires: Date.parse(expirationTimestamp)}),
	};
}

function run(entry: ExecEntry, {environment, timeout, cluster, signal}: PluginOptions): Promise<string> {
	const spec = {interactive: false, ...(entry.needsClusterInfo && {cluster})};
	const info = {apiVersion: entry.apiVersion, kind: 'ExecCredential', spec};
	const env = {...environment, ...entry.variables, KUBERNETES_EXEC_INFO: JSON.stringify(info)};
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const child = execFile(
		entry.command,
		[...entry.args],
		{env, timeout, signal, maxBuffer: 1_048_576, killSignal: 'SIGKILL'},
		(error, stdout, stderr) => {
			if (error) {
				reject(refused(entry, reasonOf(error, stderr, timeout)));
			} else {
				resolve(stdout);
			}
		},
	);
	// A plugin that asks a question gets no answer instead of waiting for one.
	child.stdin?.end();
	return promise;
}

function reasonOf(error: Error & {code?: unknown; killed?: unknown}, stderr: string, timeout: number): string {
	if (error.code === 'ENOENT') {
		return 'it is not installed';
	}

	if (error.killed === true && error.code !== 'ABORT_ERR') {
		return `it took longer than ${timeout / 1000} s or printed too much`;
	}

	return stderr.trim() === '' ? `it ended with ${printable(String(error.code))}` : printable(stderr.trim());
}

function refused({command, installHint}: ExecEntry, reason: string): OperatorError {
	return new OperatorError(`the kubeconfig's credential plugin ${printable(command)} gives no credentials: ${reason}`, {
		advice: installHint === '' ? 'Run it by hand to see why, or log in again' : printable(installHint),
	});
}

function jsonOf(output: string): unknown {
	try {
		return JSON.parse(output);
	} catch {
		return undefined;
	}
}
