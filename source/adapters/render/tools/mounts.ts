import {readFileSync} from 'node:fs';

/** One line of the kernel's table of mounts. */
export type Mount = {
	readonly path: string;
	/** What who has mounted it forbids in it, as options of `mount`. */
	readonly kept: readonly string[];
};

/** As the kernel tells it now; empty where it tells nothing. */
export function readMountTable(): string {
	try {
		return readFileSync('/proc/self/mountinfo', 'utf8');
	} catch {
		return '';
	}
}

/**
 * In a user namespace the kernel refuses to lift these. `mount` before 2.39 lifts all that it is not told of when it
 * makes a mount unwritable.
 */
const locked = new Set(['nosuid', 'nodev', 'noexec']);

export function parseMounts(table: string): readonly Mount[] {
	const rows = table.split('\n').map(line => line.split(' '));
	return rows.flatMap(([, , , , path, options]) =>
		path === undefined || options === undefined
			? []
			: [{path: unescaped(path), kept: options.split(',').filter(option => locked.has(option))}],
	);
}

function unescaped(path: string): string {
	return path.replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** What the mount forbids that a path without links lies in: of two at one place, the later one covers the other. */
export function keptAt(path: string, mounts: readonly Mount[]): readonly string[] {
	const around = mounts.filter(mount => `${path}/`.startsWith(mount.path === '/' ? '/' : `${mount.path}/`));
	const longest = Math.max(...around.map(mount => mount.path.length));
	return around.findLast(mount => mount.path.length === longest)?.kept ?? [];
}
