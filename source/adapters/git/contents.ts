import {OperatorError} from '../../model/operator-error.ts';
import {shortRevision} from '../../model/revision.ts';
import {createPace} from '../render/pace.ts';
import {printable} from '../render/printable.ts';
import type {Mirror} from './mirror.ts';
import {longestOutput} from './plumbing.ts';
import {showRepository} from './repository-address.ts';
import {mostEntries, parseTree, type Tree, treeOptions} from './tree.ts';

const keptTrees = 3;

/** What the commits of a mirror hold. The last trees are kept: all applications of a commit share one. */
export function openContents(mirror: Mirror, onDamage: (what: string) => void) {
	const trees = new Map<string, Promise<Tree>>();
	/** Commits that are too large; those stay so. */
	const tooLarge = new Set<string>();

	const has = async (commit: string): Promise<boolean> => {
		const [reply] = await mirror.read([`${commit}^{commit}`]);
		return reply?.kind === 'object';
	};

	const discard = async () => {
		trees.clear();
		await mirror.discard();
	};

	/** A commit that is there with parts that are not: nothing else in the mirror can be trusted either. */
	const refuse = async (commit: string): Promise<never> => {
		trees.delete(commit);
		if (!(await has(commit))) {
			throw new OperatorError(`The local copy of ${showShort(mirror)} lacks the commit ${shortRevision(commit)}`, {
				advice: 'It is fetched when its revision is resolved again',
			});
		}

		onDamage(`commit ${shortRevision(commit)} lacks some of its files`);
		await discard();
		throw new OperatorError(`The local copy of ${showShort(mirror)} was damaged and has been thrown away`, {
			advice: 'It is fetched again at the next reconcile',
		});
	};

	const readTree = async (commit: string): Promise<Tree> => {
		const {code, output, isCut} = await mirror.run(['ls-tree', ...treeOptions, commit]);
		const tree = code === 0 ? await parseTree(output, createPace()) : undefined;
		if (isCut || tree === 'too large') {
			tooLarge.add(commit);
			throw tooLargeError(mirror, commit);
		}

		return tree ?? (await refuse(commit));
	};

	return {
		has,
		discard,
		async tree(commit: string): Promise<Tree> {
			if (tooLarge.has(commit)) {
				throw tooLargeError(mirror, commit);
			}

			const tree = trees.get(commit) ?? readTree(commit);
			trees.delete(commit);
			trees.set(commit, tree);
			for (const old of [...trees.keys()].slice(0, -keptTrees)) {
				trees.delete(old);
			}

			return await tree;
		},
		/** The contents of files of a commit, by their ids. */
		async read(commit: string, ids: readonly string[]): Promise<readonly Buffer[]> {
			const replies = await mirror.read(ids);
			const contents = replies.flatMap(reply => (reply.kind === 'object' ? [reply.content] : []));
			return contents.length === ids.length ? contents : await refuse(commit);
		},
	};
}

function tooLargeError(mirror: Mirror, commit: string): OperatorError {
	const entries = `${mostEntries.toLocaleString('en')} files and folders`;
	const limit = `${entries}, or than ${longestOutput / 1024 / 1024} MB of their names`;
	return new OperatorError(`The commit ${shortRevision(commit)} of ${showShort(mirror)} has more than ${limit}`, {
		advice: 'Nothing of it is read: look for folders that hold each other many times, or split the repository',
	});
}

/** The repository as messages name it. */
export function showShort({repository}: Mirror): string {
	return printable(showRepository(repository), 200);
}
