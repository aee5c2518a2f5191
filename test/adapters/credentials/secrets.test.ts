import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createClusters} from '../../../source/adapters/cluster/clusters.ts';
import {createCredentials} from '../../../source/adapters/credentials/create-credentials.ts';
import type {Declaration} from '../../../source/adapters/credentials/declaration.ts';
import {openEntries} from '../../../source/adapters/credentials/open-entries.ts';
import type {Clusters, ServedKind} from '../../../source/model/ports.ts';
import {type Sandbox, startSandbox} from '../../../source/sandbox/start.ts';
import {createTemporaryFolder, type TemporaryFolder} from '../../support/temporary-folder.ts';
import {told} from '../../support/told.ts';
import {createCertificate} from '../cluster/fakes/certificate.ts';

const forever = new AbortController().signal;
const [authority, client] = [createCertificate({subject: 'authority'}), createCertificate({subject: 'ada'})];
const sshKey =
	'-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE\n-----END OPENSSH PRIVATE KEY-----\n';
const hosts = 'git.example ssh-ed25519 AAAA\n';

let sandbox: Sandbox;
let files: TemporaryFolder;
let clusters: Clusters;

beforeAll(async () => {
	sandbox = await startSandbox();
	const viewer = JSON.parse(sandbox.kubeconfig);
	viewer.users.push({name: 'viewer', user: {token: sandbox.viewerToken}});
	viewer.contexts.push({name: 'viewer', context: {...viewer.contexts[0].context, user: 'viewer'}});
	viewer.contexts[0].name = 'prod';
	viewer['current-context'] = 'prod';
	files = await createTemporaryFolder({kubeconfig: JSON.stringify(viewer)});
	const kubeconfig = path.join(files.folder, 'kubeconfig');
	clusters = await createClusters({kubeconfig, environment: {}, version: 'test'});
	for (const namespace of ['argocd', 'bare', 'flux-system']) {
		await write('Namespace', 'namespaces', {metadata: {name: namespace}}, false);
	}
});

afterAll(async () => {
	await clusters.close();
	await files[Symbol.asyncDispose]();
	await sandbox.stop();
});

async function write(
	kind: string,
	plural: string,
	body: {readonly metadata: Readonly<Record<string, string | Readonly<Record<string, string>>>>; readonly data?: Data},
	isNamespaced = true,
) {
	const served: ServedKind = {group: '', version: 'v1', kind, plural, isNamespaced, isListable: true};
	const whole = {apiVersion: 'v1', kind, ...body};
	await clusters.open('prod').apply(served, whole, {dryRun: false, force: true}, forever);
}

type Data = Readonly<Record<string, string>>;

async function writeSecret(namespace: string, name: string, data: Data, type?: 'repository' | 'repo-creds') {
	const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
	const labels = {labels: {'argocd.argoproj.io/secret-type': type ?? 'none'}};
	await write('Secret', 'secrets', {metadata: {namespace, name, ...labels}, data: Object.fromEntries(encoded)});
}

function open(declaration: Declaration, ticks = () => 0) {
	const credentials = createCredentials(
		openEntries({file: 'config.yaml', declarations: [declaration], environment: {}, clusters, ticks}),
	);
	return {...credentials, of: (url: string) => credentials.of(url, forever)};
}

const argo = {kind: 'secrets', secrets: {context: 'prod', namespace: 'argocd'}} as const;

test("all of Argo CD's Secrets are taken: exact ones before prefixes, with authorities and known hosts", async () => {
	const config = (name: string, data: Data) =>
		write('ConfigMap', 'configmaps', {metadata: {namespace: 'argocd', name}, data});
	await config('argocd-tls-certs-cm', {'git.example': authority.certificate, 'alone.example': authority.certificate});
	await config('argocd-ssh-known-hosts-cm', {ssh_known_hosts: hosts});
	const secrets = {
		all: {url: 'https://git.example/team', username: 'team', password: 'of-the-team\n'},
		keys: {url: 'git@git.example:team', sshPrivateKey: sshKey},
		tls: {url: 'https://mtls.example', tlsClientCertData: client.certificate, tlsClientCertKey: client.key},
		charts: {url: 'registry.example/charts', type: 'helm', enableOCI: 'true', username: 'bot', password: 'p'},
		artifacts: {url: 'oci://registry.example/artifacts', type: 'oci', username: 'bot', password: 'q'},
	};
	for (const [name, data] of Object.entries<Data>(secrets)) {
		await writeSecret('argocd', name, data, 'repo-creds');
	}

	await writeSecret('argocd', 'shop', {url: 'https://git.example/team/shop', bearerToken: 't'}, 'repository');
	await writeSecret('argocd', 'named', {url: 'https://git.example/team/named', name: 'named'}, 'repository');
	await writeSecret(
		'argocd',
		'helm',
		{url: 'https://charts.example/a', type: 'helm', username: 'bot', password: 'h'},
		'repository',
	);
	await writeSecret('argocd', 'unrelated', {url: 'https://git.example/team/x/y', password: 'no'});
	const {of} = open(argo);
	const ca = authority.certificate;
	expect(await of('https://git.example/team/web.git')).toEqual({
		origin: 'Secret argocd/all (context prod)',
		username: 'team',
		password: 'of-the-team',
		ca,
	});
	expect(await of('https://git.example/team/shop.git')).toMatchObject({token: 't', isBearer: true, ca});
	expect(await of('https://git.example/team/shop/below')).toMatchObject({username: 'team'});
	expect(await of('https://git.example/team/named')).toMatchObject({username: 'team'});
	expect(await of('https://git.example/team/x/y')).toMatchObject({username: 'team'});
	expect(await of('ssh://git@git.example/team/web')).toMatchObject({ssh: {key: sshKey, knownHosts: hosts}});
	expect(await of('https://mtls.example/x')).toMatchObject({certificate: {cert: client.certificate, key: client.key}});
	expect(await of('https://charts.example/a/index.yaml')).toMatchObject({username: 'bot', password: 'h'});
	expect(await of('oci://registry.example/charts/web')).toMatchObject({username: 'bot', password: 'p'});
	expect(await of('oci://registry.example/artifacts/web')).toMatchObject({username: 'bot', password: 'q'});
	expect(await of('https://alone.example/x')).toEqual({
		origin: 'ConfigMap argocd/argocd-tls-certs-cm (context prod)',
		ca,
	});
	expect(await of('https://elsewhere.example/x')).toBeUndefined();
});

test('where Argo CD knows no hosts, its SSH keys are refused', async () => {
	await writeSecret('bare', 'keys', {url: 'ssh://git@git.example', sshPrivateKey: sshKey}, 'repo-creds');
	const {of} = open({kind: 'secrets', secrets: {context: 'prod', namespace: 'bare'}});
	expect(await told(of('git@git.example:x'))).toContain('ConfigMap argocd-ssh-known-hosts-cm holds no ssh_known_hosts');
});

test.for<[string, Data, string]>([
	['is insecure', {insecure: 'true'}, "it says insecure, and servers that can't be verified are not read"],
	['knows no host keys', {insecureIgnoreHostKey: 'true'}, 'it says insecureIgnoreHostKey'],
	[
		'is of a GitHub App',
		{githubAppID: '7', githubAppPrivateKey: 'hunter2'},
		'it has githubAppPrivateKey, which is not',
	],
	['has a proxy', {proxy: 'http://proxy'}, 'it has proxy, which is not supported'],
	['is for one project', {project: 'web'}, 'it is for one project alone'],
])('a Secret of Argo CD that %s is refused with words', async ([name, data, expected]) => {
	const host = `${name.replaceAll(' ', '-').toLowerCase()}.example`;
	await writeSecret('argocd', 'odd', {url: `https://${host}`, password: 'hunter2', ...data}, 'repo-creds');
	const error = await told(open(argo).of(`https://${host}/x`));
	expect(error).toContain(`Secret argocd/odd (context prod) can't be used: ${expected}`);
	expect(error).not.toMatch(/hunter2/);
});

const docker = JSON.stringify({
	auths: {
		'ghcr.io': {auth: Buffer.from('ada:all').toString('base64')},
		'ghcr.io/acme': {username: 'ada', password: 'acme'},
		'https://index.docker.io/v1/': {username: 'ada', password: 'hub'},
		'other.example': {identitytoken: 'hunter2'},
	},
});

test.for<[string, string, Data, object]>([
	['a password', 'https://a.example', {username: 'ada', password: 'p'}, {username: 'ada', password: 'p'}],
	['a bearer token', 'https://b.example', {bearerToken: 't'}, {token: 't', isBearer: true}],
	[
		'an SSH key',
		'ssh://git@c.example',
		{identity: sshKey, 'identity.pub': 'x', known_hosts: hosts},
		{ssh: {key: sshKey, knownHosts: hosts}},
	],
	[
		'a certificate',
		'https://d.example',
		{'tls.crt': client.certificate, 'tls.key': client.key, 'ca.crt': authority.certificate, caFile: 'older'},
		{certificate: {cert: client.certificate, key: client.key}, ca: authority.certificate},
	],
	[
		'an older certificate',
		'https://e.example',
		{certFile: client.certificate, keyFile: client.key, caFile: authority.certificate},
		{certificate: {cert: client.certificate, key: client.key}, ca: authority.certificate},
	],
	['a log-in of a registry', 'oci://ghcr.io/x', {'.dockerconfigjson': docker}, {username: 'ada', password: 'all'}],
	['one of a part of it', 'oci://ghcr.io/acme', {'.dockerconfigjson': docker}, {username: 'ada', password: 'acme'}],
	[
		'one of Docker Hub',
		'oci://registry-1.docker.io/x',
		{'.dockerconfigjson': docker},
		{username: 'ada', password: 'hub'},
	],
])("a Secret in Flux's format may hold %s", async ([, url, data, expected]) => {
	await writeSecret('flux-system', new URL(url).host.replaceAll('.', '-'), data);
	const name = new URL(url).host.replaceAll('.', '-');
	const {of} = open({kind: 'secret', url, secret: {context: '', namespace: 'flux-system', name}});
	expect(await of(`${url}/shop`)).toEqual({
		origin: `Secret flux-system/${name} (the chosen context)`,
		...expected,
	});
});

test.for<[string, string, Data | undefined, string]>([
	['is not there', 'https://x.example', undefined, 'is not there, which credentials are declared to be in; Make it'],
	['has nothing of use', 'https://x.example', {other: 'hunter2'}, 'it has none of username and password, bearerToken'],
	['has no known hosts', 'ssh://x.example', {identity: sshKey}, 'it has no known_hosts, which x.example needs for SSH'],
	['has no such registry', 'oci://x.example', {'.dockerconfigjson': docker}, 'has no entry for x.example'],
	['is for another program', 'oci://other.example', {'.dockerconfigjson': docker}, 'an identitytoken, which is not'],
	['is broken', 'oci://x.example', {'.dockerconfigjson': '{hunter2'}, '.dockerconfigjson is no JSON'],
])("a Secret in Flux's format that %s is told by its name", async ([, url, data, expected]) => {
	const name = data === undefined ? 'missing' : 'odd';
	if (data !== undefined) {
		await writeSecret('bare', name, data);
	}

	const {of} = open({kind: 'secret', url, secret: {context: 'prod', namespace: 'bare', name}});
	const error = await told(of(`${url}/shop`));
	expect(error).toContain(`Secret bare/${name} (context prod)`);
	expect(error).toContain(expected);
	expect(error).not.toContain('hunter2');
	await write('Secret', 'secrets', {metadata: {namespace: 'bare', name: 'odd'}, data: {}});
});

test('a Secret is read again after a minute, and at once after a refusal', async () => {
	const url = 'https://renewed.example';
	let now = 0;
	const secret = {context: 'prod', namespace: 'flux-system', name: 'renewed'};
	const {of, renew} = open({kind: 'secret', url, secret}, () => now);
	const put = (token: string) => writeSecret('flux-system', 'renewed', {bearerToken: token});
	await put('first');
	const first = await of(url);
	await put('second');
	expect([first?.token, (await of(url))?.token]).toEqual(['first', 'first']);
	now = 60_000;
	const second = await of(url);
	await put('third');
	expect([second?.token, (await of(url))?.token]).toEqual(['second', 'second']);
	renew(second ?? {origin: ''});
	expect((await of(url))?.token).toBe('third');
});

test.for([
	['one Secret', {kind: 'secret', url: 'https://a.example', secret: {context: 'viewer', namespace: 'bare', name: 'a'}}],
	["Argo CD's Secrets", {kind: 'secrets', secrets: {context: 'viewer', namespace: 'argocd'}}],
] as const)('who may not read %s is told which Role it takes', async ([, declaration]) => {
	const error = await told(open(declaration).of('https://a.example/x'));
	expect(error).toMatch(
		/\(context viewer\) can't be read, where credentials are declared to be: may not (?:read|list)/,
	);
	expect(error).toMatch(/; Give this user the Role that docs\/credentials\.md has for it$/);
});

test('a context that is not there is told', async () => {
	const {of} = open({kind: 'secrets', secrets: {context: 'staging', namespace: 'argocd'}});
	expect(await told(of('https://a.example/x'))).toContain("the Secrets of argocd (context staging) can't be read");
});
