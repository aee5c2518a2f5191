import {OperatorError} from '../../model/operator-error.ts';
import {shortRevision} from '../../model/revision.ts';
import {printable} from '../render/printable.ts';
import {showShort} from './contents.ts';
import type {Mirror} from './mirror.ts';

/** More than any engine asks about at a time; beyond it they are asked again. */
const mostDescents = 1000;

/** Commits that were deployed: all applications of a repository ask the same of them, so git is asked once. */
export function openDeployed(mirror: Mirror) {
	const keeping = new Map<string, Promise<void>>();
	const descents = new Map<string, Promise<boolean>>();

	const keepOne = async (commit: string, ref: string) => {
		const [kept] = await mirror.read([ref]);
		if (kept?.kind === 'object' && kept.id === commit) {
			return;
		}

		const {code, complaint} = await mirror.run(['update-ref', ref, commit]);
		if (code !== 0) {
			const said = printable(complaint.trim(), 200);
			throw new OperatorError(`The commit ${shortRevision(commit)} of ${showShort(mirror)} could not be kept: ${said}`);
		}
	};

	/** Commits never change, so neither does an answer; what could not be answered is asked again. */
	const askDescent = async (newer: string, older: string, pair: string) => {
		try {
			const {code} = await mirror.run(['merge-base', '--is-ancestor', older, newer]);
			if (code > 1) {
				descents.delete(pair);
			}

			return code === 0;
		} catch (error) {
			descents.delete(pair);
			throw error;
		}
	};

	return {
		keep(commit: string, name: string): Promise<void> {
			const ref = `refs/trueup/kept/${name}`;
			const id = `${ref} ${commit}`;
			const known = keeping.get(id) ?? keepOne(commit, ref).finally(() => keeping.delete(id));
			keeping.set(id, known);
			return known;
		},
		descends(newer: string, older: string): Promise<boolean> {
			const pair = `${newer} ${older}`;
			if (descents.size >= mostDescents) {
				descents.clear();
			}

			const known = descents.get(pair) ?? askDescent(newer, older, pair);
			descents.set(pair, known);
			return known;
		},
		async behind(commit: string, base: string): Promise<number | undefined> {
			const {code, output} = await mirror.run(['rev-list', '--count', base, `^${commit}`]);
			return code === 0 ? Number(output.toString('utf8')) : undefined;
		},
	};
}
