import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, writeFileSync} from 'node:fs';
import {createServer, type RequestListener} from 'node:http';
import {createServer as createSocketServer, type Socket} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {explainFailure, GitFailure} from '../../../source/adapters/git/failures.ts';
import {OperatorError, UnreachableError, UsageError} from '../../../source/model/operator-error.ts';
import {serveRepositories} from '../../support/git-server.ts';
import {createRepository, forever, openSources, runGit, shorten, temporaryFolder} from './support/repositories.ts';

/** Answers every request in one way; its port. */
async function serve(answer: RequestListener): Promise<number> {
	const server = createServer(answer).listen(0, '127.0.0.1');
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
	});
	await once(server, 'listening');
	return portOf(server.address());
}

/** Takes connections and says nothing; tells when there is one. */
async function serveSilence() {
	const sockets = new Set<Socket>();
	const server = createSocketServer(socket => sockets.add(socket)).listen(0, '127.0.0.1');
	onTestFinished(() => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	await once(server, 'listening');
	return {port: portOf(server.address()), connected: once(server, 'connection')};
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
	if (address === null || typeof address === 'string') {
		throw new Error('the server has no port');
	}

	return address.port;
}

async function failureOf(promise: Promise<unknown>): Promise<OperatorError> {
	const error = await promise.then(
		() => new Error('it went well'),
		(reason: unknown) => reason,
	);
	if (!(error instanceof OperatorError)) {
		throw error;
	}

	return error;
}

test('a repository is read over HTTP on loopback, and asked once', async () => {
	const repository = createRepository();
	const id = repository.commit({'a.yaml': '1'});
	const root = temporaryFolder();
	runGit(root, ['clone', '--quiet', '--bare', repository.path, 'repository.git']);
	await using server = await serveRepositories(root);
	const sources = openSources();
	const url = `${server.url}/repository.git`;
	expect(shorten(await sources.resolve(url, ['main', 'HEAD'], forever))).toEqual({main: id, HEAD: id});

	const before = server.requests.length;
	await sources.resolve(url, ['main'], forever);
	expect(server.requests.slice(before).filter(request => request.includes('info/refs'))).toHaveLength(1);
});

test.for<[string, RequestListener, RegExp]>([
	['wants a password', (_, response) => respond(response, 401), /^Authentication failed for http:\/\/127/],
	['forbids it', (_, response) => respond(response, 403), /^Authentication failed for http:\/\/127/],
	['does not have it', (_, response) => respond(response, 404), /is not a Git repository, or this user may not see it/],
	['fails', (_, response) => respond(response, 500), /can't be read: .*500/],
	[
		'sends elsewhere',
		(_, response) =>
			response.writeHead(302, {location: 'http://127.0.0.1:1/x/info/refs?service=git-upload-pack'}).end(),
		/.+/,
	],
])('a server that %s is told in one line without passwords', async ([, answer, message]) => {
	const port = await serve(answer);
	const repository = `http://hunter2@127.0.0.1:${port}/x.git`;
	const error = await failureOf(openSources().resolve(repository, ['HEAD'], forever));
	expect(error).toBeInstanceOf(UnreachableError);
	expect(error.message).toMatch(message);
	expect(error.advice).not.toBe('');
	expect(`${error.message}${error.advice}${String(error.cause)}`).not.toMatch(/hunter2|\n/);
	expect(error.message).not.toMatch(/127.*127|\.$/);
});

test('a page that is no repository counts as an empty one, as git takes it', async () => {
	const url = `http://127.0.0.1:${await serve((_, response) => response.end('<html>Log in</html>'))}/x.git`;
	const answers = await openSources().resolve(url, ['HEAD'], forever);
	expect(shorten(answers)).toEqual({HEAD: `${url} is empty: it has no branch and no tag, so HEAD is not there`});
});

function respond(response: Parameters<RequestListener>[1], status: number): void {
	response.writeHead(status, status === 401 ? {'www-authenticate': 'Basic realm="git"'} : {}).end();
}

test.for<[string, (folder: string) => string, RegExp]>([
	['a folder that is not there', folder => `${folder}/nothing`, /is not a Git repository/],
	['a folder that is no repository', folder => folder, /is not a Git repository/],
	['a file URL to nothing', folder => `file://${folder}/nothing`, /is not a Git repository/],
	['a port where nobody listens', () => 'http://127.0.0.1:1/x', /can't be read: .*Failed to connect/],
	['a host that is not there', () => 'https://host.invalid/x', /host of https:\/\/host.invalid\/x can't be found/],
])('%s is told in one line', async ([, address, message]) => {
	const error = await failureOf(openSources().resolve(address(temporaryFolder()), ['HEAD'], forever));
	expect(error).toBeInstanceOf(UnreachableError);
	expect(error.message).toMatch(message);
	expect(error.message).not.toContain('\n');
});

test.for<[string, string, RegExp]>([
	['an unknown host key', 'Host key verification failed.', /^The SSH host key of host\.example:x is unknown/],
	['a missing key', 'git@host: Permission denied (publickey).', /^Authentication failed for host\.example:x/],
	['a name that leads nowhere', 'ssh: Could not resolve hostname host: Name or service not known', /can't be found/],
	['a closed port', 'ssh: connect to host host port 22: Connection refused', /can't be read: .*Connection refused/],
	['a repository that is not there', 'ERROR: Repository not found.', /is not a Git repository/],
])('over SSH, %s is told in one line', async ([, said, message]) => {
	const program = join(temporaryFolder(), 'ssh');
	writeFileSync(program, `#!/bin/sh\necho '${said}' >&2\nexit 255\n`);
	chmodSync(program, 0o755);
	const sources = openSources();
	vi.stubEnv('GIT_SSH_COMMAND', program);
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const error = await failureOf(sources.resolve('git@host.example:x', ['HEAD'], forever));
	expect(error.message).toMatch(message);
});

test.for(['git://host/x', 'ext::touch /tmp/x', '--upload-pack=touch', 'http://host.example/x', 'relative'])(
	'%s is refused before git is run',
	async repository => {
		const error = await failureOf(openSources().resolve(repository, ['HEAD'], forever));
		expect(error).toBeInstanceOf(UsageError);
	},
);

test.for<[string, string, string]>([
	[
		'/srv/nothing',
		"fatal: '/srv/nothing' does not appear to be a git repository\nfatal: Could not read from remote repository.",
		'/srv/nothing is not a Git repository, or this user may not read it; Check the path',
	],
	[
		'git@host.example:x',
		'git@host.example: Permission denied (publickey).\nfatal: Could not read from remote repository.',
		'Authentication failed for host.example:x; Declare credentials for it in the configuration file, or give git a credential helper or an SSH key that may read it: `git ls-remote git@host.example:x` must work as this user',
	],
	[
		'https://token@host.example/x y',
		"fatal: unable to access 'https://token@host.example/x y/': The requested URL returned error: 500.",
		"https://host.example/x y can't be read: The requested URL returned error: 500; Check the network and the address: `git ls-remote 'https://host.example/x y'` must work as this user",
	],
	[
		'/srv/x',
		'Receiving objects:   0% (1/7332)\rfatal: fetch-pack: invalid index-pack output\nfatal: index-pack failed',
		"What was fetched of /srv/x can't be kept: fetch-pack: invalid index-pack output; Look whether the disk of the cache folder is full, or may not be written to",
	],
	[
		'/srv/x',
		'fatal: write error: File too large\nfatal: index-pack failed',
		'The copy of /srv/x may not grow any more; Raise the limit on the size of files (ulimit -f), or free some space',
	],
])('of %s, one sentence and one piece of advice are told', ([repository, output, expected]) => {
	const {message, advice} = explainFailure(new GitFailure(output), repository);
	expect(`${message}; ${advice}`).toBe(expected);
});

test('a password in an address is refused before git is run, and told nowhere', async () => {
	const error = await failureOf(openSources().resolve('https://ada:hunter2@host.example/x', ['HEAD'], forever));
	expect(error).toBeInstanceOf(UsageError);
	expect(error.message).toMatch(/^https:\/\/host\.example\/x: it holds a password.*credential helper or ssh-agent/);
	expect(`${error.message}${error.advice}`).not.toMatch(/hunter2|ada/);
});

test('a server that is silent is given up, and no process is left', async () => {
	const {port} = await serveSilence();
	const error = await failureOf(
		openSources({patienceMs: 300}).resolve(`http://127.0.0.1:${port}/x`, ['HEAD'], forever),
	);
	expect(error.message).toMatch(
		/^http:\/\/127\.0\.0\.1:\d+\/x did not answer in time: git made no progress for 0\.3 s/,
	);
	await vi.waitFor(() => expect(processesOn(`127.0.0.1:${port}`)).toEqual([]));
});

test('a stop ends git and all that it has started, at once', async () => {
	const {port, connected} = await serveSilence();
	const controller = new AbortController();
	const resolving = openSources().resolve(`http://127.0.0.1:${port}/x`, ['HEAD'], controller.signal);
	await connected;
	expect(processesOn(`127.0.0.1:${port}`)).not.toEqual([]);
	controller.abort(new Error('stopped'));
	await expect(resolving).rejects.toThrow('stopped');
	await vi.waitFor(() => expect(processesOn(`127.0.0.1:${port}`)).toEqual([]));
});

test('who gives up does not take it away from others who wait for the same', async () => {
	const repository = createRepository();
	const id = repository.commit({'a.yaml': '1'});
	const sources = openSources();
	const controller = new AbortController();
	const [given, kept] = [
		sources.resolve(repository.path, ['main'], controller.signal),
		sources.resolve(repository.path, ['main'], forever),
	];
	controller.abort(new Error('stopped'));
	await expect(given).rejects.toThrow('stopped');
	expect(shorten(await kept)).toEqual({main: id});
});

/** The running processes that have this in their command line. */
function processesOn(address: string): readonly string[] {
	const lines = execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n');
	return lines.filter(line => line.includes(address) && !line.startsWith('Z'));
}
