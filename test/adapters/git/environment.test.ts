import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {gitEnvironment, lockDownGit} from '../../../source/adapters/git/environment.ts';
import {temporaryFolder} from './support/repositories.ts';

const base = {PATH: process.env.PATH, HOME: '/nonexistent'};

function setting(environment: NodeJS.ProcessEnv, key: string): string {
	return execFileSync('git', ['config', '--get', key], {cwd: '/', env: environment, encoding: 'utf8'}).trim();
}

test.for([
	['core.hooksPath', '/dev/null'],
	['core.fsmonitor', 'false'],
	['protocol.allow', 'never'],
	['protocol.file.allow', 'user'],
	['fetch.fsckObjects', 'true'],
	['submodule.recurse', 'false'],
	['gc.auto', '0'],
] as const)('git sees %s as %s', ([key, value]) => {
	const environment = {...base};
	lockDownGit(environment);
	expect(setting(environment, key)).toBe(value);
});

test('locking down twice changes nothing', () => {
	const once: NodeJS.ProcessEnv = {...base};
	lockDownGit(once);
	const twice = {...once};
	lockDownGit(twice);
	expect(twice).toEqual(once);
});

test('settings that the person gives by environment stay, unless they weaken ours', () => {
	const environment: NodeJS.ProcessEnv = {
		...base,
		GIT_CONFIG_COUNT: '2',
		GIT_CONFIG_KEY_0: 'safe.directory',
		GIT_CONFIG_VALUE_0: '/srv/git',
		GIT_CONFIG_KEY_1: 'protocol.allow',
		GIT_CONFIG_VALUE_1: 'always',
	};
	lockDownGit(environment);
	expect([setting(environment, 'safe.directory'), setting(environment, 'protocol.allow')]).toEqual([
		'/srv/git',
		'never',
	]);
});

test.for<[string, NodeJS.ProcessEnv, string, string | undefined]>([
	['is run without prompts', {}, '', 'ssh -o BatchMode=yes'],
	["is the person's own command", {GIT_SSH_COMMAND: 'ssh -i key'}, '', 'ssh -i key'],
	["is the person's own program", {GIT_SSH: '/usr/local/bin/ssh'}, '', undefined],
	["is the person's own setting", {}, '[core]\n\tsshCommand = ssh -i key\n', undefined],
])('ssh %s', ([, variables, configuration, expected]) => {
	const home = temporaryFolder();
	writeFileSync(join(home, '.gitconfig'), configuration);
	const environment: NodeJS.ProcessEnv = {...base, HOME: home, ...variables};
	lockDownGit(environment);
	expect(environment.GIT_SSH_COMMAND).toBe(expected);
});

test('our own git processes see no secrets of others, and nothing that bends them to another repository', () => {
	const environment: NodeJS.ProcessEnv = {
		...base,
		KUBECONFIG: '/x',
		AWS_SECRET_ACCESS_KEY: 'x',
		GIT_DIR: '/x',
		GIT_TRACE: '1',
		GIT_CONFIG_PARAMETERS: "'protocol.allow=always'",
		SSH_AUTH_SOCK: '/agent',
	};
	lockDownGit(environment);
	const names = Object.keys(gitEnvironment(environment)).filter(name => !/^GIT_CONFIG_(?:KEY|VALUE)_/.test(name));
	expect(names.toSorted()).toEqual([
		'GCM_INTERACTIVE',
		'GIT_ASKPASS',
		'GIT_CONFIG_COUNT',
		'GIT_LFS_SKIP_SMUDGE',
		'GIT_NO_LAZY_FETCH',
		'GIT_NO_REPLACE_OBJECTS',
		'GIT_OPTIONAL_LOCKS',
		'GIT_SSH_COMMAND',
		'GIT_TERMINAL_PROMPT',
		'HOME',
		'LC_ALL',
		'PATH',
		'SSH_ASKPASS',
		'SSH_ASKPASS_REQUIRE',
		'SSH_AUTH_SOCK',
	]);
});
