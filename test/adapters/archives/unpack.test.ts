import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {unpack} from '../../../source/adapters/archives/unpack.ts';
import {packTar, packTgz} from '../../support/tar.ts';
import {temporaryFolder} from '../git/support/repositories.ts';

const plain = {isPacked: true, hasTop: false} as const;
const chart = {isPacked: true, hasTop: true} as const;

function pax(record: string): {readonly path: string; readonly type: string; readonly content: string} {
	const digits = String(record.length + 4).length;
	return {path: 'pax', type: 'x', content: `${record.length + digits + 2} ${record}\n`};
}

async function filesOf(archive: Buffer, shape: Parameters<typeof unpack>[1] = plain) {
	const {tree, contents} = await unpack(archive, shape);
	const files = [...tree.values()].flat().filter(({kind}) => kind !== 'folder');
	return Object.fromEntries(files.map(({path, kind, id}) => [path, `${kind} ${contents.get(id)}`]));
}

test('An archive is a tree of folders and files by the hashes of their contents', async () => {
	const {tree, contents} = await unpack(packTgz({'b/c/two': '2', 'a.txt': 'one', 'b/one': 'one'}), plain);
	const entries = [...tree].map(([folder, all]) => [
		folder,
		all.map(({kind, name, size}) => `${kind} ${name} ${size}`).join(', '),
	]);
	expect(Object.fromEntries(entries)).toEqual({
		'': 'file a.txt 3, folder b 0',
		b: 'folder c 0, file one 3',
		'b/c': 'file two 1',
	});
	expect(contents.size).toBe(2);
});

test('The one folder of a chart does not count', async () => {
	expect(await filesOf(packTgz({'web/Chart.yaml': 'a', './web/templates/x.yaml': 'b'}), chart)).toEqual({
		'Chart.yaml': 'file a',
		'templates/x.yaml': 'file b',
	});
});

test.for(['gnu', 'ustar', 'pax', 'v7'])('What tar writes as %s is read, long names and folders too', async format => {
	const folder = temporaryFolder();
	const long = format === 'v7' ? 'short' : `${'long-'.repeat(15)}/${'name-'.repeat(14)}`;
	mkdirSync(join(folder, 'top', long), {recursive: true});
	writeFileSync(join(folder, 'top', long, 'file'), 'content');
	execFileSync('tar', ['-czf', 'out.tgz', `--format=${format}`, 'top'], {cwd: folder});
	const archive = execFileSync('cat', [join(folder, 'out.tgz')]);
	expect(await filesOf(archive)).toEqual({[`top/${long}/file`]: 'file content'});
});

test('A symbolic link stays one, which nobody follows', async () => {
	const archive = gzipSync(packTar([{path: 'passwd', type: '2', target: '/etc/passwd'}]));
	expect(await filesOf(archive)).toEqual({passwd: 'link /etc/passwd'});
});

test.for([
	['leads up', [{path: '../x'}], /^\.\.\/x leads out of the archive/],
	['leads up in the middle', [{path: 'a/../../x'}], /leads out of the archive/],
	['is absolute', [{path: '/etc/passwd'}], /leads out of the archive/],
	['is of Windows', [{path: 'C:\\x'}], /leads out of the archive/],
	['leads up by a header', [pax('path=../../x'), {path: 'ok'}], /leads out of the archive/],
	[
		'leads up by a long name',
		[{path: 'long', type: 'L', content: '../../x\0'}, {path: 'ok'}],
		/leads out of the archive/,
	],
	['is a hard link', [{path: 'x', type: '1', target: '/etc/passwd'}], /^x is a hard link, which is refused/],
	['is a device', [{path: 'x', type: '3'}], /^x is a device/],
	['is a pipe', [{path: 'x', type: '6'}], /^x is a pipe/],
	['is of no known kind', [{path: 'x', type: 'Z'}], /^x is of an unknown kind/],
	['has holes', [{path: 'x', type: 'S'}], /^x is a file with holes/],
	['is there twice', [{path: 'x'}, {path: './x'}], /holds x twice/],
	['is there in two letter cases', [{path: 'x'}, {path: 'X'}], /on some file systems this is the same as x/],
	['is both a file and a folder', [{path: 'x'}, {path: 'x/y'}], /on some file systems this is the same/],
	['has control characters', [{path: 'a\u001b[2J'}], /^a\\x1b\[2J: its name holds control characters/],
	['is in .git', [{path: '.git/config'}], /this is no path within a repository/],
	['is larger than it says', [pax('size=99999'), {path: 'x'}], /it ends in the middle of a file/],
	['has a damaged header before it', [{path: 'x', type: 'x', content: 'nonsense'}], /a header in it is damaged/],
	['is none', [], /it holds no files/],
] as const)('An archive is refused of which a file %s', async ([, entries, expected]) => {
	await expect(unpack(gzipSync(packTar(entries)), plain)).rejects.toThrow(expected);
});

test.for([
	['beside its folder', ['web/Chart.yaml', 'README']],
	['in two folders', ['web/Chart.yaml', 'cache/Chart.yaml']],
	['in none', ['Chart.yaml']],
] as const)('A chart with files %s is refused', async ([, paths]) => {
	await expect(unpack(gzipSync(packTar(paths.map(path => ({path})))), chart)).rejects.toThrow(
		'is not in the one folder',
	);
});

const endless = Buffer.alloc(512);

test.for([
	[
		'much more than it is packed',
		() => gzipSync(Buffer.alloc(60 * 1024 * 1024)),
		/unpacks to more than 1\d MB, the 10 MB and 100 times its \d+ bytes that it may have/,
	],
	[
		'nothing, but would be a hundred thousand files',
		() => gzipSync(Buffer.concat(Array(25_000).fill(packTar([{path: 'x'}]).subarray(0, 512)))),
		/more than 20000 files/,
	],
	['no end', () => packTgz({x: 'y'.repeat(9000)}).subarray(0, 60), /no whole gzip/],
	[
		'a tar that was cut',
		() => gzipSync(packTar([{path: 'x', content: 'y'.repeat(9000)}]).subarray(0, 3000)),
		/ends in the middle of a file/,
	],
	[
		'half a header',
		() => gzipSync(Buffer.concat([packTar([{path: 'x'}]).subarray(0, 512), Buffer.alloc(100, 1)])),
		/the middle of a header/,
	],
	['no tar', () => gzipSync(Buffer.alloc(512, 'x')), /a header in it is damaged, or it is no tar/],
	['nothing', () => gzipSync(endless), /it holds no files/],
] as const)('An archive is refused that holds %s', async ([, make, expected]) => {
	await expect(unpack(make(), plain)).rejects.toThrow(expected);
});
