import {readFile, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {resolve} from 'node:path';

export type Place = {readonly path: string; readonly isFolder: boolean};

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

const known = new Map<string, Promise<readonly Place[]>>();

/** What of the system a program gets to see; looked up once. */
export async function systemPlaces({isOfOnePiece, hasNetwork}: Needs): Promise<readonly Place[]> {
	const paths = [...forAll, ...(isOfOnePiece ? [zones] : forPrograms), ...(hasNetwork ? forNetwork : [])];
	const key = paths.join();
	const found = known.get(key) ?? existing(paths);
	known.set(key, found);
	return await found;
}

/** Those that are there, with all that is mounted in them: each mount is made unwritable by itself. */
export async function existing(paths: readonly string[]): Promise<readonly Place[]> {
	const found = await lookAt(paths);
	const mounts = found.length === 0 ? [] : await mountPoints();
	return [...found, ...(await lookAt(found.flatMap(({path}) => mounts.filter(one => one.startsWith(`${path}/`)))))];
}

async function lookAt(paths: readonly string[]): Promise<readonly Place[]> {
	const found = await Promise.all(paths.map(look));
	return found.filter(place => place !== undefined);
}

async function look(path: string): Promise<Place | undefined> {
	const found = await stat(path).catch(() => undefined);
	return found && {path, isFolder: found.isDirectory()};
}

async function mountPoints(): Promise<readonly string[]> {
	const lines = (await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')).split('\n');
	return lines.map(line => (line.split(' ')[4] ?? '').replaceAll(/\\(\d{3})/g, (_, code) => unescaped(code)));
}

function unescaped(octal: string): string {
	return String.fromCharCode(Number.parseInt(octal, 8));
}

/** Whether a folder may be shown for the programs in it: one that holds the home, or what is private, may not. */
export function isOfPrograms(folder: string, privateFolder: string): boolean {
	const top = `${resolve(folder)}/`.replace('//', '/');
	return ![homedir(), privateFolder].some(path => `${path}/`.startsWith(top));
}
