import type {Source} from './application.ts';
import type {Problem} from './problem.ts';
import type {Manifest} from './resource.ts';

export type Commit = {
	/** 40 hex digits in Git; `<version or tag>@sha256:<64 hex digits>` of a chart or an artifact. */
	readonly id: string;
	readonly subject: string;
	readonly author: string;
	/** ISO 8601. */
	readonly time: string;
};

/** Of what was answered for a revision. */
export function isCommit(answer: Commit | Error | undefined): answer is Commit {
	return answer !== undefined && !(answer instanceof Error);
}

export type Rendered = {
	/** Hash of every input that was read: equal keys mean equal manifests. */
	readonly key: string;
	readonly manifests: readonly Manifest[];
	/** Of the scopes `file` and `application`, and of `source` where the path is not there or can't be rendered. */
	readonly problems: readonly Problem[];
	/** The program that made the manifests: `kustomize v5.8.2`; empty where none was needed. */
	readonly tool: string;
	/** All that the tool had to say; control characters and all. */
	readonly messages: string;
	/** What a person should know of the manifests, though it holds nothing back. */
	readonly remarks: readonly string[];
	/** Programs of which none is there, though one would have to be, or `sops keys`; absent where nothing is lacking. */
	readonly lacking?: readonly string[];
	/** Made with what is secret: never to be kept on a disk. */
	readonly isPrivate?: true;
};

/** What a cluster serves, as charts ask for it. */
export type Capabilities = {
	/** `v1.36.3`; empty where it is not known. */
	readonly kubeVersion: string;
	/** `apps/v1` and `apps/v1/Deployment`, each. */
	readonly apiVersions: readonly string[];
};

export type RenderRequest = {
	/** The application's name. */
	readonly app: string;
	readonly project: string;
	/** The destination's; empty for `default`. */
	readonly namespace: string;
	readonly source: Source;
	readonly commit: string;
	/** What `$name/` at the beginning of its paths of values stands for, by that name. */
	readonly references: ReadonlyMap<string, Reference>;
	/** Of the destination's cluster; asked for only by what depends on them. */
	capabilities(signal: AbortSignal): Promise<Capabilities>;
	/** Absent where no variables are put into what was rendered. */
	readonly substitution?: Substitution;
};

export type Substitution = {
	/** See `PostBuild`. */
	readonly isStrict: boolean;
	readonly isAlways: boolean;
	/** Asks the cluster for those that are there. Rejects where they can't be had. */
	variables(signal: AbortSignal): Promise<Variables>;
};

export type Variables = {
	readonly values: ReadonlyMap<string, Variable>;
	/** Objects that nobody could ask for, each in words: variables that are not known may be theirs. */
	readonly unread: readonly string[];
};

export type Variable = {
	readonly value: string;
	/** Of a Secret. */
	readonly isPrivate: boolean;
};

/** Another source of the application, of which files are read. */
export type Reference = {readonly place: Place; readonly commit: string};

/** What is asked for its revisions as one: a Git repository, or a chart of a repository of charts. */
export type Place = Pick<Source, 'repository' | 'chart'>;

/** Equal for what is the same place. */
export function placeKey({repository, chart}: Place): string {
	return JSON.stringify([repository, chart]);
}

export function isSamePlace(one: Place, other: Place): boolean {
	return one.repository === other.repository && one.chart === other.chart;
}

/** Git repositories, charts and artifacts, and what is declared in them. */
export type Sources = {
	/**
	 * Asks the remote once which commits these revisions name, and fetches those that are not here.
	 * A revision that can't be had is an error in its place; rejects where the place as a whole can't be reached.
	 */
	resolve(
		place: Place,
		revisions: readonly string[],
		signal: AbortSignal,
	): Promise<ReadonlyMap<string, Commit | Error>>;
	/** Reads what the source declares at a commit that is here; never asks the remote. */
	render(request: RenderRequest, signal: AbortSignal): Promise<Rendered>;
	/** Keeps a commit here, whatever the remote does to its branches. The name is of letters, digits, `-` and `/`. */
	keep(place: Place, commit: string, name: string): Promise<void>;
	/** Whether the commit is here. */
	has(place: Place, commit: string): Promise<boolean>;
	/** Whether the newer commit descends from the older one; false when history was rewritten. */
	descends(place: Place, newer: string, older: string): Promise<boolean>;
	/** How many commits the base has that this one does not build on; undefined where that can't be counted. */
	behind(place: Place, commit: string, base: string): Promise<number | undefined>;
	/** Hears, in words, which repository's local copy was damaged, how, and that it is fetched anew. */
	onRemade(listener: (message: string) => void): void;
	close(): Promise<void>;
};
