import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import {runProgram} from './program.ts';
import {createRepository, gitEnvironment} from './repository.ts';
import {createSshKey, sshCommand, startSshServer} from './ssh-server.ts';
import {toolTest} from './tool-test.ts';

const timeout = 60_000;

toolTest('git clones and pushes through a real SSH server', {timeout}, async ({sshd}) => {
	await using repository = await createRepository({'a.txt': 'one\n'});
	await using server = await startSshServer({sshd, root: repository.root});
	const env = {...gitEnvironment, GIT_SSH_COMMAND: sshCommand(server)};
	const clone = path.join(repository.root, 'clone');
	const git = (...args: readonly string[]) => runProgram('git', args, {env});
	expect(await git('clone', '--quiet', `${server.url}/repository.git`, clone)).toEqual({
		code: 0,
		stdout: '',
		stderr: '',
	});
	expect(await readFile(path.join(clone, 'a.txt'), 'utf8')).toBe('one\n');

	await git('-C', clone, 'commit', '--quiet', '--allow-empty', '--message', 'Two');
	expect(await git('-C', clone, 'push', '--quiet')).toMatchObject({code: 0});
	const {stdout: pushed} = await git('-C', clone, 'rev-parse', 'HEAD');
	expect(await repository.git('ls-remote', 'origin', 'main')).toBe(`${pushed.trim()}\trefs/heads/main`);
});

toolTest('the SSH server lets in its own key alone, and serves git of its folder alone', {timeout}, async ({sshd}) => {
	await using repository = await createRepository({'a.txt': 'one\n'});
	await using server = await startSshServer({sshd, root: repository.root});
	const host = new URL(server.url);
	const ssh = (command: string) =>
		runProgram('sh', ['-c', `${sshCommand(server)} -p ${host.port} ${host.username}@127.0.0.1 "$0"`, command], {
			env: gitEnvironment,
		});
	expect(await ssh('id')).toMatchObject({code: 1, stdout: '', stderr: 'only git is served here\n'});
	expect(await ssh("git-upload-pack '/../other.git'")).toMatchObject({code: 1, stderr: 'no such repository\n'});

	const strange = path.join(repository.root, 'strange');
	await createSshKey(strange);
	const lsRemote = (access: Parameters<typeof sshCommand>[0]) =>
		runProgram('git', ['ls-remote', `${server.url}/repository.git`], {
			env: {...gitEnvironment, GIT_SSH_COMMAND: sshCommand(access)},
		});
	expect((await lsRemote(server)).code).toBe(0);
	expect((await lsRemote({...server, key: strange})).stderr).toContain('Permission denied (publickey)');
	expect((await lsRemote({...server, knownHosts: '/dev/null'})).stderr).toContain('Host key verification failed');

	await server.stop();
	expect((await lsRemote(server)).code).toBe(128);
});
