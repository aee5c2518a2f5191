import {UnreachableError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import {showRepository, typeRepository} from './repository-address.ts';

/** Git ended with an error, and said this. */
export class GitFailure extends Error {
	override readonly name = 'GitFailure';
	readonly output: string;

	constructor(output: string) {
		super('git failed');
		this.output = output;
	}
}

/** How messages name the repository. */
type Named = {
	/** Without user and password. */
	readonly shown: string;
	/** As it is typed at a shell. */
	readonly typed: string;
	/** A folder of this machine. */
	readonly isLocal: boolean;
};

type Cause = {
	readonly pattern: RegExp;
	readonly message: (repository: Named) => string;
	readonly advice: (repository: Named) => string;
	/** Whether git's own words tell more. */
	readonly isQuoted?: boolean;
};

const checkByHand = ({typed}: Named) => `\`git ls-remote ${typed}\` must work as this user`;

const causes: readonly Cause[] = [
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
		pattern: /Host key verification failed|No \S+ host key is known|REMOTE HOST IDENTIFICATION HAS CHANGED/,
		message: ({shown}) => `The SSH host key of ${shown} is unknown or has changed`,
		advice: () => 'Connect once with ssh, compare the fingerprint, and accept the key',
	},
	{
		pattern:
			/Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied|Access denied|HTTP Basic/i,
		message: ({shown, isLocal}) => (isLocal ? `This user may not read ${shown}` : `Authentication failed for ${shown}`),
		advice: repository =>
			repository.isLocal
				? "Check the folder's owner and its mode"
				: `Give git a credential helper or an SSH key that may read it: ${checkByHand(repository)}`,
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
		pattern: /SSL certificate|certificate verif|server certificate|SSL_ERROR|self[- ]signed certificate/i,
		message: ({shown}) => `The TLS certificate of ${shown} is not trusted`,
		advice: () => "Add the authority's certificate to git: git config --global http.sslCAInfo FILE",
		isQuoted: true,
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
		advice: repository =>
			repository.isLocal ? 'Check the path' : `Check the address and the access rights: ${checkByHand(repository)}`,
	},
	{
		pattern: /No space left on device|Disk quota exceeded/,
		message: ({shown}) => `There is no space left for the copy of ${shown}`,
		advice: () => 'Free some space, or choose another cache folder',
	},
	{
		pattern: /fsck error|fsck-objects/,
		message: ({shown}) => `${shown} holds objects that git refuses as broken or dangerous`,
		advice: ({typed}) => `Find them with \`git fsck\` in a clone of ${typed}`,
		isQuoted: true,
	},
];

/** One clear line for what git said, free of passwords, with advice. */
export function explainFailure(failure: GitFailure, repository: string): UnreachableError {
	const named = {
		shown: printable(showRepository(repository), 200),
		typed: printable(typeRepository(repository), 2500),
		isLocal: /^(?:\/|file:)/.test(repository),
	};
	const cause = causes.find(({pattern}) => pattern.test(failure.output));
	const line = cause === undefined || cause.isQuoted ? lineThatMatters(failure.output, repository) : '';
	const said = line === '' ? '' : `: ${line}`;
	return cause === undefined
		? new UnreachableError(`${named.shown} can't be read${said}`, {
				advice: named.isLocal ? 'Check the path' : `Check the network and the address: ${checkByHand(named)}`,
			})
		: new UnreachableError(cause.message(named) + said, {advice: cause.advice(named)});
}

/** What git adds to the words that matter. */
const noise =
	/^(?:warning|hint):|Could not read from remote repository|^Please make sure you have the correct access|^and the repository exists/;

/** What git said, without what we say ourselves: which repository it is, and that it failed. */
function lineThatMatters(output: string, repository: string): string {
	const lines = output.split(/[\r\n]+/).map(line => line.trim().replace(/^Error: /, ''));
	const said = lines.filter(line => line !== '' && !noise.test(line));
	const matters =
		said.find(line => causes.some(({pattern}) => pattern.test(line))) ??
		said.findLast(line => /^(?:fatal|error|ssh): /.test(line)) ??
		said.at(-1) ??
		'';
	const line = withoutSecrets(matters.replaceAll(repository, showRepository(repository)));
	return printable(line.replace(/^unable to access '[^']*': /, '').replace(/[.\s]+$/, ''), 300);
}

function withoutSecrets(line: string): string {
	return line.replace(/:\/\/[^/\s]*@/g, '://').replace(/^(?:fatal|error): /, '');
}

/** What git said of a mirror that is broken. */
export function describeDamage({output}: GitFailure, repository: string): string {
	return lineThatMatters(output, repository);
}

/** Whether it is the mirror that is broken, rather than what the remote says. */
export function isDamage({output}: GitFailure): boolean {
	const local = output.split(/[\r\n]+/).filter(line => !line.startsWith('remote:'));
	return local.some(line =>
		/bad object|bad config|corrupt|invalid sha1 pointer|unable to read tree|did not send all necessary objects|packfile .* (?:cannot|is|index)|not a git repository \(|unable to normalize|directory that does not exist/i.test(
			line,
		),
	);
}

/** The lock file that stood in the way, when another process works on the same mirror, or died in it. */
export function lockOf({output}: GitFailure): string | undefined {
	return /Unable to create '([^']+\.lock)': File exists/.exec(output)?.[1];
}

/** Whether another process moved the same reference at the same time. */
export function isLockConflict({output}: GitFailure): boolean {
	return /cannot lock ref|Unable to create '[^']+\.lock'|could not lock config file|unable to update local ref/i.test(
		output,
	);
}
