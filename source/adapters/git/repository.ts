import {UsageError} from '../../model/operator-error.ts';
import type {Commit, Place} from '../../model/sources.ts';
import {printable} from '../render/printable.ts';
import type {Opening, Repository} from '../sources/repository.ts';
import {openContents} from './contents.ts';
import {openDeployed} from './deployed.ts';
import {describeDamage, explainFailure, GitFailure, isDamage} from './failures.ts';
import {createMirror} from './mirror.ts';
import {resolveRevisions} from './resolve.ts';
import {isCommitId} from './revision.ts';
import {createSingleFlight} from './single-flight.ts';

/** A Git repository, by its mirror. Git has to be locked down (see `lockDownGit`). */
export function openGitRepository({repository}: Place, {patienceMs, ...opening}: Opening): Repository {
	const {onDamage} = opening;
	const mirror = createMirror(repository, opening);
	const fly = createSingleFlight<ReadonlyMap<string, Commit | Error>>();
	const contents = openContents(mirror, onDamage);
	const deployed = openDeployed(mirror);

	return {
		resolve: (revisions, signal) =>
			fly(JSON.stringify(revisions.toSorted()), signal, async flightSignal => {
				const work = () => resolveRevisions(mirror, revisions, {signal: flightSignal, patienceMs});
				try {
					return await work().catch(async error => {
						if (!(error instanceof GitFailure && isDamage(error))) {
							throw error;
						}

						onDamage(describeDamage(error, mirror.repository));
						await contents.discard();
						return await work();
					});
				} catch (error) {
					throw error instanceof GitFailure ? explainFailure(error, mirror.repository) : error;
				}
			}),
		tree: async id => await contents.tree(checkCommit(id)),
		read: async (id, ids) => await contents.read(checkCommit(id), ids),
		// What was deployed may have come from a place of another kind.
		has: async id => isCommitId(id) && (await contents.has(checkCommit(id))),
		keep: async (id, name) => await deployed.keep(checkCommit(id), name),
		descends: async (newer, older) => await deployed.descends(checkCommit(newer), checkCommit(older)),
		behind: async (id, base) => await deployed.behind(checkCommit(id), checkCommit(base)),
		close: () => mirror.close(),
	};
}

function checkCommit(commit: string): string {
	if (!isCommitId(commit)) {
		throw new UsageError(`"${printable(commit, 100)}" is no commit: 40 hex digits are needed`);
	}

	return commit.toLowerCase();
}
