import {printable} from '../render/printable.ts';
import {showRepository} from './repository-address.ts';

/** How messages name the repository. */
export type Named = {
	/** Without user and password. */
	readonly shown: string;
	/** As it is typed at a shell. */
	readonly typed: string;
	/** A folder of this machine. */
	readonly isLocal: boolean;
	/** As `Shown`, and both together. */
	readonly what: string;
	readonly origin: string;
	readonly used: string;
	/** Git's own word on it, such as a status or a fingerprint. */
	readonly output: string;
};

type Cause = {
	readonly pattern: RegExp;
	readonly message: (repository: Named) => string;
	readonly advice: (repository: Named) => string;
	readonly isFor?: (repository: Named) => boolean;
	/** Whether git's own words tell more. */
	readonly isQuoted?: boolean;
};

const checkByHand = ({typed}: Named) => `\`git ls-remote ${typed}\` must work as this user`;

/** What to do where git's words say nothing better. */
export function checkReach(named: Named): string {
	const what = 'Check the network and the address';
	return named.origin === '' ? `${what}: ${checkByHand(named)}` : what;
}

/** What git says of a remote that does not let in whoever asked. */
export const refusalPattern =
	/Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied|Access denied|HTTP Basic/i;

function messageOfRefusal({shown, isLocal, used, output}: Named): string {
	if (used !== '') {
		return /returned error: 403/.test(output)
			? `${shown} may not be read with ${used} (HTTP 403)`
			: `Authentication failed for ${shown}: it refuses ${used}`;
	}

	return isLocal ? `This user may not read ${shown}` : `Authentication failed for ${shown}`;
}

function adviceOnRefusal(repository: Named): string {
	if (repository.origin !== '') {
		return 'It may have expired, been withdrawn, or never been for this repository: put one there that may read it; it is read anew by itself';
	}

	return repository.isLocal
		? "Check the folder's owner and its mode"
		: `Declare credentials for it in the configuration file, or give git a credential helper or an SSH key that may read it: ${checkByHand(repository)}`;
}

function messageOfHandshake({shown, what, used}: Named): string {
	const why = what.includes('certificate') ? `it does not take ${used}` : 'it may want a client certificate';
	return `${shown} ended the TLS connection: ${why}`;
}

function adviceOnHandshake({origin}: Named): string {
	return `${origin === '' ? 'Declare' : 'Check'} certificate and key, and that the server trusts who issued them`;
}

function checkAddress(repository: Named): string {
	const {used} = repository;
	return used === ''
		? `Check the address and the access rights: ${checkByHand(repository)}`
		: `Check the address, and that ${used} may see it`;
}

/** Git names the server that it asked last. */
const refusedElsewhere = /(?:Authentication failed|could not read \w+) for '(https?:\/\/[^']{1,500})'/;

function redirectionIn(output: string): string {
	const [, address = ''] = refusedElsewhere.exec(output) ?? [];
	return printable(showRepository(address).replace(/\/$/, ''), 200);
}

function hostOf(address: string): string | undefined {
	return URL.parse(address)?.host;
}

function fingerprintIn(output: string): string {
	const [found] = /\bSHA256:[A-Za-z0-9+/]{43}/.exec(output) ?? [];
	return found === undefined ? '' : `; it is ${found} now`;
}

function knownHostsOf(origin: string): string {
	return origin === '' ? '~/.ssh/known_hosts' : `the known hosts of ${origin}`;
}

/** What git's words mean, the first that fits. */
export const causes: readonly Cause[] = [
	{
		pattern: /spawn \S*git\S* ENOENT/,
		message: () => 'git is not installed',
		advice: () => 'Install git 2.29 or newer, or put it on the PATH',
	},
	{
		pattern: /made no progress/,
		message: ({shown}) => `${shown} did not answer in time`,
		advice: () => 'Check the network and the remote; it is tried again',
		isQuoted: true,
	},
	{
		pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
		message: ({shown, output}) => `The SSH host key of ${shown} has changed${fingerprintIn(output)}`,
		advice: ({origin}) =>
			`Somebody may be in between. If its administrators have changed it, replace its line in ${knownHostsOf(origin)}`,
	},
	{
		pattern: /Host key verification failed|No \S+ host key is known/,
		message: ({shown}) => `The SSH host key of ${shown} is unknown`,
		advice: ({origin}) =>
			origin === ''
				? 'Connect once with ssh, compare the fingerprint, and accept the key'
				: `Ask the host with ssh-keyscan, compare the fingerprint with what its administrators tell, and add the line to ${knownHostsOf(origin)}`,
	},
	{
		pattern: /Load key ".*": |error in libcrypto/,
		message: ({origin}) => `The SSH key of ${origin || 'this user'} can't be read by ssh`,
		advice: () => 'Put the private key there as ssh-keygen writes it, without a passphrase',
	},
	{
		isFor: ({origin, shown, output}) => origin !== '' && hostOf(redirectionIn(output)) !== hostOf(shown),
		pattern: refusedElsewhere,
		message: ({shown, output}) =>
			`${shown} sends on to ${redirectionIn(output)}, where what lets in here is not shown, and nothing else lets in`,
		advice: () => 'Use the address that it redirects to, and declare credentials for that',
	},
	{
		pattern: refusalPattern,
		message: messageOfRefusal,
		advice: adviceOnRefusal,
	},
	{
		pattern: /dubious ownership/,
		message: ({shown}) => `Git refuses ${shown}: its folder belongs to another user`,
		advice: ({typed}) => `If you trust it: git config --global --add safe.directory ${typed}`,
	},
	{
		pattern: /Could not resolve (?:host|hostname|proxy)|Name or service not known|nodename nor servname/i,
		message: ({shown}) => `The host of ${shown} can't be found`,
		advice: () => 'Check the name, the network and DNS',
	},
	{
		pattern:
			/alert|No required SSL certificate|gnutls_handshake|GnuTLS recv error|SSL_read|error reading X\.509|getpeername\(\) failed/i,
		message: messageOfHandshake,
		advice: adviceOnHandshake,
		isQuoted: true,
	},
	{
		// A server that does not take a certificate may have closed the connection before it could be told.
		isFor: ({what}) => what.includes('certificate'),
		pattern: /Broken pipe|Connection reset|unexpected eof/i,
		message: messageOfHandshake,
		advice: adviceOnHandshake,
		isQuoted: true,
	},
	{
		pattern: /SSL certificate|certificate verif|server certificate|SSL_ERROR|self[- ]signed certificate/i,
		message: ({shown}) => `The TLS certificate of ${shown} is not trusted`,
		advice: ({origin}) =>
			origin === ''
				? "Add the authority's certificate to git: git config --global http.sslCAInfo FILE"
				: `It has expired, is for another host, or is signed by an authority that ${origin} does not have: put the right one there as ca`,
		isQuoted: true,
	},
	{
		pattern: /unable to update url base from redirection|returned error: 30\d/,
		message: ({shown}) => `${shown} sends elsewhere, where what lets in here is not shown`,
		advice: () => 'Use the address that it redirects to',
	},
	{
		pattern: /transport '\w+' not allowed/,
		message: ({shown}) => `${shown} leads to an address of a kind that is not allowed`,
		advice: () => 'Use the https address that it redirects to',
	},
	{
		pattern:
			/Repository not found|repository '.*' not found|does not appear to be a git repository|does not exist|not valid: is this a git repository|returned error: 404|not a git repository/i,
		message: ({shown, isLocal}) =>
			`${shown} is not a Git repository, or this user may not ${isLocal ? 'read' : 'see'} it`,
		advice: repository => (repository.isLocal ? 'Check the path' : checkAddress(repository)),
	},
	{
		pattern: /No space left on device|Disk quota exceeded/,
		message: ({shown}) => `There is no space left for the copy of ${shown}`,
		advice: () => 'Free some space, or choose another cache folder',
	},
	{
		pattern: /File too large|died of signal 25/,
		message: ({shown}) => `The copy of ${shown} may not grow any more`,
		advice: () => 'Raise the limit on the size of files (ulimit -f), or free some space',
	},
	{
		pattern: /fsck error|fsck-objects/,
		message: ({shown}) => `${shown} holds objects that git refuses as broken or dangerous`,
		advice: ({typed}) => `Find them with \`git fsck\` in a clone of ${typed}`,
		isQuoted: true,
	},
	{
		pattern: /invalid index-pack output|index-pack failed/,
		message: ({shown}) => `What was fetched of ${shown} can't be kept`,
		advice: () => 'Look whether the disk of the cache folder is full, or may not be written to',
		isQuoted: true,
	},
];
