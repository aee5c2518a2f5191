import type {Credential} from '../credentials/credential.ts';

/** The header that shows who asks; nothing for nobody. */
export function authorizationOf(credential: Credential | undefined): string | undefined {
	const {username, password, token} = credential ?? {};
	if (token !== undefined) {
		return `Bearer ${token}`;
	}

	return username === undefined ? undefined : basic(username, password ?? '');
}

export function basic(username: string, password: string): string {
	return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
