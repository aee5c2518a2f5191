import {UnreachableError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import {causes, checkReach, refusalPattern} from './failure-causes.ts';
import {showRepository, typeRepository} from './repository-address.ts';

/** What a remote was shown of what is declared for it, in words; empty where nothing is. */
export type Shown = {
	/** `token`, `SSH key`. */
	readonly what: string;
	readonly origin: string;
};

/** Git ended with an error, and said this. */
export class GitFailure extends Error {
	override readonly name = 'GitFailure';
	readonly output: string;
	readonly shown: Shown;

	constructor(output: string, shown: Shown = {what: '', origin: ''}) {
		super('git failed');
		this.output = output;
		this.shown = shown;
	}
}

/** One clear line for what git said, free of passwords, with advice. */
export function explainFailure(failure: GitFailure, repository: string): UnreachableError {
	const named = {
		shown: printable(showRepository(repository), 200),
		typed: printable(typeRepository(repository), 2500),
		isLocal: /^(?:\/|file:)/.test(repository),
		...shownOf(failure),
		output: failure.output,
	};
	const cause = causes.find(({pattern, isFor}) => pattern.test(failure.output) && (isFor?.(named) ?? true));
	const line = cause === undefined || cause.isQuoted ? lineThatMatters(failure.output, repository) : '';
	const said = line === '' ? '' : `: ${line}`;
	return cause === undefined
		? new UnreachableError(`${named.shown} can't be read${said}`, {
				advice: named.isLocal ? 'Check the path' : checkReach(named),
			})
		: new UnreachableError(cause.message(named) + said, {advice: cause.advice(named)});
}

function shownOf({shown: {what, origin}}: GitFailure) {
	const from = printable(origin, 500);
	return {what, origin: from, used: what === '' ? from : `the ${what} of ${from}`};
}

/** Whether the remote does not let in whoever asked. */
export function isRefusal({output}: GitFailure): boolean {
	return refusalPattern.test(output) || /alert|gnutls_handshake|GnuTLS recv error/i.test(output);
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
	return line
		.replace(/:\/\/[^/\s]*@/g, '://')
		.replace(/^(?:fatal|error): /, '')
		.replace(/\.? CAfile: .*/, '');
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
