import {readFile} from 'node:fs/promises';
import {OperatorError} from '../../../model/operator-error.ts';
import {orAbort} from '../../../model/or-abort.ts';
import {printable} from '../rest/printable.ts';
import type {Timing} from '../rest/timing.ts';
import {runPlugin} from './exec-plugin.ts';
import type {ClusterEntry, Material, UserEntry} from './kubeconfig.ts';
import type {ReadUser} from './user-reader.ts';

/** What shows a cluster who asks. Certificate and key in PEM; empty where there is none. */
export type Credentials = {
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly certificate: string;
	readonly key: string;
};

export type Login = {
	/** However many ask at once, a plugin runs once. */
	get(signal: AbortSignal): Promise<Credentials>;
	/** The cluster refused these: the next ones are made anew. */
	renew(refused: Credentials): void;
	close(): void;
};

export type LoginOptions = {
	readonly cluster: ClusterEntry;
	readonly environment: NodeJS.ProcessEnv;
	readonly timing: Timing;
};

type Fresh = {readonly credentials: Credentials; readonly until: number};

export function createLogin(readUser: ReadUser, options: LoginOptions): Login {
	const closing = new AbortController();
	let fresh: Fresh | undefined;
	let running: Promise<Fresh> | undefined;
	let isRefused = false;

	async function load(): Promise<Fresh> {
		try {
			fresh = await loadCredentials(await readUser(isRefused), options, closing.signal);
			isRefused = false;
			return fresh;
		} finally {
			running = undefined;
		}
	}

	return {
		async get(signal) {
			if (fresh && Date.now() < fresh.until) {
				return fresh.credentials;
			}

			running ??= load();
			return (await orAbort(running, signal)).credentials;
		},
		renew(refused) {
			if (fresh?.credentials === refused) {
				fresh = undefined;
				isRefused = true;
			}
		},
		close() {
			closing.abort();
		},
	};
}

async function loadCredentials(user: UserEntry, options: LoginOptions, signal: AbortSignal): Promise<Fresh> {
	const soon = Date.now() + options.timing.reread;
	const impersonation = impersonationOf(user);
	if (user.exec) {
		const {server, serverName, isInsecure, ca} = options.cluster;
		const {token, certificate, key, expires} = await runPlugin(user.exec, {
			environment: options.environment,
			timeout: options.timing.login,
			cluster: {
				server,
				'tls-server-name': serverName,
				'insecure-skip-tls-verify': isInsecure,
				'certificate-authority-data': Buffer.from(await readMaterial(ca)).toString('base64'),
			},
			signal,
		});
		// A little early: the request takes its time too.
		const until = expires === undefined ? Number.POSITIVE_INFINITY : Math.max(soon, expires - 30_000);
		return {credentials: {headers: {...bearer(token), ...impersonation}, certificate, key}, until};
	}

	const [authorization, certificate, key] = await Promise.all([
		authorizationOf(user),
		readMaterial(user.certificate),
		readMaterial(user.key),
	]);
	return {credentials: {headers: {...authorization, ...impersonation}, certificate, key}, until: soon};
}

async function authorizationOf(user: UserEntry): Promise<Readonly<Record<string, string>>> {
	if (user.authProvider) {
		// Slow to load and rarely needed: only who logs in that way pays for it.
		const {tokenOfProvider} = await import('./provider-token.ts');
		return bearer(await tokenOfProvider(user.authProvider));
	}

	if (user.tokenFile !== '') {
		return bearer((await read(user.tokenFile)).trim());
	}

	if (user.token !== '') {
		return bearer(user.token);
	}

	const basic = Buffer.from(`${user.username}:${user.password}`).toString('base64');
	return user.username === '' ? {} : {authorization: `Basic ${basic}`};
}

function bearer(token: string): Readonly<Record<string, string>> {
	if (/[^\x21-\x7e]/.test(token)) {
		throw new OperatorError('the token in the kubeconfig holds characters that no token can have', {
			advice: 'Log in again',
		});
	}

	return token === '' ? {} : {authorization: `Bearer ${token}`};
}

function impersonationOf({
	impersonate: {user, uid, groups, extra},
}: UserEntry): Readonly<Record<string, string | string[]>> {
	return {
		...(user !== '' && {'impersonate-user': user}),
		...(uid !== '' && {'impersonate-uid': uid}),
		...(groups.length > 0 && {'impersonate-group': [...groups]}),
		...Object.fromEntries(
			Object.entries(extra).map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, [...values]]),
		),
	};
}

/** As PEM. What is given inline goes before a file. */
export async function readMaterial({file, data}: Material): Promise<string> {
	if (data !== '') {
		return Buffer.from(data, 'base64').toString();
	}

	return file === '' ? '' : read(file);
}

async function read(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new OperatorError(`${printable(file)}, which the kubeconfig names, can't be read: ${printable(reason)}`, {
			cause: error,
		});
	}
}
