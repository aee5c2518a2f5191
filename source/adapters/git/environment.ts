import {spawnSync} from 'node:child_process';

/** Whoever could answer is a program that fails: nothing of git's may ever wait for a person. */
const variables = {
	GIT_TERMINAL_PROMPT: '0',
	GIT_ASKPASS: 'false',
	SSH_ASKPASS: 'false',
	SSH_ASKPASS_REQUIRE: 'force',
	GCM_INTERACTIVE: 'never',
	GIT_LFS_SKIP_SMUDGE: '1',
	GIT_NO_REPLACE_OBJECTS: '1',
	GIT_NO_LAZY_FETCH: '1',
	GIT_OPTIONAL_LOCKS: '0',
	// Failures are told apart by git's words.
	LC_ALL: 'C',
} as const;

/** One setting of git's configuration. */
export type Setting = readonly [key: string, value: string];

const settings: readonly Setting[] = [
	['core.hooksPath', '/dev/null'],
	// Reflogs would hold command lines, and with them addresses.
	['core.logAllRefUpdates', 'false'],
	['core.fsmonitor', 'false'],
	['core.symlinks', 'false'],
	['core.disambiguate', 'commit'],
	['core.protectNTFS', 'true'],
	['core.protectHFS', 'true'],
	['protocol.allow', 'never'],
	['protocol.https.allow', 'always'],
	['protocol.ssh.allow', 'always'],
	// `user`: what a person named, never where a server redirects to.
	['protocol.http.allow', 'user'],
	['protocol.file.allow', 'user'],
	['transfer.fsckObjects', 'true'],
	['fetch.fsckObjects', 'true'],
	// Harmless, and found in the history of many old repositories.
	['fetch.fsck.zeroPaddedFilemode', 'warn'],
	['fetch.fsck.missingSpaceBeforeDate', 'warn'],
	['fetch.fsck.badTimezone', 'warn'],
	['fetch.recurseSubmodules', 'false'],
	['fetch.prune', 'false'],
	['fetch.pruneTags', 'false'],
	['fetch.writeCommitGraph', 'false'],
	['submodule.recurse', 'false'],
	['gc.auto', '0'],
	['maintenance.auto', 'false'],
	['http.followRedirects', 'initial'],
	['http.lowSpeedLimit', '1'],
	['http.lowSpeedTime', '60'],
	['credential.interactive', 'false'],
	['init.templateDir', ''],
	['init.defaultBranch', 'trueup'],
	// Our mirrors are bare, and only they are ever worked in.
	['safe.bareRepository', 'all'],
];

/** What git takes from the person who runs us: a home, an agent, proxies, certificates, a configuration of their own. */
const inherited =
	/^(?:PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TMP|TEMP|LANG|XDG_\w+|SSH_AUTH_SOCK|SSH_AGENT_PID|SSL_CERT_\w+|https?_proxy|all_proxy|no_proxy|KRB5\w+|DBUS_SESSION_BUS_ADDRESS)$/i;
const inheritedOfGit =
	/^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|SSL_(?:CAINFO|CAPATH|CERT|KEY))$/;

function isOurs(name: string): boolean {
	return Object.hasOwn(variables, name) || inheritedOfGit.test(name);
}

/** The variables that simple-git is told to let through: it drops every other one of git's. */
export function guardedVariables(environment: NodeJS.ProcessEnv): readonly string[] {
	return Object.keys(environment).filter(isOurs);
}

/** What the git processes that we start ourselves get to see. */
export function gitEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => inherited.test(name) || isOurs(name)));
}

/**
 * Makes git safe to run with what strangers wrote: sets variables in the environment given, which is to be the one
 * of the thread that runs git (`process.env`), since simple-git takes them from nowhere else. May be called again.
 */
export function lockDownGit(environment: NodeJS.ProcessEnv): void {
	Object.assign(environment, variables);

	const ours = new Set(settings.map(([key]) => key.toLowerCase()));
	const theirs = settingsIn(environment).filter(([key]) => !ours.has(key.toLowerCase()));
	Object.assign(environment, asVariables([...theirs, ...settings]));

	if (environment.GIT_SSH_COMMAND === undefined && environment.GIT_SSH === undefined && !hasSshCommand(environment)) {
		environment.GIT_SSH_COMMAND = 'ssh -o BatchMode=yes';
	}
}

function asVariables(all: readonly Setting[]): Readonly<Record<string, string>> {
	const pairs = all.flatMap(([key, value], index) => [
		[`GIT_CONFIG_KEY_${index}`, key],
		[`GIT_CONFIG_VALUE_${index}`, value],
	]);
	return {...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(all.length)};
}

/** What git takes of the person's where a credential is declared: how to reach a server, but not as whom. */
const reaching =
	/^(?:PATH|TMPDIR|TMP|TEMP|LANG|SSL_CERT_\w+|https?_proxy|all_proxy|no_proxy|GIT_EXEC_PATH|GIT_SSL_CA(?:INFO|PATH))$/i;

/**
 * For one git process that is let in by what is declared: no home, no agent, no configuration and no helpers of the
 * person's, which could answer in its place, or send it elsewhere.
 */
export function declaredEnvironment(
	environment: NodeJS.ProcessEnv,
	declared: readonly Setting[],
	more: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
	const kept = Object.entries(environment).filter(([name]) => reaching.test(name) && !Object.hasOwn(more, name));
	return {
		...Object.fromEntries(kept),
		...variables,
		HOME: '/nonexistent',
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_CONFIG_NOSYSTEM: '1',
		...asVariables([...settings, ...declared]),
		...more,
	};
}

function settingsIn(environment: NodeJS.ProcessEnv): readonly Setting[] {
	const count = Math.min(Number(environment.GIT_CONFIG_COUNT ?? 0) || 0, 1000);
	return Array.from({length: count}, (_, index) => index).flatMap(index => {
		const key = environment[`GIT_CONFIG_KEY_${index}`];
		return key === undefined ? [] : [[key, environment[`GIT_CONFIG_VALUE_${index}`] ?? ''] as const];
	});
}

// The variable would win over the person's own `core.sshCommand`.
function hasSshCommand(environment: NodeJS.ProcessEnv): boolean {
	const {stdout} = spawnSync('git', ['config', '--get', 'core.sshCommand'], {
		cwd: '/',
		env: gitEnvironment(environment),
		encoding: 'utf8',
		timeout: 5000,
	});
	return (stdout ?? '').trim() !== '';
}
