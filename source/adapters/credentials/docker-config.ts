import {isObject, type Json, members, text} from '../../model/json.ts';
import type {Credential} from './credential.ts';
import {covers, type Place, placeOf} from './place.ts';

type Login = Pick<Credential, 'username' | 'password' | 'token'>;

const dockerHub = /^(?:index\.|registry-1\.)?docker\.io$/;

/** The log-in for a registry from what `docker login` writes; the reason in words where there is none. */
export function loginFrom(config: string, place: Place): Login | string {
	const parsed = jsonOf(config);
	if (!isObject(parsed)) {
		return '.dockerconfigjson is no JSON';
	}

	const [best] = Object.entries(members(parsed, 'auths'))
		.flatMap(([key, entry]) => {
			const prefix = placeOfKey(key);
			return prefix && covers(prefix, atHub({...place, scheme: 'oci'})) ? [{prefix, entry}] : [];
		})
		.toSorted((a, b) => b.prefix.segments.length - a.prefix.segments.length);
	return best === undefined ? `.dockerconfigjson has no entry for ${place.host}` : loginOf(best.entry);
}

/** `ghcr.io/acme`, `https://index.docker.io/v1/`. */
function placeOfKey(key: string): Place | undefined {
	const place = placeOf(`oci://${key.replace(/^https?:\/\//, '').replace(/\/v[12]\/?$/, '')}`);
	return place && atHub(place);
}

function atHub(place: Place): Place {
	return dockerHub.test(place.host) ? {...place, host: 'docker.io'} : place;
}

function loginOf(entry: Json): Login | string {
	const token = text(entry, 'registrytoken');
	if (token !== '') {
		return {token};
	}

	const [, user = text(entry, 'username'), secret = text(entry, 'password')] =
		/^([^:]*):([\s\S]*)$/.exec(Buffer.from(text(entry, 'auth'), 'base64').toString()) ?? [];
	return user === '' || secret === ''
		? '.dockerconfigjson has no user and password there, but perhaps an identitytoken, which is not supported'
		: {username: user, password: secret};
}

function jsonOf(config: string): Json {
	try {
		const parsed: Json = JSON.parse(config);
		return parsed;
	} catch {
		return null;
	}
}
