import {isDeepStrictEqual} from 'node:util';
import {type Credential, type Credentials, kindsOf} from '../credentials/credential.ts';
import {withAccess} from './access.ts';
import {GitFailure, isRefusal} from './failures.ts';
import type {Limits} from './porcelain.ts';

/** Does what asks a remote, as who is declared for it; as the person's own git where nobody is. */
export async function reachRemote<Result>(
	repository: string,
	{credentials, limits}: {readonly credentials: Credentials; readonly limits: Limits},
	work: (limits: Limits) => Promise<Result>,
): Promise<Result> {
	const {signal} = limits;
	const credential = await credentials.of(repository, signal);
	if (credential === undefined) {
		return await work(limits);
	}

	const workAs = async (one: Credential) => {
		try {
			return await withAccess(repository, one, environment => work({...limits, environment}));
		} catch (error) {
			throw error instanceof GitFailure
				? new GitFailure(error.output, {what: kindsOf(one), origin: one.origin})
				: error;
		}
	};
	try {
		return await workAs(credential);
	} catch (error) {
		if (!(error instanceof GitFailure && isRefusal(error))) {
			throw error;
		}

		credentials.renew(credential);
		const renewed = await credentials.of(repository, signal);
		if (renewed === undefined || isDeepStrictEqual(renewed, credential)) {
			throw error;
		}

		return await workAs(renewed);
	}
}
