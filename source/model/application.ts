/** Where an application's manifests are kept, and how they are read. */
export type Source = {
	readonly repository: string;
	/** A branch, a tag, a commit, or `HEAD`. */
	readonly revision: string;
	/** A folder in the repository; `.` for its top. */
	readonly path: string;
	readonly directory: {readonly recurse: boolean; readonly include: string; readonly exclude: string};
};

/** Which cluster and namespace an application goes to. */
export type Destination = {
	/** A server's URL, a context's name, `in-cluster`, or nothing: the context chosen at start. */
	readonly cluster: string;
	/** Where namespaced objects without a namespace go; empty for `default`. */
	readonly namespace: string;
};

/** What happens without a person. */
export type SyncPolicy = {
	/** New commits are applied. */
	readonly automated: boolean;
	/** What Git no longer has is deleted. */
	readonly prune: boolean;
	/** What others changed in the cluster is repaired. */
	readonly selfHeal: boolean;
	readonly createNamespace: boolean;
};

/** A switch that a person turned by hand. */
export type Turned = {
	readonly name: keyof SyncPolicy;
	readonly isOn: boolean;
	/** What the manifest said then: once it says otherwise, the manifest is in force again. */
	readonly declared: boolean;
};

export type Application = {
	/** A DNS label, unique. */
	readonly name: string;
	readonly project: string;
	readonly source: Source;
	readonly destination: Destination;
	readonly policy: SyncPolicy;
	/** `file:line` of its manifest, or `flags`. */
	readonly origin: string;
};

/** A repository's address as it may be shown: without a user and a password. */
export function addressOf(repository: string): string {
	return repository.replace(/^([a-z][a-z+.-]*:\/\/)[^/?#]*@/i, '$1');
}
