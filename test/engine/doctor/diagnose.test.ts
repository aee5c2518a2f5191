import {expect, test} from 'vitest';
import type {Program} from '../../../source/model/diagnosis.ts';
import {UnreachableError} from '../../../source/model/operator-error.ts';
import {application, configMap} from '../support/harness.ts';
import {gone, named, old, program, setUp} from '../support/patient.ts';
import {source} from '../support/two-sources.ts';

test('where all is there it says which versions, who one is, and which commit', async () => {
	const found = await setUp().look();
	expect(found.isWell).toBe(true);
	expect(found.findings.map(({state, name, version, message}) => [state, name, version, message].join(' | '))).toEqual([
		'ok | git | v9.0.0 | ',
		'unneeded | isolation | none | they see all',
		'ok | kubeconfig |  | 2 contexts; test is chosen',
		'unneeded | context other |  | not asked: nothing goes there',
		'ok | context test | v1.36.3 | as eve, who may do what is needed for 1 application',
		'ok | /repo |  | main is at 1111111 a commit',
		'ok | cache |  | what was fetched and rendered: 3.0 MB in 2 files',
	]);
});

test.for<[string, Partial<Program>, Partial<Made>, string]>([
	['there', {}, {}, 'ok'],
	['not there, and used', gone, {lacking: ['helm']}, 'missing'],
	['not there, and unused', gone, {}, 'unneeded'],
	['too old, and used', old, {tool: 'helm v9.0.0'}, 'unsupported'],
	['too old, and unused', old, {tool: 'kustomize v5.8.2'}, 'unneeded'],
	['not there, and always needed', {...gone, isAlwaysNeeded: true}, {}, 'missing'],
])('a program that is %s', async ([, changes, made, state]) => {
	const {git, look} = setUp({programs: Promise.resolve([program('helm', changes)])});
	git.commit({web: [configMap('a')]}, [], made);
	const found = await look();
	const neededBy = made.lacking !== undefined || made.tool === 'helm v9.0.0' ? ['web'] : [];
	expect(named(found, 'helm')).toMatchObject({state, neededBy});
	expect(found.isWell).toBe(state === 'ok' || state === 'unneeded');
});

type Made = {readonly tool: string; readonly lacking: readonly string[]};

test.for([
	['ssh://git@git.example/shop.git', ['web']],
	['git@git.example:shop.git', ['web']],
	['https://git.example/shop.git', []],
	['/srv/git/shop', []],
	['/srv/git:odd/shop', []],
] as const)('%s needs ssh: %s', async ([repository, neededBy]) => {
	const applications = [application({repository})];
	const found = await setUp({applications, programs: Promise.resolve([program('ssh', gone)])}).look();
	expect(named(found, 'ssh')).toMatchObject({neededBy, state: neededBy.length > 0 ? 'missing' : 'unneeded'});
});

test('of an application with several sources each repository is asked, and each program is needed', async () => {
	const programs = ['helm', 'kustomize', 'jsonnet'].map(name => program(name, old));
	const sources = [source('/web', 'web'), source('/extra', 'extra'), source('/web', '', {ref: 'files'})] as const;
	const {git, look} = setUp({applications: [application({sources})], programs: Promise.resolve(programs)});
	git.point('/web main', git.commit({web: [configMap('a')]}, [], {tool: 'helm v3.22.0'}));
	git.point('/extra main', git.commit({extra: [configMap('b')]}, [], {tool: 'kustomize v5.8.2'}));
	const found = await look();
	expect(found.findings.filter(({area}) => area === 'repository')).toMatchObject([
		{name: '/web', state: 'ok', message: 'main is at 2222222 a commit', neededBy: ['web']},
		{name: '/extra', state: 'ok', message: 'main is at 3333333 a commit', neededBy: ['web']},
	]);
	expect(programs.map(({name}) => named(found, name)?.neededBy)).toEqual([['web'], ['web'], []]);
});

test('a repository that does not answer is missing, shown without its password, and the rest is looked at', async () => {
	const repository = 'https://ada:hunter2@git.example/shop.git';
	const {git, look} = setUp({applications: [application({repository})]});
	git.fail(new UnreachableError('no route to it', {advice: 'Check the VPN'}));
	const found = await look();
	const name = 'https://git.example/shop.git';
	expect(named(found, name)).toMatchObject({
		state: 'missing',
		message: 'no route to it. Check the VPN',
		neededBy: ['web'],
	});
	expect(named(found, 'context test')).toMatchObject({state: 'ok'});
	expect([found.isWell, JSON.stringify(found).includes('hunter2')]).toEqual([false, false]);
});

test('a cluster that does not answer is missing', async () => {
	const {fake, look} = setUp();
	fake.isDown(true);
	expect(named(await look(), 'context test')).toMatchObject({
		state: 'missing',
		message: 'cluster test does not answer: connection refused',
		neededBy: ['web'],
	});
});

test('what hangs is given up', async () => {
	const {git} = setUp();
	const sources = {...git.sources, resolve: () => new Promise<never>(() => undefined)};
	const clock = {now: () => 0, ticks: () => 0, random: () => 0, sleep: async () => undefined};
	const found = await setUp({sources, clock}).look();
	expect(named(found, '/repo')).toMatchObject({state: 'missing', message: 'no answer within 1 s'});
});

test('a right that is lacking is named, with what would allow it', async () => {
	const {fake, look} = setUp();
	fake.rights.allow(({verb, plural}) => !(verb === 'patch' && plural === 'deployments'));
	const found = await look();
	expect(named(found, 'context test')).toMatchObject({
		state: 'missing',
		message: expect.stringMatching(/^as eve; eve may not patch deployments\.apps in namespace shop: .* would allow it/),
	});
});

test('a destination that no context is for, and a kubeconfig that is not there, are missing', async () => {
	const lost = await setUp({applications: [application({cluster: 'mars'})]}).look();
	expect(named(lost, 'cluster mars')).toMatchObject({state: 'missing', message: 'no context mars', neededBy: ['web']});
	const none = await setUp({clusters: {trouble: 'there is no kubeconfig'}}).look();
	expect(named(none, 'kubeconfig')).toMatchObject({
		state: 'missing',
		message: 'there is no kubeconfig',
		neededBy: ['web'],
	});
});

test('a cache that can’t be used is missing for every application', async () => {
	const trouble = 'this user may not write there';
	const places = Promise.resolve([{name: 'cache' as const, path: '/cache', trouble, amount: '', tookMs: 0}]);
	const found = await setUp({places, sources: {trouble}}).look();
	expect(named(found, 'cache')).toMatchObject({
		state: 'missing',
		neededBy: ['web'],
		message: expect.stringContaining(trouble),
	});
});

test.for<[string, string, Partial<Made>, object | undefined]>([
	['there', '', {tool: 'kustomize v5.8.2, sops 3.13.3'}, {state: 'ok', message: '1 age key', neededBy: []}],
	['not there, and needed', 'none', {lacking: ['sops keys']}, {state: 'missing', message: 'none', neededBy: ['web']}],
	['not there, and unneeded', 'none', {}, undefined],
])('keys of SOPS that are %s', async ([, trouble, made, expected]) => {
	const keys = {name: 'sops keys', path: '', trouble, amount: '1 age key', tookMs: 1} as const;
	const {git, look} = setUp({places: Promise.resolve([keys])});
	git.commit({web: [configMap('a')]}, [], made);
	const found = await look();
	if (expected) {
		expect(named(found, 'sops keys')).toMatchObject(expected);
	} else {
		expect(named(found, 'sops keys')).toBeUndefined();
	}
});

test.for<[string, string, readonly string[], string, string]>([
	['that can be read', '', ['/repo'], 'ok', 'token from a file; used for /repo'],
	['that nothing uses', '', [], 'ok', 'token from a file'],
	['that can not be read', 'it is not there', ['/repo'], 'missing', 'it is not there'],
	['that neither can be read nor is used', 'it is not there', [], 'unneeded', 'it is not there'],
])('a credential %s', async ([, trouble, repositories, state, message]) => {
	const access = {name: 'credentials', path: '', message: 'token from a file', trouble, repositories, tookMs: 1};
	const found = await setUp({credentials: Promise.resolve([access])}).look();
	const neededBy = repositories.length > 0 ? ['web'] : [];
	expect(named(found, 'credentials')).toMatchObject({area: 'credential', state, message, neededBy});
});

test.for<[string, Partial<Made>, readonly string[], readonly string[], boolean]>([
	['uses one that is declared', {tool: 'kustomize v5.4.3'}, [], ['web'], true],
	['uses the usual one', {tool: 'kustomize v9.0.0'}, ['web'], [], true],
	['asks for one that is not there', {lacking: ['kustomize 5.0.0']}, [], [], false],
	['asks for one that nobody has declared', {lacking: ['kustomize v5.1.0']}, [], [], false],
])('of several versions an application %s', async ([, made, usual, declared, isWell]) => {
	const trouble = 'kustomize is pinned to /opt/k, where no program is';
	const other = program('kustomize v5.4.3', {version: 'v5.4.3'});
	const programs = [program('kustomize'), other, program('kustomize v5.0.0', {...gone, trouble})];
	const {git, look} = setUp({programs: Promise.resolve(programs)});
	const problems = made.lacking ? [{scope: 'application' as const, where: 'web', message: 'not declared'}] : [];
	git.commit({web: []}, problems, made);
	const found = await look();
	expect([found.isWell, named(found, 'kustomize'), named(found, 'kustomize v5.4.3')]).toMatchObject([
		isWell,
		{neededBy: usual},
		{neededBy: declared},
	]);
	expect(named(found, 'kustomize v5.0.0')).toMatchObject({
		message: 'kustomize is pinned to /opt/k, where no program is: what needs kustomize v5.0.0 is not done',
		state: made.lacking?.[0] === 'kustomize 5.0.0' ? 'missing' : 'unneeded',
	});
	expect(named(found, 'application web')?.message).toBe(isWell ? undefined : "it can't be rendered: web: not declared");
});

test('a program that is needed, and is there but cannot be started, is missing', async () => {
	const trouble = "kustomize can't be started: no";
	const programs = [program('kustomize', {path: '/opt/kustomize', version: '', isSupported: false, trouble})];
	const {git, look} = setUp({programs: Promise.resolve(programs)});
	git.commit({web: []}, [{scope: 'application', where: 'web', message: trouble}], {lacking: ['kustomize']});
	expect(named(await look(), 'kustomize')).toMatchObject({
		state: 'missing',
		path: '/opt/kustomize',
		message: `${trouble}: what needs kustomize is not done`,
		neededBy: ['web'],
	});
});
