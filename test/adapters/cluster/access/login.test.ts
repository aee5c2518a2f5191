import {chmod, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {
	clusterAt,
	clusterOf,
	configMaps,
	folder,
	type Handler,
	item,
	kubeconfigFor,
	kubeconfigWith,
	never,
	refuse,
	reply,
	startApi,
} from '../fakes/api.ts';

const one = {...configMaps, namespace: 'shop', name: 'a'};
const found = reply(200, {kind: 'ConfigMap', apiVersion: 'v1', ...item('a')});

/** Lets in who shows that. */
function only(authorization: () => string): Handler {
	return (asked, response) =>
		(asked.headers.authorization === authorization() ? found : refuse(401, 'Unauthorized'))(asked, response);
}

/** A credential plugin that notes each run, and what it was told. */
async function plugin(script: string) {
	const home = await folder();
	const command = join(home, 'plugin');
	await writeFile(command, `#!/bin/sh\necho "$KUBERNETES_EXEC_INFO" >> ${home}/runs\n${script}\n`);
	await chmod(command, 0o700);
	const runs = async () => (await readFile(join(home, 'runs'), 'utf8')).trim().split('\n');
	return {home, runs, user: {exec: {apiVersion: 'client.authentication.k8s.io/v1', command, provideClusterInfo: true}}};
}

const credential = (status: object) => `echo '${JSON.stringify({kind: 'ExecCredential', status})}'`;

test.for([
	['a token', {token: 'abc'}, {authorization: 'Bearer abc'}],
	['a name and a password', {username: 'me', password: 'x'}, {authorization: 'Basic bWU6eA=='}],
	[
		'as someone else',
		{token: 'abc', as: 'you', 'as-uid': '7', 'as-groups': ['a', 'b'], 'as-user-extra': {'x/y': ['z']}},
		{
			authorization: 'Bearer abc',
			'impersonate-user': 'you',
			'impersonate-uid': '7',
			'impersonate-group': 'a, b',
			'impersonate-extra-x%2fy': 'z',
		},
	],
	['nobody', {}, {}],
] as const)('credentials: %s', async ([, user, expected]) => {
	const api = await startApi(found);
	const cluster = await clusterAt(api.url, {user});
	await cluster.read(configMaps, one, never);
	const sent = Object.entries(api.asked[0]?.headers ?? {}).filter(([name]) =>
		/^(authorization|impersonate)/.test(name),
	);
	expect(Object.fromEntries(sent)).toEqual(expected);
});

test('a token of OpenID Connect is sent', async () => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const token = `${part({alg: 'none'})}.${part({exp: 4_000_000_000})}.x`;
	const api = await startApi(found);
	const cluster = await clusterAt(api.url, {user: {'auth-provider': {name: 'oidc', config: {'id-token': token}}}});
	await cluster.read(configMaps, one, never);
	expect(api.asked[0]?.headers.authorization).toBe(`Bearer ${token}`);
});

test('the file of a token is read again when the cluster refuses the token', async () => {
	const tokenFile = join(await folder(), 'token');
	await writeFile(tokenFile, 'old\n');
	let accepted = 'Bearer old';
	const api = await startApi(only(() => accepted));
	const cluster = await clusterAt(api.url, {user: {tokenFile}});
	await cluster.read(configMaps, one, never);
	accepted = 'Bearer new';
	await writeFile(tokenFile, 'new');
	await expect(cluster.read(configMaps, one, never)).resolves.toMatchObject({uid: 'uid-a'});
	expect(api.asked.map(({headers}) => headers.authorization)).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
});

test('the file of a token is read again after a while', async () => {
	const tokenFile = join(await folder(), 'token');
	await writeFile(tokenFile, 'old');
	const api = await startApi(found);
	const cluster = await clusterAt(api.url, {user: {tokenFile}}, {reread: 0});
	await cluster.read(configMaps, one, never);
	await writeFile(tokenFile, 'new');
	await cluster.read(configMaps, one, never);
	expect(api.asked.map(({headers}) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
});

/** A cluster whose kubeconfig, with another token, is written anew when it refuses the first one. */
async function rewritten(after: (url: string) => string, accepted = 'Bearer new') {
	let file = '';
	const api = await startApi((asked, response) => {
		if (asked.headers.authorization === accepted) {
			found(asked, response);
			return;
		}

		void writeFile(file, after(api.url)).then(() => refuse(401, 'Unauthorized')(asked, response));
	});
	file = await kubeconfigFor(api.url, {user: {token: 'old'}});
	return {api, cluster: await clusterOf(file)};
}

const config = (server: string, user: object) => JSON.stringify(kubeconfigWith(server, {user}));

test('a kubeconfig that was written anew is read again when the cluster refuses the credentials', async () => {
	const {api, cluster} = await rewritten(url => config(url, {token: 'new'}));
	await expect(cluster.read(configMaps, one, never)).resolves.toMatchObject({uid: 'uid-a'});
	expect(api.asked.map(({headers}) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
});

test('a kubeconfig that was written anew is read again after a while', async () => {
	const api = await startApi(found);
	const file = await kubeconfigFor(api.url, {user: {token: 'old'}});
	const cluster = await clusterOf(file, {reread: 0});
	await cluster.read(configMaps, one, never);
	await writeFile(file, config(api.url, {username: 'me', password: 'x'}));
	await cluster.read(configMaps, one, never);
	expect(api.asked.map(({headers}) => headers.authorization)).toEqual(['Bearer old', 'Basic bWU6eA==']);
});

test.for([
	['is half written', () => '{"clusters": [', /^OperatorError: the credentials for cluster test at .* are refused/],
	['lacks the user by now', (url: string) => config(url, {}).replace('"user"', '"other"'), /are refused/],
	[
		'names another server by now, which is not shown what was for this one',
		() => config('https://elsewhere.example', {token: 'new'}),
		/context test are refused, and the kubeconfig \S+ describes its cluster otherwise by now: looked for there next$/,
	],
] as const)('a kubeconfig that %s', async ([, after, message]) => {
	const {api, cluster} = await rewritten(after);
	const error = await cluster.read(configMaps, one, never).catch((reason: unknown) => reason);
	expect(String(error)).toMatch(message);
	expect(api.asked.map(({headers}) => headers.authorization)).not.toContain('Bearer new');
});

test('credentials that are refused twice are told', async () => {
	const api = await startApi(refuse(401, 'Unauthorized'));
	const cluster = await clusterAt(api.url, {user: {token: 'hunter2'}});
	const error = await cluster.read(configMaps, one, never).catch((reason: unknown) => reason);
	expect(String(error)).toMatch(/^OperatorError: the credentials for cluster test at .* are refused/);
	expect(String(error)).not.toContain('hunter2');
	expect(api.asked).toHaveLength(2);
});

test('a credential plugin runs once however many ask, and is told about the cluster', async () => {
	const api = await startApi(found);
	const {user, runs} = await plugin(credential({token: 'abc'}));
	const cluster = await clusterAt(api.url, {user});
	await Promise.all(Array.from({length: 20}, () => cluster.read(configMaps, one, never)));
	expect(new Set(api.asked.map(({headers}) => headers.authorization))).toEqual(new Set(['Bearer abc']));
	const told = await runs();
	expect(told).toHaveLength(1);
	expect(JSON.parse(told[0] ?? '')).toMatchObject({
		apiVersion: 'client.authentication.k8s.io/v1',
		kind: 'ExecCredential',
		spec: {interactive: false, cluster: {server: api.url}},
	});
});

test('when many are refused at once, a credential plugin runs once more', async () => {
	let accepted = 'Bearer 1';
	const api = await startApi(only(() => accepted));
	const {user, home, runs} = await plugin('');
	await writeFile(
		join(home, 'plugin'),
		`#!/bin/sh\necho run >> ${home}/runs\n${credential({token: 'N'}).replace('"N"', `"'$(wc -l < ${home}/runs | tr -d " ")'"`)}\n`,
	);
	const cluster = await clusterAt(api.url, {user});
	await cluster.read(configMaps, one, never);
	accepted = 'Bearer 2';
	await Promise.all(Array.from({length: 20}, () => cluster.read(configMaps, one, never)));
	expect(await runs()).toHaveLength(2);
});

test('a credential that has expired is made anew before it is refused', async () => {
	const api = await startApi(found);
	const {user, runs} = await plugin(credential({token: 'abc', expirationTimestamp: '2020-01-01T00:00:00Z'}));
	const cluster = await clusterAt(api.url, {user}, {reread: 0});
	await cluster.read(configMaps, one, never);
	await cluster.read(configMaps, one, never);
	expect(await runs()).toHaveLength(2);
});

test.for([
	['fails', 'echo "please log in" >&2; echo hunter2; exit 3', {}, /plugin gives no credentials: please log in$/],
	['fails without a word', 'exit 3', {}, /gives no credentials: it ended with 3$/],
	['prints something else', 'echo hunter2', {}, /what it prints is no ExecCredential$/],
	['asks a question', 'read answer || exit 9', {}, /it ended with 9$/],
	['never ends', 'exec sleep 60', {login: 50}, /it took longer than 0\.05 s/],
	['tries to draw on the terminal', 'printf "\\033[2J" >&2; exit 1', {}, /\\x1b\[2J$/],
] as const)('a credential plugin that %s', async ([, script, timing, message]) => {
	const api = await startApi(found);
	const {user} = await plugin(script);
	const cluster = await clusterAt(api.url, {user}, timing);
	const error = await cluster.read(configMaps, one, never).catch((reason: unknown) => reason);
	expect(String(error)).toMatch(message);
	expect(String(error)).not.toContain('hunter2');
	expect(api.asked).toEqual([]);
});

test('a credential plugin that is not installed: how to get it', async () => {
	const exec = {apiVersion: 'v1', command: 'no-such-plugin', installHint: 'apt install it'};
	const cluster = await clusterAt('http://127.0.0.1:1', {user: {exec}});
	await expect(cluster.read(configMaps, one, never)).rejects.toMatchObject({
		message: "the kubeconfig's credential plugin no-such-plugin gives no credentials: it is not installed",
		advice: 'apt install it',
	});
});

test('a file that the kubeconfig names and that is not there is told', async () => {
	const cluster = await clusterAt('http://127.0.0.1:1', {user: {tokenFile: '/no/token'}});
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow(
		"/no/token, which the kubeconfig names, can't be read",
	);
});

test('a token cannot smuggle headers in', async () => {
	const api = await startApi(found);
	const cluster = await clusterAt(api.url, {user: {token: 'abc\r\nx-evil: yes'}});
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow('characters that no token can have');
	expect(api.asked).toEqual([]);
});
