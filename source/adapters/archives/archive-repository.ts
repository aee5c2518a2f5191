import type {Commit} from '../../model/sources.ts';
import {compareVersions, parseVersion} from '../charts/version.ts';
import type {Repository} from '../sources/repository.ts';
import type {Blobs} from './blobs.ts';
import {parseId, splitRevision} from './revision-id.ts';
import type {Unpacked} from './unpack.ts';

export type ArchivePlace = {
	/** For what is kept. */
	readonly key: string;
	readonly blobs: Blobs;
	resolve(revisions: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Commit | Error>>;
	/** What has to be here for a revision to be; undefined where it is not known. */
	digestsOf(digest: string): Promise<readonly string[] | undefined>;
	open(id: string): Promise<Unpacked>;
};

/** A place whose revisions are archives that never change. */
export function openArchiveRepository({key, blobs, resolve, digestsOf, open}: ArchivePlace): Repository {
	return {
		resolve,
		tree: async id => (await open(id)).tree,
		async read(id, ids) {
			const {contents} = await open(id);
			return ids.map(one => contents.get(one) ?? Buffer.alloc(0));
		},
		async has(id) {
			// What was deployed may have come from a place of another kind.
			const {digest = ''} = splitRevision(id);
			const digests = digest === '' ? [] : await digestsOf(digest);
			const found = await Promise.all((digests ?? []).map(one => blobs.has(one)));
			return found.length > 0 && found.every(Boolean);
		},
		async keep(id, name) {
			await blobs.keep(`${key} ${name}`, (await digestsOf(parseId(id).digest)) ?? []);
		},
		descends: async (newer, older) => isNewer(parseId(newer).label, parseId(older).label),
		// A version has no history.
		behind: async () => undefined,
		close: async () => undefined,
	};
}

/** A version that is published again is none; a tag that is no version is there to be moved. */
function isNewer(one: string, other: string): boolean {
	const [newer, older] = [parseVersion(one), parseVersion(other)];
	return newer === undefined || older === undefined || compareVersions(newer, older) > 0;
}
