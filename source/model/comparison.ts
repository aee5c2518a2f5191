import type {Change} from './change.ts';
import type {Problem} from './problem.ts';

/** Another revision of the applications' repositories. */
export type Asked = {
	/** A branch, a tag or a commit. */
	readonly revision: string;
	/** Only this application; all where absent. */
	readonly app?: string;
	/** Only the applications of this repository. */
	readonly repository?: string;
	/** Nothing is asked of a cluster. */
	readonly isOffline: boolean;
};

/** What becomes of one object. Values of Secrets are masked: equal ones of one field look equal. */
export type Alteration = Pick<Change, 'op' | 'id' | 'wave' | 'fields' | 'before' | 'after' | 'risks'>;

/** What an application declares otherwise at another revision. */
export type Altered = {
	readonly app: string;
	/** The commit that its own revision names today. */
	readonly from: string;
	/** The commit that it is compared with. */
	readonly to: string;
	readonly changes: readonly Alteration[];
	readonly problems: readonly Problem[];
	/** What there is to know, though it holds nothing back. */
	readonly remarks: readonly string[];
};

/** What applications declare otherwise at another revision. */
export type Comparison = {
	readonly revision: string;
	/** Those that differ or have problems, by name. */
	readonly applications: readonly Altered[];
	/** How many are the same at both. */
	readonly same: number;
	/** Of repositories as a whole. */
	readonly problems: readonly Problem[];
	readonly remarks: readonly string[];
};
