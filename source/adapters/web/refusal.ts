import {type OperatorError, UnreachableError} from '../../model/operator-error.ts';
import {type Answer, headerOf} from './answer.ts';
import {showUrl} from './web-address.ts';

/** What an answer means that is not the one that was asked for. */
export function refusalOf({url, status, headers}: Answer): OperatorError {
	const shown = showUrl(url);
	switch (status) {
		case 401:
		case 403:
			return new UnreachableError(`${shown} refuses this user (HTTP ${status})`, {
				advice: 'Give credentials that may read it in the configuration file, or correct those that are there',
			});
		case 404:
		case 410:
			return new UnreachableError(`${shown} is not there, or this user may not see it (HTTP ${status})`, {
				advice: 'Check the address, and the credentials for it',
			});
		case 429: {
			const wait = headerOf(headers, 'retry-after');
			const until = /^\d{1,9}$/.test(wait) ? `: it asks for ${wait} s of patience` : '';
			return new UnreachableError(`${shown} is asked too often (HTTP 429)${until}`, {
				advice: 'Give credentials, whose limits are higher with most registries, or ask it less often',
			});
		}

		default:
			return new UnreachableError(`${shown} answers HTTP ${status}`, {advice: 'Check the address and the server'});
	}
}
