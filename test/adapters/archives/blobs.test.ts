import {readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {digestOf, openBlobs} from '../../../source/adapters/archives/blobs.ts';
import {temporaryFolder} from '../git/support/repositories.ts';

test('What is written is read by its digest, by another process too', async () => {
	const folder = temporaryFolder();
	const digest = await openBlobs(folder).write(Buffer.from('one'));
	expect(digest).toBe(digestOf(Buffer.from('one')));
	expect(`${await openBlobs(folder).read(digest)}`).toBe('one');
	expect(await openBlobs(folder).read(digestOf(Buffer.from('other')))).toBeUndefined();
});

test('What was damaged is not there any more', async () => {
	const folder = temporaryFolder();
	const blobs = openBlobs(folder);
	const digest = await blobs.write(Buffer.from('one'));
	writeFileSync(join(folder, 'blobs', digest.slice('sha256:'.length)), 'two');
	expect(await blobs.read(digest)).toBeUndefined();
	expect(await blobs.has(digest)).toBe(false);
});

test('The oldest go first where there are too many, and what is kept stays', async () => {
	const folder = temporaryFolder();
	const blobs = openBlobs(folder, 30);
	const write = async (text: string, age: number) => {
		const digest = await blobs.write(Buffer.from(text.padEnd(10)));
		const time = Date.now() / 1000 - age;
		utimesSync(join(folder, 'blobs', digest.slice('sha256:'.length)), time, time);
		return digest;
	};
	const kept = await write('kept', 500);
	await blobs.keep('web', [kept]);
	const old = await write('old', 400);
	const used = await write('used', 300);
	await blobs.read(used);
	await write('new', 100);
	expect(await Promise.all([kept, old, used].map(digest => blobs.has(digest)))).toEqual([true, false, true]);
	await blobs.keep('web', [used]);
	await write('newer', 50);
	expect(await blobs.has(kept)).toBe(false);
	expect(readdirSync(join(folder, 'kept'))).toHaveLength(1);
});

test('A folder that can not be written is told', async () => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'blobs'), 'a file');
	await expect(openBlobs(folder).write(Buffer.from('x'))).rejects.toThrow(
		/The cache folder .* can't be written \(E\w+\)/,
	);
});
