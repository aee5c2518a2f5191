import {once} from 'node:events';
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import {createConnection} from 'node:net';
import {userInfo} from 'node:os';
import path from 'node:path';
import {type LoopbackServer, type Place, startLoopbackServer} from './loopback-server.ts';
import {runProgram} from './program.ts';

/** OpenSSH's own server, for git alone, and for whoever has the key. */
export type SshServer = LoopbackServer & {
	/** Without a slash at its end; a repository is `<url>/repository.git`. */
	readonly url: string;
	/** The file of the private key that is let in. */
	readonly key: string;
	/** A `known_hosts` file with the server's key alone. */
	readonly knownHosts: string;
};

const environment = {PATH: process.env.PATH ?? ''};

/** Serves the bare repositories of a folder to the user that runs the tests. */
export async function startSshServer({
	sshd,
	root,
}: {
	/** A path: it starts itself anew, and has to know where it is. */
	readonly sshd: string;
	readonly root: string;
}): Promise<SshServer> {
	const server = await startLoopbackServer({
		name: 'sshd',
		prepare: async place => ({program: sshd, args: ['-D', '-e', '-f', await configure(place, root)]}),
		isServing: hasBanner,
	});
	return {
		...server,
		url: `ssh://${userInfo().username}@127.0.0.1:${server.port}`,
		key: path.join(server.folder, 'user'),
		knownHosts: path.join(server.folder, 'known_hosts'),
	};
}

/** Makes a key pair: the private key's file, and beside it with `.pub` the public one. */
export async function createSshKey(file: string, passphrase = ''): Promise<void> {
	const {code, stderr} = await runProgram(
		'ssh-keygen',
		['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'trueup-test', '-f', file],
		{env: environment},
	);
	if (code !== 0) {
		throw new Error(`ssh-keygen: ${stderr}`);
	}
}

/** For git's `GIT_SSH_COMMAND`: nothing of the user's own keys, agent and configuration. */
export function sshCommand({key, knownHosts}: {readonly key: string; readonly knownHosts: string}): string {
	const options = [
		`IdentityFile=${key}`,
		'IdentitiesOnly=yes',
		'IdentityAgent=none',
		`UserKnownHostsFile=${knownHosts}`,
		'GlobalKnownHostsFile=/dev/null',
		'StrictHostKeyChecking=yes',
		'BatchMode=yes',
	];
	return ['ssh', '-F', '/dev/null', ...options.flatMap(option => ['-o', quoted(option)])].join(' ');
}

async function configure({folder, port}: Place, root: string): Promise<string> {
	const at = (name: string) => path.join(folder, name);
	await Promise.all([createSshKey(at('host')), createSshKey(at('user')), mkdirOfDebian()]);
	const hostKey = await readFile(at('host.pub'), 'utf8');
	await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${hostKey}`);
	await writeFile(at('authorized_keys'), await readFile(at('user.pub')));
	await writeFile(at('serve'), serveScript(root));
	await chmod(at('serve'), 0o700);
	const settings = {
		Port: port,
		ListenAddress: '127.0.0.1',
		HostKey: `"${at('host')}"`,
		AuthorizedKeysFile: `"${at('authorized_keys')}"`,
		// Temporary folders are under one that all users write to.
		StrictModes: 'no',
		PidFile: 'none',
		UsePAM: 'no',
		UseDNS: 'no',
		AuthenticationMethods: 'publickey',
		PermitRootLogin: 'prohibit-password',
		DisableForwarding: 'yes',
		PermitTTY: 'no',
		PermitUserRC: 'no',
		AcceptEnv: 'GIT_PROTOCOL',
		ForceCommand: quoted(at('serve')),
	};
	const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
	await writeFile(at('sshd_config'), lines.join(''));
	return at('sshd_config');
}

/** As root, sshd locks what is not yet logged in into this folder, which Debian makes when it starts the service. */
async function mkdirOfDebian(): Promise<void> {
	if (userInfo().uid === 0) {
		await mkdir('/run/sshd', {recursive: true, mode: 0o755});
	}
}

/** A client asks for `git-upload-pack '/repository.git'`, and means one of the folder. */
function serveScript(root: string): string {
	return `#!/bin/sh
cd ${quoted(root)} || exit 1
export PATH=${quoted(environment.PATH)} GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
case "$SSH_ORIGINAL_COMMAND" in
*..*)
	echo 'no such repository' >&2
	exit 1
	;;
"git-upload-pack '/"* | "git-receive-pack '/"*)
	exec git-shell -c "\${SSH_ORIGINAL_COMMAND%%/*}./\${SSH_ORIGINAL_COMMAND#*/}"
	;;
esac
echo 'only git is served here' >&2
exit 1
`;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

async function hasBanner({port}: Place): Promise<boolean> {
	const socket = createConnection(port, '127.0.0.1').setEncoding('utf8');
	try {
		const [banner] = await once(socket, 'data');
		return String(banner).startsWith('SSH-2.0-');
	} finally {
		socket.destroy();
	}
}
