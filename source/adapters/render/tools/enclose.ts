import {closeSync, mkdirSync, mkdtempSync, openSync, readSync, symlinkSync, writeFileSync} from 'node:fs';
import {delimiter, dirname, isAbsolute, join} from 'node:path';
import {findProgram} from './find-program.ts';
import {readMountTable} from './mounts.ts';
import {existing, isOfPrograms, type Place, systemPlaces} from './system-places.ts';

/** What a program may reach besides its private folder. */
export type Boundary = {
	readonly hasNetwork: boolean;
	/** Whether it is to start what it finds on its path. */
	readonly hasPrograms?: boolean;
	/**
	 * Files and folders that it may read besides what it needs to start, and what it starts; the same files as we where
	 * absent.
	 */
	readonly sees?: readonly string[];
};

/** Of what was declared that it may see, `/` is everything. */
export function boundaryOf(sees: readonly string[] = [], isPlugin = false): Boundary {
	const has = {hasNetwork: isPlugin, hasPrograms: isPlugin};
	return sees.includes('/') ? has : {...has, sees};
}

/** What the system lets everybody do. */
export type Isolation =
	/** A program gets a root and processes of its own. `hasProc`: and may be told of these. */
	| {readonly kind: 'whole'; readonly unshare: string; readonly mount: string; readonly hasProc: boolean}
	| {readonly kind: 'network'; readonly unshare: string}
	| {readonly kind: 'none'};

export type Enclosed = {
	readonly program: string;
	readonly cwd: string;
	/** Of it, the program sees `tree` and `home`. */
	readonly folder: string;
	/** Where it finds other programs. */
	readonly path: string;
	readonly boundary: Boundary;
};

/** How it is told that a program was not started, because what it is to see could not be mounted. */
export const unmade = 'the boundary around it could not be made';

/**
 * The shell is the first of the program's processes: with its end, all of them are ended by the kernel. The program
 * itself gets a second user namespace, in which it has no rights: it can neither leave its root nor change it.
 */
const first =
	'mount=$1 unshare=$2 root=$3 cwd=$4; shift 4; set -f; said=$(LC_ALL=C "$mount" -n -i -c --all --fstab "$root.mounts" 2>&1) || ' +
	`{ echo "error: ${unmade}:" $said >&2; exit 126; }; set +f; ` +
	'"$unshare" --user --root="$root" --wd="$cwd" -- "$@"; exit "$?"';

/** What a program is started with, so that it reaches nothing beyond its boundary as far as the system allows it. */
export async function enclose(run: Enclosed, isolation: Isolation): Promise<readonly string[]> {
	const {hasNetwork, sees} = run.boundary;
	if (isolation.kind === 'whole' && sees !== undefined) {
		const root = await makeRoot(run, {sees, hasProc: isolation.hasProc});
		const {unshare, mount} = isolation;
		const own = ['--mount', '--ipc', '--pid', '--fork', '--kill-child', ...(hasNetwork ? [] : ['--net'])];
		const script = ['/bin/sh', '-c', first, 'sh', mount, unshare, root, run.cwd];
		return [unshare, '--map-root-user', ...own, '--', ...script];
	}

	return isolation.kind === 'none' || hasNetwork ? [] : [isolation.unshare, '--map-root-user', '--net', '--'];
}

type Sight = {readonly sees: readonly string[]; readonly hasProc: boolean};

/** A new one for each program: the one before may have put links into its own. */
async function makeRoot(run: Enclosed, {sees, hasProc}: Sight): Promise<string> {
	const {folder, boundary} = run;
	const root = mkdtempSync(join(folder, 'root-'));
	const table = readMountTable();
	const {others, isOfOnePiece} = await placesOf(run, sees, table);
	const own = ['tree', 'home'].map(name => ({path: join(folder, name), isFolder: true}));
	const system = await systemPlaces({isOfOnePiece, hasNetwork: boundary.hasNetwork}, table);
	const isShown = ({path}: Place) => system.some(place => path.startsWith(`${place.path}/`));
	const read = [...system, ...others.filter(place => !isShown(place))].toSorted(
		(one, other) => one.path.length - other.path.length,
	);
	const hasProcesses = hasProc && !isOfOnePiece;
	const lines = [
		...read.map(place => mountLine(place, root, ['rbind', 'ro', ...place.kept])),
		...own.map(place => mountLine(place, root, ['bind'])),
		...(hasProcesses ? [`proc ${escaped(join(root, 'proc'))} proc ro,nosuid,nodev,noexec 0 0`] : []),
	];
	makePoints([...read, ...own, ...(isOfOnePiece ? emptyForAll : empty)], root);
	writeFileSync(`${root}.mounts`, lines.map(line => `${line}\n`).join(''));
	for (const [name, target] of hasProcesses ? streams : []) {
		symlinkSync(target, join(root, 'dev', name));
	}

	return root;
}

const emptyForAll = [{path: '/tmp', isFolder: true}];
const empty = [...emptyForAll, {path: '/proc', isFolder: true}, {path: '/dev/shm', isFolder: true}];

const streams = [
	['fd', '/proc/self/fd'],
	['stdin', '/proc/self/fd/0'],
	['stdout', '/proc/self/fd/1'],
	['stderr', '/proc/self/fd/2'],
] as const;

/** The program, what it may start, and what was said besides. */
async function placesOf({program, path, folder, boundary}: Enclosed, sees: readonly string[], table: string) {
	const file = isAbsolute(program) ? program : await findProgram(program, path);
	const isOfOnePiece = boundary.hasPrograms !== true && file !== undefined && namesNoLoader(file);
	const beside = isOfOnePiece ? [] : [...path.split(delimiter).filter(isAbsolute), dirname(file ?? '/')];
	const areOfPrograms = await Promise.all(beside.map(one => isOfPrograms(one, folder)));
	const folders = beside.filter((_, index) => areOfPrograms[index]);
	const own = file === undefined ? [] : [file];
	return {isOfOnePiece, others: await existing([...new Set([...folders, ...sees, ...own])], table)};
}

function mountLine({path}: Place, root: string, options: readonly string[]): string {
	return `${escaped(path)} ${escaped(join(root, path))} none ${options.join()} 0 0`;
}

/** As the table of file systems has it. */
function escaped(path: string): string {
	return path.replaceAll(/[\s\\#]/g, character => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** At once: to hand these to another thread each takes several times as long as to make them. */
function makePoints(places: readonly Place[], root: string): void {
	for (const folder of new Set(places.map(({path, isFolder}) => join(root, isFolder ? path : dirname(path))))) {
		mkdirSync(folder, {recursive: true});
	}

	for (const {path} of places.filter(({isFolder}) => !isFolder)) {
		writeFileSync(join(root, path), '');
	}
}

const headerBytes = 4096;
const loaderSegment = 3;

/** Whether nothing but the kernel is needed to start it, as for most programs that are written in Go. */
function namesNoLoader(program: string): boolean {
	const buffer = readHeader(program);
	// An ELF file of 64 bits, the least significant byte first.
	if (buffer.length < headerBytes || buffer.readUInt32BE(0) !== 0x7f_45_4c_46 || buffer.readUInt16BE(4) !== 0x02_01) {
		return false;
	}

	const [start, size, amount] = [Number(buffer.readBigUInt64LE(32)), buffer.readUInt16LE(54), buffer.readUInt16LE(56)];
	const segments = Array.from({length: amount}, (_, index) => start + index * size);
	return segments.every(offset => offset + 4 <= headerBytes && buffer.readUInt32LE(offset) !== loaderSegment);
}

/** Empty where it can't be read. */
function readHeader(program: string): Buffer {
	let file: number | undefined;
	try {
		file = openSync(program, 'r');
		const buffer = Buffer.alloc(headerBytes);
		return buffer.subarray(0, readSync(file, buffer));
	} catch {
		return Buffer.alloc(0);
	} finally {
		if (file !== undefined) {
			closeSync(file);
		}
	}
}
