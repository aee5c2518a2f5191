import {expect, test} from 'vitest';
import {keptAt, parseMounts} from '../../../source/adapters/render/tools/mounts.ts';
import {existing, systemPlaces} from '../../../source/adapters/render/tools/system-places.ts';

const root = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw';
const table = `24 27 0:6 / /dev rw,nosuid,relatime shared:2 - devtmpfs udev rw,mode=755
${root}
30 27 0:30 / /mnt/a\\040b ro,nosuid,nodev,noexec,noatime - tmpfs tmpfs rw
31 30 0:31 / /mnt/a\\040b/inner rw,relatime - tmpfs tmpfs rw,nosuid
32 27 0:32 / /devices rw,nodev - tmpfs tmpfs rw
33 32 0:33 / /devices rw,noexec - tmpfs tmpfs rw
`;

test('a copy of a mount keeps what the mount forbids that holds it', () => {
	const keptIn = (path: string) => keptAt(path, parseMounts(table)).join();
	expect(keptIn('/dev')).toBe('nosuid');
	expect(keptIn('/dev/null')).toBe('nosuid');
	expect(keptIn('/usr/bin')).toBe('');
	expect(keptIn('/mnt/a b/file')).toBe('nosuid,nodev,noexec');
	expect(keptIn('/mnt/a b/inner/file')).toBe('');
	expect(keptIn('/devices/a')).toBe('noexec');
	expect(keptAt('/dev/null', parseMounts(''))).toEqual([]);
});

test('what is mounted in a place is found by any name of the place', async () => {
	const process = await existing(
		['/dev/null', '/proc/self'],
		`${root}\n1 2 3 / /proc/${globalThis.process.pid}/task ro,nodev - a`,
	);
	expect(process).toEqual([
		{path: '/dev/null', isFolder: false, kept: []},
		{path: '/proc/self', isFolder: true, kept: []},
		{path: '/proc/self/task', isFolder: true, kept: ['nodev']},
	]);
});

test('what is mounted while we run is known to the next program', async () => {
	const needs = {isOfOnePiece: false, hasNetwork: false};
	const mountsIn = async (mounts: string) =>
		(await systemPlaces(needs, mounts)).filter(({path}) => path.startsWith('/usr/')).map(({path}) => path);
	expect(await mountsIn(root)).toEqual([]);
	expect(await mountsIn(`${root}\n28 27 0:6 / /usr/bin ro - ext4 /dev/vdb rw`)).toEqual(['/usr/bin']);
	expect(await mountsIn(root)).toEqual([]);
});
