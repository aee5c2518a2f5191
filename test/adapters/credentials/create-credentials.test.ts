import {chmod} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {withoutClusters} from '../../../source/adapters/cluster/without-clusters.ts';
import {readSettings} from '../../../source/adapters/config/read-settings.ts';
import {createCredentials} from '../../../source/adapters/credentials/create-credentials.ts';
import {openEntries} from '../../../source/adapters/credentials/open-entries.ts';
import {createSshKey} from '../../support/ssh-server.ts';
import {createTemporaryFolder, type Files} from '../../support/temporary-folder.ts';
import {told} from '../../support/told.ts';
import {createCertificate} from '../cluster/fakes/certificate.ts';

const forever = new AbortController().signal;

/** Credentials as a configuration file declares them; `DIR` stands for the folder of the files. */
async function open(entries: readonly string[], files: Files = {}, environment: NodeJS.ProcessEnv = {}) {
	const place = await createTemporaryFolder(files);
	onTestFinished(() => place[Symbol.asyncDispose]());
	const lines = entries.map(entry => `- {${entry.replaceAll('DIR', place.folder)}}\n`);
	await place.write({'config.yaml': `credentials:\n${lines.join('')}`});
	const settings = await readSettings({file: path.join(place.folder, 'config.yaml'), cwd: '/', environment});
	const clusters = withoutClusters('there is no kubeconfig');
	const credentials = createCredentials(openEntries({...settings.credentials, environment, clusters, ticks: () => 0}));
	return {...place, of: (url: string) => credentials.of(url, forever)};
}

test('the entry with the longest url is taken, and none for other places', async () => {
	const {of} = await open(
		['url: https://git.example/, token: {env: ALL}', 'url: https://git.example/team/, token: {env: TEAM}'],
		{},
		{ALL: 'for all', TEAM: 'for the team'},
	);
	expect(await of('https://git.example/team/shop.git')).toMatchObject({token: 'for the team'});
	expect(await of('https://git.example/teams/shop.git')).toMatchObject({token: 'for all'});
	expect([await of('https://other.example/team/x'), await of('/srv/git'), await of('nonsense')]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});

test('an entry for exactly that url spares asking those after it', async () => {
	const far = 'secrets: {context: prod, namespace: argocd}';
	const {of} = await open([`url: https://git.example/team/shop, token: {env: T}`, far], {}, {T: 't'});
	expect(await of('https://git.example/team/shop.git')).toMatchObject({token: 't'});
	expect(await told(of('https://git.example/team/other'))).toContain('there is no kubeconfig');
});

test('a file is read when it is needed, and again when it was written anew', async () => {
	const {of, write} = await open(['url: https://git.example, username: ada, password: {file: DIR/password}'], {
		password: 'first\n',
	});
	expect(await of('https://git.example/x')).toMatchObject({username: 'ada', password: 'first'});
	await write({password: 'second'});
	expect(await of('https://git.example/x')).toMatchObject({password: 'second'});
});

const https = 'url: https://git.example';

test.for<[string, string, Files, string]>([
	['a file that is not there', `${https}, token: {file: DIR/t}`, {}, '/t, which the entry for https://git.example in'],
	['an empty file', `${https}, token: {file: DIR/t}`, {t: '\n'}, "can't be read: it is empty"],
	['a folder', `${https}, token: {file: DIR}`, {}, "can't be read: it is no file"],
	['a huge file', `${https}, token: {file: DIR/t}`, {t: 'hunter2'.repeat(200_000)}, 'it has more than 1 MB'],
	['a variable that is not set', `${https}, token: {env: T}`, {}, '$T is not set, which the entry for https://git'],
	[
		'a token of two lines',
		`${https}, token: {file: DIR/t}`,
		{t: 'hunter2\nhunter2\n'},
		'its token is more than one line',
	],
	['a ca that is none', `${https}, ca: {file: DIR/t}`, {t: 'hunter2'}, 'its ca holds no certificate'],
])('%s is told with the entry and without the value', async ([, entry, files, expected]) => {
	const {of} = await open([entry], files);
	const error = await told(of('https://git.example/x'));
	expect(error).toContain(expected);
	expect(error).not.toMatch(/hunter2|; $/);
});

const ada = createCertificate({subject: 'ada'});
const past = new Date(Date.now() - 86_400_000);
const expired = createCertificate({subject: 'ada', from: new Date(past.getTime() - 86_400_000), until: past});
const {key: otherKey} = createCertificate({subject: 'eve'});

test.for([
	[
		'that has expired',
		expired.certificate,
		expired.key,
		`its client certificate expired on ${past.toISOString().slice(0, 10)}`,
	],
	['with the key of another', ada.certificate, otherKey, 'its key is not the one of its certificate'],
	['that is none', 'hunter2', ada.key, 'it has no certificate'],
	['without a key', ada.certificate, ada.certificate, 'it has no private key'],
] as const)('a client certificate %s is not even tried', async ([, certificate, key, expected]) => {
	const {of} = await open([`${https}, certificate: {file: DIR/c}, key: {file: DIR/k}`], {c: certificate, k: key});
	const error = await told(of('https://git.example/x'));
	expect(error).toContain(expected);
	expect(error).not.toMatch(/hunter2|BEGIN/);
});

test.for([
	['without a passphrase', '', undefined],
	['with a passphrase', 'hunter2', 'its SSH key is protected by a passphrase'],
] as const)('an SSH key %s', async ([, passphrase, expected]) => {
	const entry = 'url: ssh://git@git.example, sshKey: {file: DIR/key}, knownHosts: {file: DIR/key.pub}';
	const {of, folder} = await open([entry]);
	await createSshKey(path.join(folder, 'key'), passphrase);
	await chmod(path.join(folder, 'key'), 0o600);
	const found = of('git@git.example:team/shop');
	if (expected === undefined) {
		expect((await found)?.ssh?.key).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n[\s\S]*\n$/);
	} else {
		expect(await told(found)).toContain(expected);
	}
});

test('a public key is no private one', async () => {
	const {of} = await open(
		['url: ssh://git.example, sshKey: {env: K}, knownHosts: {env: K}'],
		{},
		{K: 'ssh-ed25519 AAAA'},
	);
	expect(await told(of('git@git.example:x'))).toContain(
		'it has no private SSH key; Give a key as ssh-keygen writes it',
	);
});
