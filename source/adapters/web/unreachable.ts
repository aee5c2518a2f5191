import {UnreachableError} from '../../model/operator-error.ts';
import {describeTrouble} from '../cluster/rest/unreachable.ts';
import {showUrl} from './web-address.ts';

/** Says why no answer came. */
export function unreachable(url: URL, error: unknown): UnreachableError {
	if (error instanceof Error && error.name === 'TimeoutError') {
		return new UnreachableError(`${showUrl(url)} did not give a whole answer in time`, {cause: error});
	}

	const {reason, isMistrust, isRefusal} = describeTrouble(error);
	if (isMistrust || isRefusal) {
		const what = isMistrust ? "can't be trusted" : 'refuses the TLS connection';
		const lacking = isMistrust ? "the authority's certificate" : 'a client certificate';
		const advice = `Give ${lacking} with the credentials of this address`;
		return new UnreachableError(`${showUrl(url)} ${what}: ${reason}`, {cause: error, advice});
	}

	return new UnreachableError(`${showUrl(url)} does not answer: ${reason}`, {
		cause: error,
		advice: 'Check the network and the address',
	});
}
