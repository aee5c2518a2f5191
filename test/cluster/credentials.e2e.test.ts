import {readdirSync, readFileSync} from 'node:fs';
import {chmod, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import {createCertificate} from '../adapters/cluster/fakes/certificate.ts';
import {serveRepositories} from '../support/git-server.ts';
import type {Finished} from '../support/program.ts';
import {startSshServer} from '../support/ssh-server.ts';
import {createTemporaryFolder} from '../support/temporary-folder.ts';
import {toolTest as test} from '../support/tool-test.ts';
import {expectNoSecret} from './faults/secrecy.ts';
import {application, configMap, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder} from './support/trial.ts';
import {startTrueup} from './support/trueup.ts';

const password = 'canary-4f1d-password';
const ways = ['password', 'token', 'certificate', 'key'] as const;
const token = 'canary-90ab-token-of-forty-characters-xx';

/** What stands in a key's middle, and in no other's. */
function middleOf(key: string): string {
	return key.split('\n').at(1)?.slice(-40) ?? '';
}

/** The command lines of all that runs. */
function commandLines(): string {
	const ids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
	return ids.map(id => readIfThere(`/proc/${id}/cmdline`)).join('\n');
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}

function createTls() {
	const authority = createCertificate({subject: 'authority'});
	const issuer = {subject: 'authority', key: authority.key};
	const server = createCertificate({subject: '127.0.0.1', host: '127.0.0.1', issuer});
	const client = createCertificate({subject: 'ada', host: 'ada', issuer});
	const tls = {cert: server.certificate, key: server.key, ca: authority.certificate, requestCert: true};
	return {ca: authority.certificate, client, tls};
}

/** Stands before ssh on the PATH, and tells what anybody could have seen. */
const spyingSsh = `#!/bin/sh
for one in /proc/[0-9]*/cmdline; do cat "$one" 2>/dev/null; echo; done >>"$(dirname "$0")/seen"
PATH=\${PATH#*:} exec ssh "$@"
`;

test('what lets git in is nowhere else: not kept, not told, on no command line', async ({sshd}) => {
	const {ca, client, tls} = createTls();
	await using trial = await createTrial(
		Object.fromEntries(ways.map(way => [`${way}/config.yaml`, text(configMap(way))])),
	);
	const {root} = trial.repository;
	const seen: string[] = [];
	const basic = (user: string, secret: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
	const admit = (shown: string) => {
		seen.push(commandLines());
		return [basic('ada', password), basic('x-access-token', token)].includes(shown) ? 200 : 401;
	};
	await using byPassword = await serveRepositories(root, {admit});
	await using byToken = await serveRepositories(root, {admit});
	await using byCertificate = await serveRepositories(root, {
		tls: {...tls, rejectUnauthorized: true},
		admit() {
			seen.push(commandLines());
			return 200;
		},
	});
	await using byKey = await startSshServer({sshd, root});
	const sshKey = await readFile(byKey.key, 'utf8');
	await using outside = await createTemporaryFolder({
		password: `${password}\n`,
		token,
		'client.pem': client.certificate,
		'client.key': client.key,
		'ca.pem': ca,
		'bin/ssh': spyingSsh,
	});
	const at = (name: string) => ({file: path.join(outside.folder, name)});
	await chmod(at('bin/ssh').file, 0o755);
	const credentials = [
		{url: byPassword.url, username: 'ada', password: at('password')},
		{url: byToken.url, token: at('token')},
		{url: byCertificate.url, certificate: at('client.pem'), key: at('client.key'), ca: at('ca.pem')},
		{url: byKey.url, sshKey: {file: byKey.key}, knownHosts: {file: byKey.knownHosts}},
	];
	const config = path.join(outside.folder, 'config.yaml');
	await writeFile(config, JSON.stringify({credentials}));
	const temporary = path.join(trial.home, 'tmp');
	await mkdir(temporary);

	const servers = {password: byPassword, token: byToken, certificate: byCertificate, key: byKey};
	const applications = ways.map(way =>
		application(way, {
			source: {repoURL: `${servers[way].url}/repository.git`, path: `${folder}/${way}`, targetRevision: 'HEAD'},
			destination: {server: 'https://kubernetes.default.svc', namespace: trial.name},
		}),
	);
	const file = path.join(trial.home, 'applications.yaml');
	await writeFile(file, text(...applications));
	const ended: Promise<Finished>[] = [];
	const run = (...args: readonly string[]) => {
		const env = {TMPDIR: temporary, TRUEUP_DEBUG: '1', PATH: `${outside.folder}/bin:${process.env.PATH}`};
		const flags = ['-f', file, '--config', config, '--kubeconfig', sharedCluster().kubeconfig];
		const {exited} = startTrueup([...args, ...flags], {cwd: trial.home, env});
		ended.push(exited);
		return exited;
	};
	const {stdout} = await run('list', '-o', 'json');
	expect(JSON.parse(stdout).map((row: {readonly sync: string}) => row.sync)).toEqual(Array(4).fill('OutOfSync'));
	expect(await run('sync', 'password', '--yes', '-o', 'json')).toMatchObject({code: 0});

	// Nobody is let in any more: now for what is told of it.
	await writeFile(at('password').file, `${password}-old`);
	await writeFile(at('token').file, `${token}-old`);
	const refused = await run('list', '-o', 'json');
	expect(refused.stdout).toContain(`it refuses the user and password of the entry for ${byPassword.url}`);
	expect(refused.stdout).toContain(`it refuses the token of the entry for ${byToken.url}`);

	const lines = [...seen, await readFile(at('bin/seen').file, 'latin1')].join('\n');
	expect(lines).toContain('git-remote-http');
	expect(lines).toContain('git-upload-pack');
	for (const canary of [password, token, middleOf(sshKey), middleOf(client.key)]) {
		expect(canary.length).toBeGreaterThan(19);
		expect(lines.includes(canary)).toBe(false);
		await expectNoSecret({canary, trial, programs: ended.map(exited => ({exited}))});
	}

	expect(await readdir(temporary)).toEqual([]);
	expect((await readdir('/dev/shm')).filter(name => name.startsWith('trueup-access-'))).toEqual([]);
});
