import {isDeepStrictEqual} from 'node:util';
import {UnreachableError, UsageError} from '../../../model/operator-error.ts';
import {printable} from '../rest/printable.ts';
import {anonymous, type ClusterEntry, type Kubeconfig, type UserEntry} from './kubeconfig.ts';

/** Who to log in as by now; `isRefused` tells that the cluster refused who it was. */
export type ReadUser = (isRefused: boolean) => Promise<UserEntry>;

export type UserReaderOptions = {
	readonly context: string;
	/** As it was read when this way was taken. */
	readonly cluster: ClusterEntry;
	readonly user: UserEntry;
	/** Reads the kubeconfig again. */
	readonly read: () => Promise<Kubeconfig>;
};

/**
 * Follows a kubeconfig that is written anew by who logs in. Only as to who we are: where another cluster is described,
 * that way is taken once this one is lost (`createMovingTransport`), and what is written for it is not shown to this one.
 */
export function createUserReader({context, cluster, user, read}: UserReaderOptions): ReadUser {
	let last = user;
	let isFirst = true;
	return async isRefused => {
		if (isFirst) {
			isFirst = false;
			return last;
		}

		const found = await readIfWhole(read);
		const entry = found?.contexts.get(context);
		if (found && entry && isDeepStrictEqual(found.clusters.get(entry.cluster), cluster)) {
			last = userOf(found, entry.user) ?? last;
		} else if (found && isRefused) {
			throw new UnreachableError(
				`the credentials for context ${printable(context)} are refused, and the kubeconfig ${found.origin} ` +
					'describes its cluster otherwise by now: looked for there next',
			);
		}

		return last;
	};
}

/** The entry of that name; of no name nobody's. */
export function userOf({users}: Kubeconfig, name: string): UserEntry | undefined {
	return name === '' ? anonymous() : users.get(name);
}

/** Nothing for a file that is gone, or is just being written. */
async function readIfWhole(read: () => Promise<Kubeconfig>): Promise<Kubeconfig | undefined> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof UsageError) {
			return undefined;
		}

		throw error;
	}
}
