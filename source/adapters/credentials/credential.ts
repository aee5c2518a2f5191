/** What shows a server who asks. Certificates and keys in PEM. Never in a message: `origin` names it. */
export type Credential = {
	/** Which entry of which file it is from, or which Secret. */
	readonly origin: string;
	readonly username?: string;
	readonly password?: string;
	/** Sent as bearer; to a host of Git as a password, as they take it. */
	readonly token?: string;
	/** A host of Git is sent the token as bearer, too. */
	readonly isBearer?: true;
	readonly certificate?: {readonly cert: string; readonly key: string};
	/** In place of the authorities that the system trusts. */
	readonly ca?: string;
	readonly ssh?: {readonly key: string; readonly knownHosts: string};
};

export type Credentials = {
	/** For the address of a Git repository, of a Helm repository (https) or of something in a registry (oci). */
	of(url: string, signal: AbortSignal): Promise<Credential | undefined>;
	/** A server refused it: `of` reads anew what it is from. */
	renew(refused: Credential): void;
};

/** For messages: `user and password`, `SSH key`. */
export function kindsOf({password, token, ssh, certificate}: Credential): string {
	const all = [
		...(password === undefined ? [] : ['user and password']),
		...(token === undefined ? [] : ['token']),
		...(ssh ? ['SSH key'] : []),
		...(certificate ? ['client certificate'] : []),
	];
	return all.join(' and ');
}

/** Where nothing is declared. */
export const noCredentials: Credentials = {of: async () => undefined, renew: () => undefined};
