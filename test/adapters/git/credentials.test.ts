import {readdirSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import type {Credential, Credentials} from '../../../source/adapters/credentials/credential.ts';
import {withAccess} from '../../../source/adapters/git/access.ts';
import {type GitServerOptions, serveRepositories} from '../../support/git-server.ts';
import {createRepository} from '../../support/repository.ts';
import {told} from '../../support/told.ts';
import {createCertificate} from '../cluster/fakes/certificate.ts';
import {forever, openSources, shorten} from './support/repositories.ts';

const origin = 'the entry for it in config.yaml';

/** The same credential for one host, until it is refused: then the next one. */
function giving(host: string, ...credentials: readonly Omit<Credential, 'origin'>[]): Credentials {
	let turn = 0;
	return {
		of: async url => (url.includes(host) ? {origin, ...credentials[turn]} : undefined),
		renew() {
			turn = Math.min(turn + 1, credentials.length - 1);
		},
	};
}

async function serve(options: GitServerOptions) {
	const repository = await createRepository({'a.yaml': 'a: 1\n'});
	onTestFinished(() => repository.remove());
	const server = await serveRepositories(repository.root, options);
	onTestFinished(() => server.close());
	return {
		...server,
		repository,
		id: await repository.git('rev-parse', 'HEAD'),
		address: `${server.url}/repository.git`,
	};
}

/** An authority, and what it has signed. */
function createPki() {
	const authority = createCertificate({subject: 'authority'});
	const issuer = {subject: 'authority', key: authority.key};
	const server = createCertificate({subject: '127.0.0.1', host: '127.0.0.1', issuer});
	const client = createCertificate({subject: 'ada', host: 'ada', issuer});
	const tls = {cert: server.certificate, key: server.key};
	return {
		ca: authority.certificate,
		tls,
		mutual: {...tls, ca: authority.certificate, requestCert: true, rejectUnauthorized: true},
		certificate: {cert: client.certificate, key: client.key},
	};
}

function basic(username: string, password: string): string {
	return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function only(...wanted: readonly string[]): GitServerOptions {
	return {admit: shown => (wanted.includes(shown) ? 200 : 401)};
}

test.for<[string, Omit<Credential, 'origin'>, string]>([
	['a user and a password', {username: 'ada', password: 'x "$y" \\n %s'}, basic('ada', 'x "$y" \\n %s')],
	['a token as a password', {token: 't0ken'}, basic('x-access-token', 't0ken')],
	['a token as bearer', {token: 't0ken', isBearer: true}, 'Bearer t0ken'],
])('%s is shown to the server that it is for', async ([, credential, wanted]) => {
	const {address, id} = await serve(only(wanted));
	const sources = openSources({credentials: giving('127.0.0.1', credential)});
	expect(shorten(await sources.resolve(address, ['main'], forever))).toEqual({main: id});
});

// What git runs by its settings gets them on a command line, for a moment that no look at processes catches.
test.for<[string, string, Omit<Credential, 'origin'>, readonly string[]]>([
	['a password', 'https://git.example/x', {username: 'ada', password: 'hunter2'}, ['TRUEUP_PASSWORD']],
	['a token', 'https://git.example/x', {token: 'hunter2'}, ['TRUEUP_PASSWORD']],
	[
		'a bearer token',
		'https://git.example/x',
		{token: 'hunter2', isBearer: true},
		['http.https://git.example.extraHeader'],
	],
	['a client key', 'https://git.example/x', {certificate: {cert: 'c', key: 'hunter2'}}, []],
	['an SSH key', 'git@git.example:x', {ssh: {key: 'hunter2', knownHosts: 'h'}}, []],
])('%s is in no setting that names a program', async ([, repository, credential, expected]) => {
	await withAccess(repository, {origin, ...credential}, async environment => {
		const holders = Object.entries(environment).filter(([, value]) => value?.includes('hunter2'));
		const named = holders.map(([name]) =>
			name.startsWith('GIT_CONFIG_VALUE_') ? environment[name.replace('VALUE', 'KEY')] : name,
		);
		expect(named).toEqual(expected);
	});
});

test.for<[string, Omit<Credential, 'origin'>, boolean]>([
	['a password', {username: 'ada', password: 'hunter2'}, true],
	['a bearer token', {token: 'hunter2', isBearer: true}, false],
	['a client certificate', {certificate: createPki().certificate}, false],
])(
	'another server that the first one sends to, and that wants %s, is not shown it',
	async ([, credential, isReached]) => {
		const {tls, ca} = createPki();
		const other = await serve({tls, ...only('nobody')});
		const {address} = await serve({tls, redirects: {'/repository.git': other.address}});
		const sources = openSources({credentials: giving(new URL(address).host, {...credential, ca})});
		const error = await told(sources.resolve(address, ['main'], forever));
		expect(error).toContain(isReached ? `sends on to ${other.url}` : 'sends elsewhere');
		expect(error).toContain('Use the address that it redirects to');
		expect([other.requests.length > 0, other.shown.join('')]).toEqual([isReached, '']);
	},
);

test('repositories that are read at the same time are each shown their own', async () => {
	const [one, two] = await Promise.all([serve(only(basic('ada', 'one'))), serve(only('Bearer two'))]);
	const ofTwo = {origin, token: 'two', isBearer: true} as const;
	const credentials: Credentials = {
		of: async url => (url === two.address ? ofTwo : {origin, username: 'ada', password: 'one'}),
		renew: () => undefined,
	};
	const sources = openSources({credentials});
	await Promise.all([one, two].map(({address}) => sources.resolve(address, ['main'], forever)));
	expect(new Set(one.shown)).toEqual(new Set(['', basic('ada', 'one')]));
	expect(new Set(two.shown)).toEqual(new Set(['Bearer two']));
});

test('a server that sends elsewhere on itself is followed with a password', async () => {
	const {tls, ca} = createPki();
	const redirects = {'/repository': '/repository.git'};
	const {url, id} = await serve({...only(basic('ada', 'hunter2')), tls, redirects});
	const sources = openSources({credentials: giving('127.0.0.1', {username: 'ada', password: 'hunter2', ca})});
	expect(shorten(await sources.resolve(`${url}/repository`, ['main'], forever))).toEqual({main: id});
});

test.for<[string, number, RegExp]>([
	[
		'is unknown',
		401,
		/^Authentication failed for \S+: it refuses the user and password of the entry for it in config\.yaml; It may have expired/,
	],
	[
		'may not read it',
		403,
		/may not be read with the user and password of the entry for it in config\.yaml \(HTTP 403\); It may have expired/,
	],
])('whoever %s is told which entry was used', async ([, status, expected]) => {
	const {address} = await serve({admit: shown => (shown === '' ? 401 : status)});
	const sources = openSources({credentials: giving('127.0.0.1', {username: 'ada', password: 'hunter2'})});
	const error = await told(sources.resolve(address, ['main'], forever));
	expect(error).toMatch(expected);
	expect(error).not.toMatch(/hunter2|ada/);
});

test('a password that was renewed is read again after the old one was refused', async () => {
	const {address, id} = await serve(only(basic('ada', 'new')));
	const credentials = giving('127.0.0.1', {username: 'ada', password: 'old'}, {username: 'ada', password: 'new'});
	expect(shorten(await openSources({credentials}).resolve(address, ['main'], forever))).toEqual({main: id});
});

test('a server of an authority of its own is trusted, and one that wants a certificate gets it', async () => {
	const {ca, mutual, certificate} = createPki();
	const {address, id} = await serve({tls: mutual});
	const sources = openSources({credentials: giving('127.0.0.1', {ca, certificate})});
	expect(shorten(await sources.resolve(address, ['main'], forever))).toEqual({main: id});
	expect(readdirSync('/dev/shm').filter(name => name.includes(`access-${process.pid}-`))).toEqual([]);
});

test.for<[string, 'tls' | 'mutual', 'own' | 'other' | 'none', RegExp]>([
	['an unknown authority', 'tls', 'other', /TLS certificate of \S+ is not trusted.*the entry for it in config\.yaml/],
	['a certificate that is lacking', 'mutual', 'none', /ended the TLS connection: it may want a client certificate/],
	[
		'a certificate of another authority',
		'mutual',
		'other',
		/ended the TLS connection: it does not take the client certificate of the entry/,
	],
])('%s is told in one line', async ([, kind, which, expected]) => {
	const [own, other] = [createPki(), createPki()];
	const {address} = await serve({tls: own[kind]});
	const certificate = {own: own.certificate, other: other.certificate, none: undefined}[which];
	const ca = kind === 'tls' ? other.ca : own.ca;
	const credentials = giving('127.0.0.1', {ca, ...(certificate && {certificate})});
	const error = await told(openSources({credentials}).resolve(address, ['main'], forever));
	expect(error).toMatch(expected);
	expect(error).not.toMatch(/\n|PRIVATE|\/dev\/shm/);
});
