import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {noCredentials} from '../../../source/adapters/credentials/credential.ts';
import {openDeployed} from '../../../source/adapters/git/deployed.ts';
import {createMirror} from '../../../source/adapters/git/mirror.ts';
import {createRepository} from '../../support/repository.ts';

/** A mirror of a repository with two commits, which knows the commands that were run in it. */
async function setUp() {
	const repository = await createRepository({'a.yaml': 'one'});
	const older = await repository.git('rev-parse', 'HEAD');
	const newer = await repository.commit('Change nothing');
	await repository.push();
	const cache = await mkdtemp(path.join(tmpdir(), 'trueup-deployed-'));
	const mirror = createMirror(repository.remote, {
		cacheFolder: cache,
		credentials: noCredentials,
		onDamage: () => undefined,
	});
	await mirror.fetch(['+refs/heads/main:refs/trueup/wanted/main'], {
		signal: new AbortController().signal,
		patienceMs: 10_000,
	});
	const commands: string[] = [];
	const deployed = openDeployed({
		...mirror,
		run: (command, signal) => {
			commands.push(command.join(' '));
			return mirror.run(command, signal);
		},
	});
	return {
		...{older, newer, mirror, commands, deployed},
		async [Symbol.asyncDispose]() {
			await mirror.close();
			await repository.remove();
			await rm(cache, {recursive: true, force: true});
		},
	};
}

test('a commit that many applications deploy is kept by one process, and by none when it is kept already', async () => {
	await using mirrored = await setUp();
	const {older, mirror, commands, deployed} = mirrored;
	await Promise.all(Array.from({length: 50}, () => deployed.keep(older, 'cluster/one')));
	await deployed.keep(older, 'cluster/one');
	expect(commands).toEqual([`update-ref refs/trueup/kept/cluster/one ${older}`]);
	const {output} = await mirror.run(['rev-parse', 'refs/trueup/kept/cluster/one']);
	expect(output.toString().trim()).toBe(older);
});

test('a commit that is not there is not kept, which is said, and asked again', async () => {
	await using mirrored = await setUp();
	const missing = '0123456789'.repeat(4);
	await expect(mirrored.deployed.keep(missing, 'cluster/one')).rejects.toThrow(/could not be kept/);
	await expect(mirrored.deployed.keep(missing, 'cluster/one')).rejects.toThrow(/could not be kept/);
	expect(mirrored.commands).toHaveLength(2);
});

test('which of two commits came first is asked once', async () => {
	await using mirrored = await setUp();
	const {older, newer, commands, deployed} = mirrored;
	expect(await Promise.all(Array.from({length: 50}, () => deployed.descends(newer, older)))).toEqual(
		Array.from({length: 50}, () => true),
	);
	expect(await deployed.descends(older, newer)).toBe(false);
	expect(await deployed.descends(older, newer)).toBe(false);
	expect(commands).toHaveLength(2);
});

test('how many commits one is behind is counted, and nothing where one is not there', async () => {
	await using mirrored = await setUp();
	const {older, newer, deployed} = mirrored;
	expect([await deployed.behind(older, newer), await deployed.behind(newer, older)]).toEqual([1, 0]);
	expect(await deployed.behind('0123456789'.repeat(4), newer)).toBeUndefined();
});

test('what can not be answered is no descent, and asked again', async () => {
	await using mirrored = await setUp();
	const missing = '0123456789'.repeat(4);
	expect(await mirrored.deployed.descends(mirrored.newer, missing)).toBe(false);
	expect(await mirrored.deployed.descends(mirrored.newer, missing)).toBe(false);
	expect(mirrored.commands).toHaveLength(2);
});
