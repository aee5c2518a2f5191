import {OperatorError} from '../../model/operator-error.ts';
import type {Data} from './cluster-reader.ts';
import type {Credential} from './credential.ts';
import {loginFrom} from './docker-config.ts';
import type {Place} from './place.ts';

/** What a Secret in Flux's format has for a place. */
export function fluxCredential(data: Data, origin: string, place: Place): Credential {
	const wrong = (what: string) =>
		new OperatorError(`${origin} can't be used: ${what}`, {
			advice: "Put into it what Flux's GitRepository, HelmRepository and OCIRepository take",
		});
	if (place.scheme === 'ssh') {
		const {identity: key, known_hosts: knownHosts} = data;
		if (!(key && knownHosts)) {
			throw wrong(`it has no ${key ? 'known_hosts' : 'identity'}, which ${place.host} needs for SSH`);
		}

		return {origin, ssh: {key, knownHosts}};
	}

	const login = loginOf(data, place);
	const tls = tlsOf(data);
	if (typeof login === 'string') {
		throw wrong(login);
	}

	if (Object.keys({...login, ...tls}).length === 0) {
		throw wrong('it has none of username and password, bearerToken, .dockerconfigjson, tls.crt and tls.key, ca.crt');
	}

	return {origin, ...login, ...tls};
}

function loginOf(data: Data, place: Place): Omit<Credential, 'origin'> | string {
	const {username, password, bearerToken: token, '.dockerconfigjson': config} = data;
	if (username && password) {
		return {username, password};
	}

	if (token) {
		return {token, isBearer: true};
	}

	return config ? loginFrom(config, place) : {};
}

/** The keys of Secrets of type kubernetes.io/tls go before the older ones. */
function tlsOf(data: Data): Omit<Credential, 'origin'> {
	const [cert, key, ca] = [
		data['tls.crt'] ?? data.certFile,
		data['tls.key'] ?? data.keyFile,
		data['ca.crt'] ?? data.caFile,
	];
	return {...(cert && key && {certificate: {cert, key}}), ...(ca && {ca})};
}
