import {mkdir, writeFile} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import {expect, test} from 'vitest';
import {chosenContext, contextOf} from '../../../../source/adapters/cluster/access/context-of.ts';
import {findKubeconfig} from '../../../../source/adapters/cluster/access/find-kubeconfig.ts';
import {parseKubeconfig} from '../../../../source/adapters/cluster/access/kubeconfig.ts';
import {createClusters} from '../../../../source/adapters/cluster/clusters.ts';
import {UsageError} from '../../../../source/model/operator-error.ts';
import {folder} from '../fakes/api.ts';

const file = '/home/me/.kube/config';

function config(contexts: Readonly<Record<string, string>>, current = ''): string {
	const names = Object.entries(contexts);
	return JSON.stringify({
		clusters: names.map(([name, server]) => ({name, cluster: {server}})),
		users: names.map(([name]) => ({name, user: {token: `of ${name}`}})),
		contexts: names.map(([name]) => ({name, context: {cluster: name, user: name}})),
		'current-context': current,
	});
}

test('files are named as seen from the kubeconfig, and inline data is kept', () => {
	const {clusters, users} = parseKubeconfig(
		`
clusters:
- name: a
  cluster: {server: https://a/, certificate-authority: ca.crt, insecure-skip-tls-verify: true, tls-server-name: kube, proxy-url: http://proxy}
users:
- name: a
  user:
    client-certificate: /etc/me.crt
    client-key-data: a2V5
    tokenFile: ../token
    as: admin
    as-groups: [one, two]
    exec: {apiVersion: v1, command: ./login, args: [-x], env: [{name: A, value: b}], installHint: get it, provideClusterInfo: true}
`,
		file,
	);
	expect(clusters.get('a')).toEqual({
		server: 'https://a',
		ca: {file: '/home/me/.kube/ca.crt', data: ''},
		isInsecure: true,
		serverName: 'kube',
		proxy: 'http://proxy',
	});
	expect(users.get('a')).toMatchObject({
		certificate: {file: '/etc/me.crt', data: ''},
		key: {file: '', data: 'a2V5'},
		tokenFile: '/home/me/token',
		impersonate: {user: 'admin', groups: ['one', 'two']},
		exec: {
			command: '/home/me/.kube/login',
			args: ['-x'],
			variables: {A: 'b'},
			installHint: 'get it',
			needsClusterInfo: true,
		},
	});
});

test.for([
	['bad YAML', 'users:\n- name: {token: hunter2', /^the kubeconfig \/home\/me\/\.kube\/config is broken: line 2: /],
	['a wrong type', '{"users":[{"name":"a","user":{"token":["hunter2"]}}]}', /broken: users\.0\.user\.token: /],
	['no name', '{"contexts":[{"context":{"cluster":"hunter2"}}]}', /broken: contexts\.0\.name: /],
	['no object', 'hunter2', /broken: the file: /],
] as const)('%s: the file is named and nothing is quoted', ([, content, message]) => {
	expect(() => parseKubeconfig(content, file)).toThrow(message);
	expect(() => parseKubeconfig(content, file)).toThrow(UsageError);
	expect(() => parseKubeconfig(content, file)).not.toThrow(/hunter2/);
});

test.for(['', '\n', 'apiVersion: v1\nkind: Config\nclusters: null\n'])('an empty file has no contexts: %j', content => {
	expect([...parseKubeconfig(content, file).contexts]).toEqual([]);
});

test('of several files the first to say something wins, and those that are not there are passed over', async () => {
	const home = await folder();
	const files = ['one', 'none', 'two'].map(name => join(home, name));
	await writeFile(files[0] ?? '', config({a: 'https://a.one', b: 'https://b.one'}));
	await writeFile(files[2] ?? '', config({b: 'https://b.two', c: 'https://c.two'}, 'c'));
	const found = await findKubeconfig({environment: {KUBECONFIG: files.join(delimiter)}});
	expect([...found.clusters].map(([name, {server}]) => `${name} ${server}`).toSorted()).toEqual([
		'a https://a.one',
		'b https://b.one',
		'c https://c.two',
	]);
	expect(found.current).toBe('c');
});

test('--kubeconfig goes before $KUBECONFIG, that before the home, and that before the service account', async () => {
	const home = await folder();
	await mkdir(join(home, '.kube'));
	await writeFile(join(home, '.kube', 'config'), config({home: 'https://a'}, 'home'));
	await writeFile(join(home, 'flag'), config({flag: 'https://a'}, 'flag'));
	await writeFile(join(home, 'variable'), config({variable: 'https://a'}, 'variable'));
	await writeFile(join(home, 'token'), 'abc');
	const pod = {KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '6443'};
	const variable = {KUBECONFIG: join(home, 'variable')};
	const currents = await Promise.all(
		[
			{kubeconfig: join(home, 'flag'), environment: {...pod, ...variable, HOME: home}},
			{environment: {...pod, ...variable, HOME: home}},
			{environment: {...pod, HOME: home}},
			{environment: {...pod, HOME: '/nowhere'}},
		].map(async options => (await findKubeconfig({...options, serviceAccount: home})).current),
	);
	expect(currents).toEqual(['flag', 'variable', 'home', 'in-cluster']);
});

test.for([
	['10.0.0.1', 'https://10.0.0.1:6443'],
	['fd00::1', 'https://[fd00::1]:6443'],
] as const)('a pod finds its cluster at %s', async ([host, server]) => {
	const account = await folder();
	await writeFile(join(account, 'token'), 'abc');
	const environment = {HOME: '/nowhere', KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: '6443'};
	const found = await findKubeconfig({environment, serviceAccount: account});
	expect(found.clusters.get('in-cluster')).toMatchObject({server, ca: {file: join(account, 'ca.crt')}});
	expect(found.users.get('service-account')).toMatchObject({tokenFile: join(account, 'token')});
});

test.for<[string, Parameters<typeof findKubeconfig>[0], RegExp]>([
	[
		'the file of --kubeconfig',
		{kubeconfig: '/no/file', environment: {}},
		/^--kubeconfig names \/no\/file, and there is no/,
	],
	['all files of $KUBECONFIG', {environment: {KUBECONFIG: '/no/a:/no/b'}}, /^\$KUBECONFIG names \/no\/a, \/no\/b/],
	[
		'everything',
		{environment: {HOME: '/no'}, serviceAccount: '/no'},
		/^there is no kubeconfig: .* no \/no\/\.kube\/config/,
	],
	['the right to read it', {kubeconfig: '/', environment: {}}, /can't be read/],
])('%s is missing', async ([, options, message]) => {
	const failing = findKubeconfig(options);
	await expect(failing).rejects.toThrow(message);
	await expect(failing).rejects.toBeInstanceOf(UsageError);
});

const several = parseKubeconfig(
	config(
		{
			dev: 'https://dev.example.com',
			prod: 'https://prod.example.com:443/k8s/',
			'prod-admin': 'https://PROD.example.com/k8s',
			'https://odd': 'https://other',
		},
		'dev',
	),
	file,
);

test.for<[string, string, string, string | RegExp]>([
	['nothing is the context chosen at start', 'dev', '', 'dev'],
	['in-cluster is too', 'dev', 'in-cluster', 'dev'],
	["so is Kubernetes' own name", 'prod', 'https://kubernetes.default.svc', 'prod'],
	['with a slash at its end too', 'prod', 'https://kubernetes.default.svc/', 'prod'],
	['a name is the context of that name', 'dev', 'prod', 'prod'],
	['even when it looks like a server', 'dev', 'https://odd', 'https://odd'],
	['a server is the context that has it', 'prod', 'https://dev.example.com:443/', 'dev'],
	['the chosen context wins where several have it', 'prod-admin', 'https://prod.example.com/k8s', 'prod-admin'],
	[
		'several others are a problem that names them',
		'dev',
		'https://prod.example.com/k8s',
		/^several contexts are for the server https:\/\/prod\.example\.com\/k8s: prod, prod-admin;/,
	],
	[
		'a server that none has is a problem',
		'dev',
		'https://nowhere',
		/no context of the kubeconfig .*config is for the server https:\/\/nowhere/,
	],
	[
		'a name that none has is a problem that lists them',
		'dev',
		'test\u001b',
		/has no context test\\x1b; it has dev, https:\/\/odd, prod, prod-admin$/,
	],
	['no chosen context is a problem', '', '', /no context is chosen: .* sets no current-context/],
	[
		'a current context that is not there is a problem',
		'gone',
		'',
		/has no context gone, though it is its current-context/,
	],
])('%s', ([, chosen, cluster, expected]) => {
	const found = contextOf(several, chosen, cluster);
	if (typeof expected === 'string') {
		expect(found).toEqual({context: expected});
	} else {
		expect(found).toEqual({problem: expect.stringMatching(expected)});
	}
});

test('a kubeconfig without contexts is told as that', () => {
	const bare = parseKubeconfig(config({}), file);
	expect(contextOf(bare, '', '')).toEqual({
		problem: expect.stringMatching(/ has no contexts: give another with --kubeconfig FILE$/),
	});
	expect(contextOf(bare, '', 'dev')).toEqual({
		problem: expect.stringMatching(/ has no contexts, and so none named dev$/),
	});
	expect(() => chosenContext(bare, 'dev')).toThrow(/ has no contexts, and so none named dev$/);
});

test('--context goes before the current one, and must be there', () => {
	expect(chosenContext(several, undefined)).toBe('dev');
	expect(chosenContext(several, 'prod')).toBe('prod');
	expect(() => chosenContext(several, 'nope')).toThrow(
		/config has no context nope; it has dev, https:\/\/odd, prod, prod-admin$/,
	);
});

test.for<[string, object, RegExp]>([
	['its cluster', {clusters: []}, /context a can't be used: .* does not have a server for its cluster a/],
	['its server', {clusters: [{name: 'a', cluster: {}}]}, /does not have a server for its cluster a/],
	['a server that we can talk to', {clusters: [{name: 'a', cluster: {server: 'ftp://a'}}]}, /does not have a server/],
	['its user', {users: []}, /context a can't be used: .* does not have its user a/],
])('a context without %s can not be opened', async ([, broken, message]) => {
	const kubeconfig = join(await folder(), 'config');
	await writeFile(kubeconfig, JSON.stringify({...JSON.parse(config({a: 'https://a'}, 'a')), ...broken}));
	const clusters = await createClusters({kubeconfig, environment: {}, version: '1'});
	expect(() => clusters.open('a')).toThrow(message);
	expect(() => clusters.open('b')).toThrow(UsageError);
});
