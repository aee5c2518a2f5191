import type {Clusters} from '../../model/ports.ts';
import {readArgo} from './argocd-secrets.ts';
import {checked} from './check.ts';
import {nameIn, readerOf} from './cluster-reader.ts';
import type {Credential, Credentials} from './credential.ts';
import type {Declaration, DeclaredValues, SecretPlace} from './declaration.ts';
import {type Candidate, candidateFor, type Declared, type Entry} from './entry.ts';
import {fluxCredential} from './flux-secret.ts';
import {type Place, placeOf} from './place.ts';
import {remember} from './remember.ts';
import {readValue} from './value.ts';

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
	const origin = `the entry for ${declaration.url} in ${file}`;
	const read = () => readValues(declaration, origin, environment);
	const candidates = [candidateFor(declaration.url, {origin, read})];
	return {origin, candidates: async () => candidates, forget: () => undefined};
}

function openSecret(url: string, secret: SecretPlace & {readonly name: string}, {clusters, ticks}: Options): Entry {
	const origin = nameIn(secret, 'Secret', secret.name);
	const found = remember(signal => readerOf(clusters, secret).secret(secret.name, signal), ticks);
	const candidate = candidateFor(url, {
		origin,
		read: async (signal, place) => fluxCredential((await found.get(signal)).data, origin, place),
	});
	return {origin, candidates: async () => [candidate], forget: found.forget};
}

function openSecrets(place: SecretPlace, {clusters, ticks}: Options): Entry {
	const found = remember(signal => readArgo(readerOf(clusters, place), place, signal), ticks);
	return {origin: nameIn(place, "Argo CD's Secrets"), candidates: found.get, forget: found.forget};
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

type Found = {readonly entry: Entry; readonly candidate: Candidate};

/** Of all that are for an address, the one with the longest url is taken; of those alike, the first. */
export function createCredentials(entries: readonly Entry[]): Credentials {
	const origins = new WeakMap<Credential, Entry>();

	const best = async (place: Place, signal: AbortSignal): Promise<Found | undefined> => {
		const all: Found[] = [];
		for (const entry of entries) {
			const candidates = await entry.candidates(signal);
			all.push(...candidates.filter(({isFor}) => isFor(place)).map(candidate => ({entry, candidate})));
		}

		// A stable sort: of those alike the first stays the first.
		return all.toSorted((a, b) => b.candidate.segments - a.candidate.segments)[0];
	};

	return {
		async of(url, signal) {
			const place = placeOf(url);
			const found = place && (await best(place, signal));
			if (!(place && found)) {
				return undefined;
			}

			const credential = checked(await found.candidate.read(signal, place), Date.now());
			origins.set(credential, found.entry);
			return credential;
		},
		renew: refused => origins.get(refused)?.forget(),
	};
}
