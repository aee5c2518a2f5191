import {dirname, resolve} from 'node:path';
import {load, YAMLException} from 'js-yaml';
import * as z from 'zod';
import {UsageError} from '../../../model/operator-error.ts';

/** Something that is given inline, or stands in a file. */
export type Material = {readonly file: string; readonly data: string};

export type ClusterEntry = {
	readonly server: string;
	readonly ca: Material;
	readonly isInsecure: boolean;
	readonly serverName: string;
	readonly proxy: string;
};

export type ExecEntry = {
	readonly apiVersion: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly variables: Readonly<Record<string, string>>;
	readonly installHint: string;
	readonly needsClusterInfo: boolean;
};

export type UserEntry = {
	readonly certificate: Material;
	readonly key: Material;
	readonly token: string;
	readonly tokenFile: string;
	readonly username: string;
	readonly password: string;
	readonly impersonate: {
		readonly user: string;
		readonly uid: string;
		readonly groups: readonly string[];
		readonly extra: Readonly<Record<string, readonly string[]>>;
	};
	readonly exec?: ExecEntry;
	/** As written; read by the library that knows these. */
	readonly authProvider?: {readonly name: string; readonly config: Readonly<Record<string, unknown>>};
};

export type ContextEntry = {readonly cluster: string; readonly user: string};

export type Kubeconfig = {
	readonly clusters: ReadonlyMap<string, ClusterEntry>;
	readonly users: ReadonlyMap<string, UserEntry>;
	readonly contexts: ReadonlyMap<string, ContextEntry>;
	readonly current: string;
	/** Where it was read from, for messages. */
	readonly origin: string;
};

const text = z
	.string()
	.nullish()
	.transform(value => value ?? '');
const texts = z
	.array(z.string())
	.nullish()
	.transform(value => value ?? []);
const flag = z
	.boolean()
	.nullish()
	.transform(value => value ?? false);

const clusterSchema = z.object({
	server: text,
	'certificate-authority': text,
	'certificate-authority-data': text,
	'insecure-skip-tls-verify': flag,
	'tls-server-name': text,
	'proxy-url': text,
});

const execSchema = z.object({
	apiVersion: text,
	command: z.string().min(1),
	args: texts,
	env: z
		.array(z.object({name: z.string(), value: text}))
		.nullish()
		.transform(list => Object.fromEntries((list ?? []).map(({name, value}) => [name, value]))),
	installHint: text,
	provideClusterInfo: flag,
});

const userSchema = z.object({
	'client-certificate': text,
	'client-certificate-data': text,
	'client-key': text,
	'client-key-data': text,
	token: text,
	tokenFile: text,
	username: text,
	password: text,
	as: text,
	'as-uid': text,
	'as-groups': texts,
	'as-user-extra': z
		.record(z.string(), z.array(z.string()))
		.nullish()
		.transform(value => value ?? {}),
	exec: execSchema.nullish(),
	'auth-provider': z
		.object({
			name: z.string(),
			config: z
				.record(z.string(), z.unknown())
				.nullish()
				.transform(value => value ?? {}),
		})
		.nullish(),
});

const contextSchema = z.object({cluster: text, user: text});

const fileSchema = z.object({
	clusters: z.array(z.object({name: z.string().min(1), cluster: clusterSchema})).nullish(),
	users: z.array(z.object({name: z.string().min(1), user: userSchema.nullish()})).nullish(),
	contexts: z.array(z.object({name: z.string().min(1), context: contextSchema})).nullish(),
	'current-context': text,
});

/** Who names no user. */
export function anonymous(): UserEntry {
	return userEntry(userSchema.parse({}), '');
}

/** Reads one file. What it names by relative paths lies beside it. Never quotes what it holds. */
export function parseKubeconfig(content: string, file: string): Kubeconfig {
	const parsed = fileSchema.safeParse(plainValue(content, file));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw broken(file, issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'not understood');
	}

	const {clusters, users, contexts, 'current-context': current} = parsed.data;
	const folder = dirname(resolve(file));
	return {
		clusters: firstOf((clusters ?? []).map(({name, cluster}) => [name, clusterEntry(cluster, folder)])),
		users: firstOf((users ?? []).map(({name, user}) => [name, userEntry(user ?? userSchema.parse({}), folder)])),
		contexts: firstOf((contexts ?? []).map(({name, context}) => [name, context])),
		current,
		origin: file,
	};
}

/** As kubectl does it: of what has the same name, the first wins. */
export function mergeKubeconfigs(all: readonly Kubeconfig[]): Kubeconfig {
	return {
		clusters: firstOf(all.flatMap(({clusters}) => [...clusters])),
		users: firstOf(all.flatMap(({users}) => [...users])),
		contexts: firstOf(all.flatMap(({contexts}) => [...contexts])),
		current: all.find(({current}) => current !== '')?.current ?? '',
		origin: all.map(({origin}) => origin).join(', '),
	};
}

function plainValue(content: string, file: string): unknown {
	try {
		return content.trim() === '' ? {} : load(content);
	} catch (error) {
		if (error instanceof YAMLException) {
			const line = error.mark ? `line ${error.mark.line + 1}: ` : '';
			throw broken(file, `${line}${error.reason}`);
		}

		throw error;
	}
}

function broken(file: string, reason: string): UsageError {
	return new UsageError(`the kubeconfig ${file} is broken: ${reason}`, {
		advice: 'Correct it, or name another one with --kubeconfig FILE',
	});
}

function clusterEntry(entry: z.infer<typeof clusterSchema>, folder: string): ClusterEntry {
	return {
		server: entry.server.replace(/\/+$/, ''),
		ca: {file: beside(folder, entry['certificate-authority']), data: entry['certificate-authority-data']},
		isInsecure: entry['insecure-skip-tls-verify'],
		serverName: entry['tls-server-name'],
		proxy: entry['proxy-url'],
	};
}

function userEntry(entry: z.infer<typeof userSchema>, folder: string): UserEntry {
	return {
		certificate: {file: beside(folder, entry['client-certificate']), data: entry['client-certificate-data']},
		key: {file: beside(folder, entry['client-key']), data: entry['client-key-data']},
		token: entry.token,
		tokenFile: beside(folder, entry.tokenFile),
		username: entry.username,
		password: entry.password,
		impersonate: {
			user: entry.as,
			uid: entry['as-uid'],
			groups: entry['as-groups'],
			extra: entry['as-user-extra'],
		},
		...(entry.exec && {exec: execEntry(entry.exec, folder)}),
		...(entry['auth-provider'] && {authProvider: entry['auth-provider']}),
	};
}

function execEntry(entry: z.infer<typeof execSchema>, folder: string): ExecEntry {
	return {
		apiVersion: entry.apiVersion,
		// A bare name is searched for on the PATH.
		command: entry.command.includes('/') ? beside(folder, entry.command) : entry.command,
		args: entry.args,
		variables: entry.env,
		installHint: entry.installHint,
		needsClusterInfo: entry.provideClusterInfo,
	};
}

function beside(folder: string, file: string): string {
	return file === '' ? '' : resolve(folder, file);
}

function firstOf<Entry>(pairs: readonly (readonly [string, Entry])[]): ReadonlyMap<string, Entry> {
	return new Map(pairs.toReversed());
}
