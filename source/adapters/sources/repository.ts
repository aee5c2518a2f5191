import type {Commit} from '../../model/sources.ts';
import type {Credentials} from '../credentials/credential.ts';
import type {Tree} from '../git/tree.ts';

/** A place that sources are read from: its revisions, and what they hold. Ids of revisions are those of `Commit`. */
export type Repository = {
	/** See `Sources.resolve`. */
	resolve(revisions: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Commit | Error>>;
	tree(id: string): Promise<Tree>;
	/** The contents of files, by the ids that the revision's tree has of them. */
	read(id: string, ids: readonly string[]): Promise<readonly Buffer[]>;
	has(id: string): Promise<boolean>;
	/** See `Sources.keep`. */
	keep(id: string, name: string): Promise<void>;
	descends(newer: string, older: string): Promise<boolean>;
	/** See `Sources.behind`. */
	behind(id: string, base: string): Promise<number | undefined>;
	close(): Promise<void>;
};

export type Opening = {
	/** For all that is kept of places; each kind has a subfolder. */
	readonly cacheFolder: string;
	/** How long a remote may be silent, in milliseconds. */
	readonly patienceMs: number;
	/** What remotes let in. */
	readonly credentials: Credentials;
	/** Hears what was wrong with the local copy, which is made again. */
	readonly onDamage: (what: string) => void;
};
