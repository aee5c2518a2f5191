import {spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readdirSync, rmSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {serveRepositories} from '../../support/git-server.ts';
import {
	createRepository,
	forever,
	mirrorIn,
	openSources,
	runGit,
	shorten,
	temporaryFolder,
} from './support/repositories.ts';

const program = join(import.meta.dirname, 'support', 'fetch.ts');

/** Fetches in a process group of its own; `kill` ends all of it, as a machine does that runs out of memory. */
function startFetching(url: string, cacheFolder: string) {
	const child = spawn(process.execPath, [program, url, cacheFolder], {stdio: 'ignore', detached: true});
	const ended = once(child, 'exit');
	const kill = async () => {
		if (child.exitCode === null && child.signalCode === null) {
			process.kill(-(child.pid ?? 0), 'SIGKILL');
			await ended;
		}
	};
	onTestFinished(kill);
	return {kill, ended};
}

/** Files that git makes while it works, and that are of no use when it does not. */
function leftIn(mirror: string): readonly string[] {
	return readdirSync(mirror, {recursive: true, encoding: 'utf8'}).filter(name => /\.lock$|tmp_/.test(name));
}

test.for([
	['the first one', false],
	['one of a mirror that is there', true],
] as const)(
	'a fetch that is killed in the middle of its pack stops no other, and what it wrote is removed: %s',
	{timeout: 30_000},
	async ([, isThere]) => {
		const repository = createRepository();
		const root = temporaryFolder();
		repository.commit({'a.yaml': '1'});
		runGit(root, ['clone', '--quiet', '--bare', repository.path, 'repository.git']);
		const {promise: stalled, resolve: stall} = Promise.withResolvers<{readonly closed: Promise<unknown>}>();
		let most = Number.POSITIVE_INFINITY;
		const stalls = (sent: number, closed: Promise<unknown>) => {
			if (sent > most) {
				stall({closed});
			}

			return sent > most;
		};
		await using server = await serveRepositories(root, {stalls});
		const url = `${server.url}/repository.git`;
		const cacheFolder = temporaryFolder();
		if (isThere) {
			expect(await startFetching(url, cacheFolder).ended).toEqual([0, null]);
		}

		const id = repository.commit({'large.bin': randomBytes(400_000)});
		runGit(repository.path, ['push', '--quiet', join(root, 'repository.git'), 'main']);
		most = 200_000;
		const {kill} = startFetching(url, cacheFolder);
		const {closed} = await stalled;
		await kill();
		await closed;
		most = Number.POSITIVE_INFINITY;

		const mirror = mirrorIn(cacheFolder);
		const longAgo = new Date(Date.now() - 7_200_000);
		for (const name of leftIn(mirror)) {
			utimesSync(join(mirror, name), longAgo, longAgo);
		}

		const told: string[] = [];
		const sources = openSources({cacheFolder});
		sources.onRemade(message => told.push(message));
		expect(shorten(await sources.resolve(url, ['main'], forever))).toEqual({main: id});
		expect(runGit(mirror, ['fsck', '--full', '--connectivity-only'])).not.toMatch(/missing|broken/);
		expect([leftIn(mirror), told]).toEqual([[], []]);
	},
);

test('a mirror that is deleted while it is read is made again though no commit is new', async () => {
	const repository = createRepository();
	const id = repository.commit({'web/a.yaml': 'kind: ConfigMap'});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	await sources.resolve(repository.path, ['main'], forever);
	rmSync(join(cacheFolder, 'git'), {recursive: true});
	expect(await sources.has(repository.path, id)).toBe(false);
	expect(shorten(await sources.resolve(repository.path, ['main'], forever))).toEqual({main: id});
	await sources.keep(repository.path, id, 'test/kept');
	expect(await sources.has(repository.path, id)).toBe(true);
});
