import type {Application} from './application.ts';

/**
 * - `ok`: there, and as it has to be
 * - `missing`: needed, and not there or out of reach
 * - `unsupported`: needed, and older than what trueup works with
 * - `broken`: an application that can't be rendered
 * - `unneeded`: not there, not asked or too old, and nothing that was given needs it
 */
export type FindingState = 'ok' | 'missing' | 'unsupported' | 'broken' | 'unneeded';

/** One thing that trueup works with. Free of credentials. */
export type Finding = {
	readonly area: 'program' | 'cluster' | 'repository' | 'application' | 'credential' | 'place';
	/** `helm`, `context prod`, `https://git.example/shop.git`, `state`. */
	readonly name: string;
	readonly state: FindingState;
	/** As it tells it; empty where it has none, or is not there. */
	readonly version: string;
	/** Where it is: a file, a server; empty where that goes without saying. */
	readonly path: string;
	/** What was found, or what is wrong and what that means. */
	readonly message: string;
	/** The applications that need it. */
	readonly neededBy: readonly string[];
	/** How long it took to find out, in milliseconds. */
	readonly tookMs: number;
};

export type Diagnosis = {
	/** Nothing that is needed is missing or unsupported, and what was given can be rendered. */
	readonly isWell: boolean;
	readonly findings: readonly Finding[];
};

/** A program as it was looked for on the PATH, or where it is declared to be. */
export type Program = {
	/** Of a version that is declared for applications that ask for it: `helm v3.22.0`. */
	readonly name: string;
	/** Empty where it is not there. */
	readonly path: string;
	readonly version: string;
	/** The least version that is supported. */
	readonly least: string;
	readonly isSupported: boolean;
	/** What can't be done without it. */
	readonly use: string;
	/** Why what was declared of it, or lies at its path, can't be run; absent where there is nothing of that, or it can. */
	readonly trouble?: string;
	/** Nothing works without it. */
	readonly isAlwaysNeeded: boolean;
	readonly tookMs: number;
};

/** A file or a folder in which something is kept. */
export type Place = {
	readonly name: 'state' | 'cache' | 'temporary files' | 'sops keys';
	readonly path: string;
	/** What is wrong with it; empty where nothing is. */
	readonly trouble: string;
	/** How much it holds, or has room for, in words. */
	readonly amount: string;
	readonly tookMs: number;
};

/** What the programs that render are kept from on this machine. */
export type Boundary = {
	/** Of the program that makes it; empty where there is none. */
	readonly path: string;
	/** In one word or two. */
	readonly kind: string;
	/** What it lacks, and what that means; empty where it is whole. */
	readonly lack: string;
	/** How long it took to find out, in milliseconds. */
	readonly tookMs: number;
};

/** What is declared to be let in with; of what it is, only the kind. */
export type Access = {
	readonly name: string;
	readonly path: string;
	/** What it is, and from where. */
	readonly message: string;
	/** Why it can't be used; empty where it can. */
	readonly trouble: string;
	/** Those of the applications that it is used for. */
	readonly repositories: readonly string[];
	readonly tookMs: number;
};

/** The applications that `sources` names need a repository; of these an address of SSH needs `ssh`. */
export function needsSsh({sources}: Application): boolean {
	return sources.some(({repository, chart}) => chart === '' && isSsh(repository));
}

function isSsh(repository: string): boolean {
	return /^(?:ssh|git\+ssh|ssh\+git):\/\//i.test(repository) || /^[^/:]+:(?!\/\/)/.test(repository);
}
