import path from 'node:path';
import {expect, test} from 'vitest';
import {readSettings} from '../../../source/adapters/config/read-settings.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';

async function read(entries: string) {
	await using files = await createTemporaryFolder({'config.yaml': `credentials:\n${entries}\n`});
	const file = path.join(files.folder, 'config.yaml');
	const {credentials} = await readSettings({file, cwd: '/', environment: {}});
	return credentials.declarations;
}

test('an entry says for which url, and from where each value is read', async () => {
	const entries = [
		'- {url: https://git.example/team/, username: ada, password: {file: /run/password}, ca: {file: /run/ca.pem}}',
		'- {url: oci://registry.example, token: {env: TOKEN}}',
		'- {url: git@git.example:team, sshKey: {file: /run/key}, knownHosts: {file: /run/known_hosts}}',
		'- {url: http://127.0.0.1:3000/x, username: {env: WHO}, password: {env: PASSWORD}}',
		'- {url: http://localhost:8879, anonymous: true}',
	];
	const [password, ca] = [
		{kind: 'file', path: '/run/password'},
		{kind: 'file', path: '/run/ca.pem'},
	];
	expect(await read(entries.join('\n'))).toEqual([
		{kind: 'values', url: 'https://git.example/team/', username: {kind: 'text', text: 'ada'}, password, ca},
		{kind: 'values', url: 'oci://registry.example', token: {kind: 'variable', name: 'TOKEN'}},
		{
			kind: 'values',
			url: 'git@git.example:team',
			sshKey: {kind: 'file', path: '/run/key'},
			knownHosts: {kind: 'file', path: '/run/known_hosts'},
		},
		{
			kind: 'values',
			url: 'http://127.0.0.1:3000/x',
			username: {kind: 'variable', name: 'WHO'},
			password: {kind: 'variable', name: 'PASSWORD'},
		},
		{kind: 'values', url: 'http://localhost:8879'},
	]);
});

const https = 'url: https://git.example';
const token = 'token: {env: T}';
const ssh = 'url: ssh://git@git.example';
const pair = 'sshKey: {env: K}, knownHosts: {env: H}';

test.for([
	[
		'a password in clear',
		`${https}, username: ada, password: hunter2`,
		'credentials.0.password: write {file: /path} or',
	],
	[
		'a token in clear, oddly',
		`${https}, token: {hunter2: }`,
		'credentials.0.token: write {file: /path} or {env: NAME}',
	],
	['a key in clear', `${ssh}, sshKey: [hunter2], knownHosts: {env: H}`, 'credentials.0.sshKey: write {file: /path} or'],
	['a relative file', `${https}, token: {file: ./hunter2}`, 'credentials.0.token: the file must be an absolute path'],
	['two kinds', `${https}, ${token}, username: ada, password: {env: P}`, 'credentials.0: has password and token'],
	['a password without a user', `${https}, password: {env: P}`, 'has password without username'],
	['a key without known hosts', `${ssh}, sshKey: {env: K}`, 'has sshKey without knownHosts'],
	['a certificate without its key', `${https}, certificate: {env: C}`, 'has certificate without key'],
	['nothing to show', https, 'must have one of these: secret, secrets, anonymous, or values'],
	['both nobody and somebody', `${https}, anonymous: true, ${token}`, 'must have one of these: secret, secrets'],
	['nobody for SSH', `${ssh}, anonymous: true`, 'is for SSH, which takes sshKey and knownHosts'],
	['no url', token, 'url must be https://host/path, ssh://'],
	['a url that leads nowhere', `url: git.example/team, ${token}`, 'url must be https://host/path, ssh://'],
	['a url with a query', `${https}/?a=b, ${token}`, 'url must be https://host/path, ssh://'],
	['a url with a password', `url: 'https://ada:hunter2@git.example', ${token}`, 'url holds a user or a password'],
	['a url with a token', `url: 'https://hunter2@git.example', ${token}`, 'url holds a user or a password'],
	['plain http to elsewhere', `url: http://git.example, ${token}`, 'http would send it in clear: use https'],
	['a key for https', `${https}, ${pair}`, 'has sshKey for a url that is not of SSH'],
	['a token for SSH', `${ssh}, ${token}`, 'is for SSH, which takes sshKey and knownHosts'],
	['a ca for SSH', `${ssh}, ${pair}, ca: {env: A}`, 'has certificate or ca for a url of SSH'],
	[
		'the same url again',
		`${https}, ${token}}\n- {url: https://GIT.example/, ${token}`,
		'credentials.1: is for the same url as 0',
	],
	['what nobody knows', `${https}, ${token}, insecure: true`, 'Unrecognized key: "insecure"'],
] as const)('%s is refused without being quoted', async ([, entry, message]) => {
	const error = await read(`- {${entry}}`).then(
		() => 'it was taken',
		(reason: unknown) => String(reason),
	);
	expect(error).toContain(message);
	expect(error).not.toContain('hunter2');
});
