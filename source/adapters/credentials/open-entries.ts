import type {Clusters} from '../../model/ports.ts';
import {printable} from '../render/printable.ts';
import {readArgo} from './argocd-secrets.ts';
import {nameIn, readerOf} from './cluster-reader.ts';
import type {Credential} from './credential.ts';
import {type Declaration, type DeclaredValues, type SecretPlace, valueNames} from './declaration.ts';
import {candidateFor, type Declared, type Entry} from './entry.ts';
import {fluxCredential} from './flux-secret.ts';
import {remember} from './remember.ts';
import {isOpenToOthers, readValue} from './value.ts';

export type CredentialsOptions = Declared & {
	readonly environment: NodeJS.ProcessEnv;
	/** Where Secrets are read. */
	readonly clusters: Clusters;
	/** Milliseconds, as `Clock.ticks`. */
	readonly ticks: () => number;
};

/** What was declared of credentials. Reads nothing yet. */
export function openEntries({declarations, ...options}: CredentialsOptions): readonly Entry[] {
	return declarations.map(declaration => openEntry(declaration, options));
}

type Options = Omit<CredentialsOptions, 'declarations'>;

function openEntry(declaration: Declaration, options: Options): Entry {
	switch (declaration.kind) {
		case 'values':
			return openValues(declaration, options);
		case 'secret':
			return openSecret(declaration.url, declaration.secret, options);
		case 'secrets':
			return openSecrets(declaration.secrets, options);
	}
}

function openValues(declaration: Declaration & {readonly kind: 'values'}, {file, environment}: Options): Entry {
	const {url} = declaration;
	const origin = `the entry for ${url} in ${file}`;
	const read = () => readValues(declaration, origin, environment);
	const candidates = [candidateFor(url, {origin, read})];
	return {
		...{name: nameOf(url), path: file, origin, from: fromWhere(declaration)},
		candidates: async () => candidates,
		remarks: () => remarksOn(declaration),
		forget: () => undefined,
	};
}

function fromWhere(values: DeclaredValues): string {
	const all = valueNames.flatMap(name => {
		const value = values[name];
		return value === undefined || value.kind === 'text' ? [] : [value.kind === 'file' ? value.path : `$${value.name}`];
	});
	return printable(all.join(', '));
}

function nameOf(url: string): string {
	return `credentials for ${url}`;
}

function openSecret(url: string, secret: SecretPlace & {readonly name: string}, {clusters, ticks}: Options): Entry {
	const origin = nameIn(secret, 'Secret', secret.name);
	const found = remember(signal => readerOf(clusters, secret).secret(secret.name, signal), ticks);
	const candidate = candidateFor(url, {
		origin,
		read: async (signal, place) => fluxCredential((await found.get(signal)).data, origin, place),
	});
	return {
		...{name: nameOf(url), path: '', origin, from: origin},
		candidates: async () => [candidate],
		remarks: async () => [],
		forget: found.forget,
	};
}

function openSecrets(place: SecretPlace, {clusters, ticks}: Options): Entry {
	const found = remember(signal => readArgo(readerOf(clusters, place), place, signal), ticks);
	const origin = nameIn(place, "Argo CD's Secrets");
	return {
		...{name: origin, path: '', origin, from: origin},
		candidates: found.get,
		remarks: async () => [],
		forget: found.forget,
	};
}

/** Files that more can read than who runs trueup. */
async function remarksOn(values: DeclaredValues): Promise<readonly string[]> {
	const remarks = (['password', 'token', 'sshKey', 'key'] as const).map(async name => {
		const value = values[name];
		return value?.kind === 'file' && (await isOpenToOthers(value.path))
			? [`${printable(value.path)}, a ${name} for repositories, may be read by others: chmod 600 it`]
			: [];
	});
	return (await Promise.all(remarks)).flat();
}

/** Files are read each time: whoever renews a token writes it there. */
async function readValues(values: DeclaredValues, origin: string, environment: NodeJS.ProcessEnv): Promise<Credential> {
	const read = async (name: keyof DeclaredValues) => {
		const value = values[name];
		return value === undefined ? undefined : await readValue(value, {name, origin, environment});
	};
	const [username, password, token, ca] = [
		await read('username'),
		await read('password'),
		await read('token'),
		await read('ca'),
	];
	const [cert, key, sshKey, knownHosts] = [
		await read('certificate'),
		await read('key'),
		await read('sshKey'),
		await read('knownHosts'),
	];
	return {
		origin,
		...(username !== undefined && {username}),
		...(password !== undefined && {password}),
		...(token !== undefined && {token}),
		...(ca !== undefined && {ca}),
		...(cert !== undefined && key !== undefined && {certificate: {cert, key}}),
		...(sshKey !== undefined && knownHosts !== undefined && {ssh: {key: sshKey, knownHosts}}),
	};
}
