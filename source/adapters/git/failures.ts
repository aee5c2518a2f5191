import {UnreachableError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import {showRepository} from './repository-address.ts';

/** Git ended with an error, and said this. */
export class GitFailure extends Error {
	override readonly name = 'GitFailure';
	readonly output: string;

	constructor(output: string) {
		super('git failed');
		this.output = output;
	}
}

type Cause = {
	readonly pattern: RegExp;
	readonly message: (repository: string) => string;
	readonly advice: (repository: string) => string;
};

const checkByHand = (repository: string) => `Check that \`git ls-remote ${repository}\` works as this user`;

const causes: readonly Cause[] = [
	{
		pattern: /spawn \S*git\S* ENOENT/,
		message: () => 'git is not installed',
		advice: () => 'Install git 2.29 or newer, or put it on the PATH',
	},
	{
		pattern: /made no progress/,
		message: repository => `${repository} did not answer in time`,
		advice: () => 'Check the network and the remote; it is tried again',
	},
	{
		pattern: /Host key verification failed|No \S+ host key is known|REMOTE HOST IDENTIFICATION HAS CHANGED/,
		message: repository => `The SSH host key of ${repository} is unknown or has changed`,
		advice: () => 'Connect once with ssh, compare the fingerprint, and accept the key',
	},
	{
		pattern:
			/Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied|Access denied|HTTP Basic/i,
		message: repository => `Authentication failed for ${repository}`,
		advice: repository => `Give git a credential helper or an SSH key that may read it. ${checkByHand(repository)}`,
	},
	{
		pattern: /dubious ownership/,
		message: repository => `Git refuses ${repository}: its folder belongs to another user`,
		advice: repository => `If you trust it: git config --global --add safe.directory ${repository}`,
	},
	{
		pattern: /Could not resolve (?:host|hostname|proxy)|Name or service not known|nodename nor servname/i,
		message: repository => `The host of ${repository} can't be found`,
		advice: () => 'Check the name, the network and DNS',
	},
	{
		pattern: /SSL certificate|certificate verif|server certificate|SSL_ERROR|self[- ]signed certificate/i,
		message: repository => `The TLS certificate of ${repository} is not trusted`,
		advice: () => "Add the authority's certificate to git: git config --global http.sslCAInfo FILE",
	},
	{
		pattern: /transport '\w+' not allowed/,
		message: repository => `${repository} leads to an address of a kind that is not allowed`,
		advice: () => 'Use the https address that it redirects to',
	},
	{
		pattern:
			/Repository not found|repository '.*' not found|does not appear to be a git repository|does not exist|not valid: is this a git repository|returned error: 404|not a git repository/i,
		message: repository => `${repository} is not a Git repository, or this user may not see it`,
		advice: repository => `Check the address and the access rights. ${checkByHand(repository)}`,
	},
	{
		pattern: /No space left on device|Disk quota exceeded/,
		message: repository => `There is no space left for the copy of ${repository}`,
		advice: () => 'Free some space, or choose another cache folder',
	},
	{
		pattern: /fsck error|fsck-objects/,
		message: repository => `${repository} holds objects that git refuses as broken or dangerous`,
		advice: repository => `Find them with \`git fsck\` in a clone of ${repository}`,
	},
];

/** One clear line for what git said, free of passwords, with advice. */
export function explainFailure(failure: GitFailure, repository: string): UnreachableError {
	const shown = printable(showRepository(repository), 200);
	const cause = causes.find(({pattern}) => pattern.test(failure.output));
	const line = lineThatMatters(failure.output, repository);
	const said = line === '' ? '' : `: ${line}`;
	return cause === undefined
		? new UnreachableError(`${shown} can't be read${said}`, {advice: checkByHand(shown)})
		: new UnreachableError(cause.message(shown) + said, {advice: cause.advice(shown)});
}

/** What git adds to the words that matter. */
const noise =
	/^(?:warning|hint):|Could not read from remote repository|^Please make sure you have the correct access|^and the repository exists/;

function lineThatMatters(output: string, repository: string): string {
	const lines = output.split(/[\r\n]+/).map(line => line.trim());
	const said = lines.filter(line => line !== '' && !noise.test(line));
	const matters =
		said.find(line => causes.some(({pattern}) => pattern.test(line))) ??
		said.findLast(line => /^(?:fatal|error|ssh): /.test(line)) ??
		said.at(-1) ??
		'';
	return printable(withoutSecrets(matters.replaceAll(repository, showRepository(repository))), 300);
}

function withoutSecrets(line: string): string {
	return line.replace(/:\/\/[^/\s]*@/g, '://').replace(/^(?:fatal|error): /, '');
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
