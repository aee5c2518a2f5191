import {expect, test} from 'vitest';
import {openContents} from '../../../source/adapters/git/contents.ts';
import {filesBelow, findEntry, mostEntries, parseTree, type TreeEntry} from '../../../source/adapters/git/tree.ts';
import {createRepository, forever, openSources, plainFolder, requestOf, runGit} from './support/repositories.ts';

const noPace = async () => undefined;
const id = 'a'.repeat(40);
const line = (path: string, kind = 'blob') => `100644 ${kind} ${id}      12\t${path}\0`;

/** A mirror of which git says the same of each commit, and how often it was asked. */
function mirrorOf(output: string, isCut = false) {
	let runs = 0;
	const unused = async () => Promise.reject(new Error('not asked for'));
	const run = async () => {
		runs += 1;
		return {code: isCut ? 1 : 0, output: Buffer.from(output), complaint: '', isCut};
	};
	const mirror = {repository: '/srv/x', run, read: unused, listRemote: unused, fetch: unused, discard: unused};
	return {mirror: {...mirror, close: unused}, runs: () => runs};
}

test.for([
	['more entries than are read', line('a/b').repeat(mostEntries + 1), false],
	['a longer list of entries than is read', line('a/b'), true],
] as const)('A commit with %s is refused, and its mirror asked of it no more', async ([, output, isCut]) => {
	const {mirror, runs} = mirrorOf(output, isCut);
	const contents = openContents(mirror, () => undefined);
	for (const other of ['b', 'c', 'd', 'e', 'b'].map(letter => letter.repeat(40))) {
		await expect(contents.tree(other)).rejects.toThrow(
			`The commit ${other.slice(0, 7)} of /srv/x has more than 500,000 files and folders, or than 64 MB of their names`,
		);
	}

	expect(runs()).toBe(4);
});

test('A commit of a few hundred bytes that unfolds into millions of folders is refused', {
	timeout: 30_000,
}, async () => {
	const repository = createRepository();
	const blob = repository.blob('apiVersion: v1\n');
	let tree = runGit(repository.path, ['mktree'], `100644 blob ${blob}\ta.yaml\n`);
	for (let level = 0; level < 7; level++) {
		const entries = [...'0123456789'].map(name => `040000 tree ${tree}\t${name.repeat(200)}\n`);
		tree = runGit(repository.path, ['mktree'], entries.join(''));
	}

	const commit = repository.git('commit-tree', tree, '-m', 'Unfold');
	repository.git('update-ref', 'refs/heads/main', commit);
	const sources = openSources();
	await sources.resolve(repository.path, ['main'], forever);
	const rendering = sources.render(requestOf(plainFolder(repository.path, '.'), commit), forever);
	await expect(rendering).rejects.toThrow('has more than 500,000 files and folders');
});

test('Entries of a large folder are found without looking at all of them', async () => {
	const count = 20_000;
	let looks = 0;
	const entries = Array.from({length: count}, (_, index): TreeEntry => {
		const name = `f${index}`;
		const path = () => {
			looks += 1;
			return name;
		};
		return Object.defineProperty({path: name, name, kind: 'file', id, size: 1}, 'path', {get: path});
	});
	const tree = new Map([['', entries]]);
	expect(entries.map((_, index) => findEntry(tree, `f${index}`)?.name)).toEqual(entries.map(({name}) => name));
	expect(findEntry(tree, 'nothing')).toBeUndefined();
	expect(looks).toBeLessThan(3 * count);
});

test('Folders within each other by the thousand are walked', async () => {
	const paths = Array.from({length: 5000}, (_, index) => `${'a/'.repeat(index)}a`);
	const folders = paths.map(path => `040000 tree ${id}       -\t${path}\0`);
	const tree = await parseTree(Buffer.from(`${folders.join('')}${line(`${paths.at(-1)}/x`)}`), noPace);
	expect([...filesBelow(tree instanceof Map ? tree : new Map(), '')].map(({name}) => name)).toEqual(['x']);
});
