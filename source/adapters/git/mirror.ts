import {createHash} from 'node:crypto';
import {join, resolve} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {OperatorError} from '../../model/operator-error.ts';
import type {Credentials} from '../credentials/credential.ts';
import {printable} from '../render/printable.ts';
import {describeDamage, GitFailure, isDamage, isLockConflict, lockOf} from './failures.ts';
import {
	countPacks,
	discardMirror,
	isMirror,
	makeMirror,
	removeStaleLock,
	removeStalePacks,
	whichMirror,
} from './mirror-folder.ts';
import type {Reply} from './object-replies.ts';
import {createObjectReader} from './objects.ts';
import {type Finished, runPlumbing} from './plumbing.ts';
import {type Limits, runPorcelain} from './porcelain.ts';
import {reachRemote} from './reach-remote.ts';
import {showRepository} from './repository-address.ts';

/** The bare copy of one repository on this machine. */
export type Mirror = {
	readonly repository: string;
	/** What the remote says of its references, as `git ls-remote` prints it. */
	listRemote(options: readonly string[], limits: Limits): Promise<string>;
	fetch(refspecs: readonly string[], limits: Limits): Promise<void>;
	/** Looks up objects by id or name; nothing is there while there is no mirror. One that is found damaged is discarded. */
	read(names: readonly string[]): Promise<readonly Reply[]>;
	run(command: readonly string[], signal?: AbortSignal): Promise<Finished>;
	/** Throws it away; it is made again when it is needed. */
	discard(): Promise<void>;
	close(): Promise<void>;
};

const fetchOptions = [
	'--no-tags',
	'--no-recurse-submodules',
	'--no-write-fetch-head',
	'--update-shallow',
	'--force',
	'--progress',
];
const lockAttempts = 8;
/** Each fetch leaves one, and git looks through all of them. */
const mostPacks = 50;

export type MirrorOptions = {
	readonly cacheFolder: string;
	/** What the remote lets in. */
	readonly credentials: Credentials;
	/** Hears what was wrong with the mirror, when it has to be made again. */
	readonly onDamage: (what: string) => void;
};

export function createMirror(repository: string, {cacheFolder, credentials, onDamage}: MirrorOptions): Mirror {
	const name = createHash('sha256').update(repository).digest('hex').slice(0, 40);
	const folder = join(resolve(cacheFolder), 'git', name);
	const objects = createObjectReader(folder);

	const make = (limits: Limits) =>
		makeMirror(folder, limits, () =>
			onDamage('it is no whole repository: its HEAD, objects or refs are broken or gone'),
		);
	const discard = async () => {
		await objects.close();
		return await discardMirror(folder);
	};
	const discardDamaged = async (failure: GitFailure, damaged: string) => {
		// Another reader may have found the same damage, and a whole one may be in its place already.
		if (whichMirror(folder) === damaged && (await discard())) {
			onDamage(describeDamage(failure, repository));
		}
	};

	return {
		repository,
		async listRemote(options, limits) {
			await make(limits);
			return await reachRemote(repository, {credentials, limits}, reaching =>
				runPorcelain(folder, reaching, git => git.listRemote([...options, '--', repository])),
			);
		},
		async fetch(refspecs, limits) {
			await withoutLockConflicts(folder, limits.signal, async () => {
				await make(limits);
				await reachRemote(repository, {credentials, limits}, reaching =>
					// Raw: nobody asks what was fetched, and simple-git's reading of it takes longer than the fetch itself.
					runPorcelain(folder, reaching, git => git.raw(['fetch', ...fetchOptions, '--', repository, ...refspecs])),
				);
			});
			await removeStalePacks(folder, Date.now());
			if ((await countPacks(folder)) > mostPacks) {
				// Puts small packs together, and drops nothing. Where it fails, the next fetch tries again.
				await runPlumbing(folder, ['repack', '--geometric=2', '-d', '-q'], limits.signal);
			}
		},
		async read(names) {
			const found = whichMirror(folder);
			try {
				return await objects.read(names);
			} catch (error) {
				if (error instanceof GitFailure && isDamage(error)) {
					await discardDamaged(error, found);
				}

				if (!isMirror(folder)) {
					return names.map(() => ({kind: 'missing'}));
				}

				throw unreadable(folder, repository, error);
			}
		},
		run: (command, signal) => runPlumbing(folder, command, signal),
		async discard() {
			await discard();
		},
		close: () => objects.close(),
	};
}

function unreadable(folder: string, repository: string, cause: unknown): OperatorError {
	const name = printable(showRepository(repository), 200);
	const said = cause instanceof GitFailure ? `: ${describeDamage(cause, repository)}` : '';
	return new OperatorError(`The local copy of ${name} in ${printable(folder, 1000)} could not be read${said}`, {
		cause,
		advice: 'Check that git is installed and that the folder may be read, or move it away: it is fetched anew',
	});
}

async function withoutLockConflicts(folder: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			await work();
			return;
		} catch (error) {
			if (attempt === lockAttempts || !(error instanceof GitFailure) || !isLockConflict(error)) {
				throw error;
			}

			const lock = lockOf(error);
			if (lock !== undefined) {
				await removeStaleLock(folder, lock, Date.now());
			}
		}

		await delay(2 ** attempt * 10 * (0.5 + Math.random()), undefined, {signal});
	}
}
