import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {
	configMap,
	createRepository,
	forever,
	mirrorIn,
	openSources,
	plainFolder,
	requestOf,
	shorten,
	temporaryFolder,
} from './support/repositories.ts';

const notWhole = /it is no whole repository: its HEAD, objects or refs are broken or gone/;

/** Damages to a mirror, by what a person would call them, and what is said to be wrong with it, if anything. */
const damages: readonly (readonly [string, (mirror: string) => void, RegExp | undefined])[] = [
	['whose HEAD is rubbish', mirror => writeFileSync(join(mirror, 'HEAD'), 'rubbish'), notWhole],
	['whose configuration is rubbish', mirror => writeFileSync(join(mirror, 'config'), '[[['), /bad config/],
	['whose objects are gone', mirror => rmSync(join(mirror, 'objects'), {recursive: true}), notWhole],
	['whose files are gone', mirror => rmSync(mirror, {recursive: true}), undefined],
	// Git fetches what it misses of these, like what is new.
	['whose objects are cut', cutObjects, undefined],
	['of which the first fetch was killed before it had a HEAD', mirror => rmSync(join(mirror, 'HEAD')), notWhole],
	['of which the first fetch was killed in the middle of its pack', halfAPack, undefined],
];

/** As a disk that was full, or a machine that lost its power, leaves it. */
function halfAPack(mirror: string): void {
	const packs = join(mirror, 'objects', 'pack');
	for (const name of readdirSync(packs).filter(name => name.endsWith('.pack'))) {
		chmodSync(join(packs, name), 0o600);
		truncateSync(join(packs, name), Math.floor(statSync(join(packs, name)).size / 2));
		writeFileSync(join(packs, 'tmp_pack_AbCdEf'), 'PACK');
	}
}

function cutObjects(mirror: string): void {
	for (const file of readdirSync(join(mirror, 'objects'), {recursive: true, encoding: 'utf8'})) {
		const path = join(mirror, 'objects', file);
		if (statSync(path).isFile()) {
			rmSync(path, {force: true});
			writeFileSync(path, 'rubbish');
			truncateSync(path, 3);
		}
	}
}

test.for(damages)(
	'a mirror %s is made again, and said to have been where it had to be thrown away',
	async ([, damage, wrong]) => {
		const repository = createRepository();
		repository.commit({'web/a.yaml': configMap('a')});
		const cacheFolder = temporaryFolder();
		const first = openSources({cacheFolder});
		await first.resolve(repository.path, ['main'], forever);
		damage(mirrorIn(cacheFolder));
		const told: string[] = [];
		first.onRemade(message => told.push(message));
		const id = repository.commit({'web/b.yaml': configMap('b')});

		for (const sources of [first, openSources({cacheFolder})]) {
			expect(shorten(await sources.resolve(repository.path, ['main'], forever))).toEqual({main: id});
			const {manifests} = await sources.render(requestOf(plainFolder(repository.path, 'web'), id), forever);
			expect(manifests.map(manifest => manifest.id.name)).toEqual(['a', 'b']);
		}

		expect(told).toHaveLength(wrong ? 1 : 0);
		if (wrong) {
			const [, what = ''] = /^the local copy of (.*): it is thrown away and fetched anew$/.exec(told[0] ?? '') ?? [];
			expect(what).toContain(`${repository.path} was damaged (`);
			expect(what).toMatch(wrong);
		}
	},
);

test('a mirror that lost a file is thrown away when it is read, and whole after the next fetch', async () => {
	const repository = createRepository();
	const id = repository.commit({'web/a.yaml': configMap('a')});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	await sources.resolve(repository.path, ['main'], forever);
	const blob = repository.git('rev-parse', 'HEAD:web/a.yaml');
	const mirror = mirrorIn(cacheFolder);
	unpack(mirror);
	rmSync(join(mirror, 'objects', blob.slice(0, 2), blob.slice(2)));

	const source = plainFolder(repository.path, 'web');
	const told: string[] = [];
	sources.onRemade(message => told.push(message));
	await expect(sources.render(requestOf(source, id), forever)).rejects.toThrow('was damaged and has been thrown away');
	expect(told).toEqual([expect.stringContaining(`lacks some of its files`)]);
	await expect(sources.render(requestOf(source, id), forever)).rejects.toThrow(`lacks the commit ${id.slice(0, 7)}`);
	await sources.resolve(repository.path, ['main'], forever);
	expect((await sources.render(requestOf(source, id), forever)).manifests).toHaveLength(1);
});

test('a mirror whose pack was overwritten in its middle is fetched anew by the next look, though Git holds nothing new', async () => {
	const repository = createRepository();
	const id = repository.commit({'web/a.yaml': configMap('a')});
	const cacheFolder = temporaryFolder();
	await openSources({cacheFolder}).resolve(repository.path, ['main'], forever);
	overwritePacks(mirrorIn(cacheFolder));

	const sources = openSources({cacheFolder});
	const told: string[] = [];
	sources.onRemade(message => told.push(message));
	expect(shorten(await sources.resolve(repository.path, ['main'], forever))).toEqual({main: id});
	expect(await sources.has(repository.path, id)).toBe(true);
	expect((await sources.render(requestOf(plainFolder(repository.path, 'web'), id), forever)).manifests).toHaveLength(1);
	expect(told).toEqual([
		expect.stringMatching(/^the local copy of .* was damaged \(.*is corrupt\): it is thrown away/),
	]);
	expect(told[0]).toContain(mirrorIn(cacheFolder));
});

function overwritePacks(mirror: string): void {
	const packs = join(mirror, 'objects', 'pack');
	for (const name of readdirSync(packs).filter(name => name.endsWith('.pack'))) {
		chmodSync(join(packs, name), 0o600);
		writeFileSync(join(packs, name), readFileSync(join(packs, name)).fill(0xa5, 40, 140));
	}
}

test('a mirror that can not be read is named with its folder and with what git said', async () => {
	const repository = createRepository();
	repository.commit({'web/a.yaml': configMap('a')});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	await sources.resolve(repository.path, ['main'], forever);
	await sources.close();
	vi.stubEnv('PATH', temporaryFolder());
	onTestFinished(() => void vi.unstubAllEnvs());
	const wrong = `The local copy of ${repository.path} in ${mirrorIn(cacheFolder)} could not be read: spawn git ENOENT`;
	await expect(sources.has(repository.path, 'a'.repeat(40))).rejects.toThrow(wrong);
});

/** Puts each object of a mirror into a file of its own. */
function unpack(mirror: string): void {
	const packs = join(mirror, 'objects', 'pack');
	const all = readdirSync(packs).filter(name => name.endsWith('.pack'));
	const contents = all.map(name => readFileSync(join(packs, name)));
	rmSync(packs, {recursive: true});
	for (const content of contents) {
		execFileSync('git', ['unpack-objects', '-q'], {cwd: mirror, input: content});
	}
}

test('many small fetches do not fill a mirror with packs, and nothing is lost', async () => {
	const repository = createRepository();
	const base = repository.commit({});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	const ids: string[] = [];
	for (let index = 0; index < 60; index += 1) {
		// Each rewrites history, so that only the last one has a branch.
		repository.git('reset', '--quiet', '--hard', base);
		ids.push(repository.commit({'a.yaml': String(index)}, String(index)));
		await sources.resolve(repository.path, ['main'], forever);
	}

	const present = await Promise.all(ids.map(id => sources.has(repository.path, id)));
	expect(present).toEqual(ids.map(() => true));
	const packs = readdirSync(join(mirrorIn(cacheFolder), 'objects', 'pack')).filter(name => name.endsWith('.pack'));
	expect(packs.length).toBeLessThan(20);
}, 60_000);

test('many may use one mirror at the same time', async () => {
	const repository = createRepository();
	repository.commit({'web/a.yaml': configMap('a')});
	for (const name of ['a', 'b', 'c', 'd']) {
		repository.git('branch', name);
	}

	const cacheFolder = temporaryFolder();
	const everyone = Array.from({length: 6}, () => openSources({cacheFolder}));
	for (const round of [1, 2]) {
		const id = repository.commit({'web/a.yaml': configMap(`a${round}`)});
		const answers = await Promise.all(
			everyone.map(sources => sources.resolve(repository.path, ['main', 'a', 'b', 'c', 'd'], forever)),
		);
		expect(answers.map(answer => shorten(answer).main)).toEqual(everyone.map(() => id));
	}

	expect(readdirSync(join(cacheFolder, 'git'))).toHaveLength(1);
});

test('a lock that a dead process left is removed', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	await sources.resolve(repository.path, ['main'], forever);
	const wanted = join(mirrorIn(cacheFolder), 'refs', 'trueup', 'wanted');
	const lock = join(wanted, `${readdirSync(wanted)[0]}.lock`);
	writeFileSync(lock, '');
	const longAgo = new Date(Date.now() - 120_000);
	utimesSync(lock, longAgo, longAgo);
	const id = repository.commit({'a.yaml': '2'});
	expect(shorten(await sources.resolve(repository.path, ['main'], forever))).toEqual({main: id});
	expect(existsSync(lock)).toBe(false);
});

test('nothing of a mirror is run, and nobody else may read it', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	await sources.resolve(repository.path, ['main'], forever);
	const [mirror, trace] = [mirrorIn(cacheFolder), join(cacheFolder, 'trace')];
	rmSync(join(mirror, 'hooks'), {recursive: true, force: true});
	mkdirSync(join(mirror, 'hooks'));
	for (const hook of ['reference-transaction', 'post-update', 'update']) {
		writeFileSync(join(mirror, 'hooks', hook), `#!/bin/sh\necho ran >> ${trace}\n`, {mode: 0o755});
	}

	const id = repository.commit({'a.yaml': '2'});
	expect(shorten(await sources.resolve(repository.path, ['main'], forever))).toEqual({main: id});
	expect(existsSync(trace)).toBe(false);
	expect((statSync(join(cacheFolder, 'git')).mode & 0o077).toString(8)).toBe('0');
});

test('what a repository is called does not show in its mirror', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	const cacheFolder = temporaryFolder();
	await openSources({cacheFolder}).resolve(repository.path, ['main'], forever);
	const mirror = mirrorIn(cacheFolder);
	expect(existsSync(join(mirror, 'FETCH_HEAD'))).toBe(false);
	expect(readFileSync(join(mirror, 'config'), 'utf8')).not.toContain(repository.path);
});
