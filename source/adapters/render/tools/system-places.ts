import {realpath, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {resolve} from 'node:path';
import {keptAt, type Mount, parseMounts} from './mounts.ts';

export type Place = {readonly path: string; readonly isFolder: boolean};

/** A place with what the mount that it lies in forbids. */
export type Shown = Place & {readonly kept: readonly string[]};

/** What every program may ask for, and would silently do without: `{{ dateInZone }}` takes UTC where it finds no zones. */
const forAll = ['/dev/null', '/dev/urandom', '/etc/localtime'];
const zones = '/usr/share/zoneinfo';

/** What programs that are not of one piece start with: loaders, libraries, interpreters, and whom they trust. */
const forPrograms = [
	...['/dev/zero', '/dev/full', '/dev/random'],
	...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store'],
	...['/etc/ld.so.cache', '/etc/alternatives', '/etc/ssl/certs', '/etc/ssl/openssl.cnf'],
	...['/etc/ca-certificates', '/etc/pki/tls/certs', '/etc/pki/ca-trust'],
];

const forNetwork = ['/etc/hosts', '/etc/nsswitch.conf', '/etc/resolv.conf', '/etc/services'];

export type Needs = {readonly isOfOnePiece: boolean; readonly hasNetwork: boolean};

const known = new Map<string, {readonly table: string; readonly places: Promise<readonly Shown[]>}>();

/** What of the system a program gets to see; looked up once for as long as nothing is mounted. */
export async function systemPlaces({isOfOnePiece, hasNetwork}: Needs, table: string): Promise<readonly Shown[]> {
	const paths = [...forAll, ...(isOfOnePiece ? [zones] : forPrograms), ...(hasNetwork ? forNetwork : [])];
	const key = paths.join();
	const last = known.get(key);
	const places = last?.table === table ? last.places : existing(paths, table);
	known.set(key, {table, places});
	return await places;
}

/** Those that are there, with all that is mounted in them: each mount is made unwritable by itself. */
export async function existing(paths: readonly string[], table: string): Promise<readonly Shown[]> {
	const mounts = parseMounts(table);
	const found = await lookAt(paths, mounts);
	const within = found.flatMap(({path, real}) =>
		mounts.filter(mount => mount.path.startsWith(`${real}/`)).map(mount => path + mount.path.slice(real.length)),
	);
	const all = [...found, ...(await lookAt([...new Set(within)], mounts))];
	return all.map(({path, isFolder, kept}) => ({path, isFolder, kept}));
}

async function lookAt(paths: readonly string[], mounts: readonly Mount[]) {
	const found = await Promise.all(paths.map(path => look(path, mounts)));
	return found.filter(place => place !== undefined);
}

/** What is bound is where the links of a path lead. */
async function look(path: string, mounts: readonly Mount[]) {
	try {
		const [found, real] = await Promise.all([stat(path), realpath(path)]);
		return {path, real, isFolder: found.isDirectory(), kept: keptAt(real, mounts)};
	} catch {
		return undefined;
	}
}

/**
 * Whether a folder may be shown for the programs in it: one that holds the home, or what is private, may not, by
 * whichever links these are reached.
 */
export async function isOfPrograms(folder: string, privateFolder: string): Promise<boolean> {
	const [tops, kept] = await Promise.all([namesOf([folder]), namesOf([homedir(), privateFolder])]);
	return !tops.some(top => kept.some(path => `${path}/`.startsWith(top === '/' ? top : `${top}/`)));
}

async function namesOf(paths: readonly string[]): Promise<readonly string[]> {
	const real = await Promise.all(paths.map(path => realpath(path).catch(() => path)));
	return [...paths, ...real].map(path => resolve(path));
}
