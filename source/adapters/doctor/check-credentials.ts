import {X509Certificate} from 'node:crypto';
import {count} from '../../model/count.ts';
import type {Access} from '../../model/diagnosis.ts';
import {OperatorError} from '../../model/operator-error.ts';
import type {Place as RemotePlace} from '../../model/sources.ts';
import {checked} from '../credentials/check.ts';
import {choose} from '../credentials/create-credentials.ts';
import {type Credential, kindsOf} from '../credentials/credential.ts';
import type {Candidate, Entry} from '../credentials/entry.ts';
import {type Place, placeOf} from '../credentials/place.ts';
import {printable} from '../render/printable.ts';

/** From where a candidate is read, to the repositories that it is used for. */
type Uses = ReadonlyMap<string, readonly string[]>;

/** What is declared to be let in with: whether it can be read, and for which of these places it is used. */
export async function checkCredentials(
	entries: readonly Entry[],
	places: readonly RemotePlace[],
	signal: AbortSignal,
): Promise<readonly Access[]> {
	const looked = await Promise.all(entries.map(entry => look(entry, signal)));
	const readable = looked.flatMap(({entry, found}) => (typeof found === 'string' ? [] : [entry]));
	const uses = await usesOf(readable, places, signal);
	return (await Promise.all(looked.map(one => check(one, {uses, places}, signal)))).flat();
}

type Looked = {readonly entry: Entry; readonly found: readonly Candidate[] | string; readonly tookMs: number};

async function look(entry: Entry, signal: AbortSignal): Promise<Looked> {
	const started = performance.now();
	const found = await entry.candidates(signal).catch(expected);
	return {entry, found, tookMs: performance.now() - started};
}

async function usesOf(entries: readonly Entry[], places: readonly RemotePlace[], signal: AbortSignal): Promise<Uses> {
	const chosen = await Promise.all(
		places.map(async one => {
			const place = whereIs(one);
			const found = place && (await choose(entries, place, signal));
			return found ? [{origin: found.candidate.origin, repository: one.repository}] : [];
		}),
	);
	const byOrigin = Map.groupBy(chosen.flat(), ({origin}) => origin);
	return new Map([...byOrigin].map(([origin, all]) => [origin, namesOf(all)]));
}

function whereIs({repository, chart}: RemotePlace): Place | undefined {
	return placeOf(chart !== '' && !repository.includes('://') ? `oci://${repository}` : repository);
}

function namesOf(places: readonly Pick<RemotePlace, 'repository'>[]): readonly string[] {
	return [...new Set(places.map(({repository}) => repository))];
}

type Known = {readonly uses: Uses; readonly places: readonly RemotePlace[]};

async function check({entry, found, tookMs}: Looked, known: Known, signal: AbortSignal): Promise<readonly Access[]> {
	const {uses, places} = known;
	const about = {name: printable(entry.name, 300), path: entry.path, tookMs};
	if (typeof found === 'string') {
		// Nobody knows for which it would have been.
		return [{...about, message: '', trouble: found, repositories: namesOf(places.filter(whereIs))}];
	}

	const [only] = found;
	if (only && only.origin === entry.origin) {
		const {message, trouble} = await checkCandidate(only, entry.from, signal);
		const whole = [message, ...(await entry.remarks())].join('; ');
		return [{...about, message: whole, trouble, repositories: uses.get(only.origin) ?? []}];
	}

	const used = found.filter(({origin}) => uses.has(origin));
	const each = used.map(async candidate => ({
		...{...about, name: printable(candidate.origin, 300)},
		...(await checkCandidate(candidate, candidate.origin, signal)),
		repositories: uses.get(candidate.origin) ?? [],
	}));
	const message = `${count(found.length, 'credential')}, ${used.length} of them used`;
	return [{...about, message, trouble: '', repositories: []}, ...(await Promise.all(each))];
}

async function checkCandidate(candidate: Candidate, from: string, signal: AbortSignal) {
	const {place} = candidate;
	const read = async () => place && checked(await candidate.read(signal, place), Date.now());
	const found: Credential | string | undefined = await read().catch(expected);
	return typeof found === 'object'
		? {message: [describe(found), from && `from ${printable(from, 500)}`].filter(Boolean).join(' '), trouble: ''}
		: {message: '', trouble: found ?? ''};
}

function describe(credential: Credential): string {
	const {certificate} = credential;
	const until = certificate && new X509Certificate(certificate.cert).validToDate.toISOString().slice(0, 10);
	const what = kindsOf(credential) || (credential.ca === undefined ? 'read as nobody' : 'an authority');
	return `${what}${until === undefined ? '' : `, valid until ${until},`}`;
}

function expected(error: unknown): string {
	if (error instanceof OperatorError) {
		return [error.message, error.advice].filter(Boolean).join('. ');
	}

	if (error instanceof DOMException && error.name === 'TimeoutError') {
		return 'no answer in time';
	}

	throw error;
}
