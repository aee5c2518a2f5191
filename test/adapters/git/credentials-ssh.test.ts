import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished} from 'vitest';
import type {Credential} from '../../../source/adapters/credentials/credential.ts';
import {createRepository} from '../../support/repository.ts';
import {createSshKey, startSshServer} from '../../support/ssh-server.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';
import {told} from '../../support/told.ts';
import {toolTest} from '../../support/tool-test.ts';
import {forever, openSources, shorten} from './support/repositories.ts';

const timeout = 60_000;
const origin = 'the entry for it in config.yaml';

async function serve(sshd: string) {
	const repository = await createRepository({'a.yaml': 'a: 1\n'});
	onTestFinished(() => repository.remove());
	const server = await startSshServer({sshd, root: repository.root});
	onTestFinished(() => server.stop());
	const [key, knownHosts] = [readFileSync(server.key, 'utf8'), readFileSync(server.knownHosts, 'utf8')];
	const id = await repository.git('rev-parse', 'HEAD');
	return {...server, key, knownHosts, id, address: `${server.url}/repository.git`};
}

function resolve(address: string, ssh: Credential['ssh']) {
	const credentials = {of: async () => ({origin, ...(ssh && {ssh})}), renew: () => undefined};
	return openSources({credentials}).resolve(address, ['main'], forever);
}

toolTest('a key lets in, with the host keys that are declared and nothing else', {timeout}, async ({sshd}) => {
	const {address, id, key, knownHosts} = await serve(sshd);
	expect(shorten(await resolve(address, {key, knownHosts}))).toEqual({main: id});
	expect(readdirSync('/dev/shm').filter(name => name.includes(`access-${process.pid}-`))).toEqual([]);
});

toolTest('what SSH refuses is told with the entry that was used', {timeout}, async ({sshd}) => {
	const {address, port, key, knownHosts} = await serve(sshd);
	await using files = await createTemporaryFolder();
	await createSshKey(path.join(files.folder, 'other'));
	const other = readFileSync(path.join(files.folder, 'other'), 'utf8');
	const changed = `[127.0.0.1]:${port} ${readFileSync(path.join(files.folder, 'other.pub'), 'utf8')}`;
	const shown = address.replace(/\/\/.*@/, '//');
	expect(await told(resolve(address, {key: other, knownHosts}))).toMatch(
		/^Authentication failed for \S+: it refuses the SSH key of the entry for it in config\.yaml; It may have expired/,
	);
	expect(await told(resolve(address, {key, knownHosts: 'git.example ssh-ed25519 AAAA\n'}))).toBe(
		`The SSH host key of ${shown} is unknown; Ask the host with ssh-keyscan, compare the fingerprint with what its administrators tell, and add the line to the known hosts of ${origin}`,
	);
	expect(await told(resolve(address, {key, knownHosts: changed}))).toMatch(
		/^The SSH host key of \S+ has changed; it is SHA256:\S{43} now; Somebody may be in between\. If its administrators have changed it, replace its line in the known hosts of the entry/,
	);
	expect(await told(resolve(address, {key: key.replace(/b3Bl.*/, 'AAAA'), knownHosts}))).toMatch(
		/^The SSH key of the entry for it in config\.yaml can't be read by ssh; Put the private key there/,
	);
	expect(await told(resolve(address, undefined))).toBe(
		`${shown} is read by SSH, and ${origin} has no SSH key; Give it an SSH key with known hosts, or use the https address of the repository`,
	);
});
