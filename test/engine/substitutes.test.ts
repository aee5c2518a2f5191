import {expect, test} from 'vitest';
import type {Application, PostBuild} from '../../source/model/application.ts';
import type {JsonObject} from '../../source/model/json.ts';
import {application, configMap, never, run, setUp} from './support/harness.ts';

const object = (kind: string, name: string, data: JsonObject): JsonObject => ({
	apiVersion: 'v1',
	kind,
	metadata: {name, namespace: 'shop'},
	data,
});

const from = (kind: 'ConfigMap' | 'Secret', name: string, isOptional = false) => ({kind, name, isOptional});

const withPostBuild = (postBuild: Partial<PostBuild>, changes = {}): Application => ({
	...application(changes),
	postBuild: {substitute: {}, substituteFrom: [], isStrict: true, isAlways: false, ...postBuild},
});

test('variables come from the namespace of the destination; later objects win, and its own values over all', async () => {
	const {git, fake, start} = setUp([
		withPostBuild({
			substituteFrom: [from('ConfigMap', 'a'), from('Secret', 'b'), from('ConfigMap', 'gone', true)],
			substitute: {own: 'of the\napplication'},
		}),
	]);
	git.commit({web: [configMap('c')]});
	fake.create(object('ConfigMap', 'a', {one: '1', two: 'a\nb', own: 'x', 'ca.crt': 'x', '1a': 'x'}));
	fake.create(object('Secret', 'b', {two: Buffer.from('hunter22\n').toString('base64')}));
	const {engine} = start();
	await engine.plan('web', {prune: false}, never);
	const [variables] = git.substituted;
	expect(variables?.unread).toEqual([]);
	expect(Object.fromEntries(variables?.values ?? [])).toEqual({
		one: {value: '1', isPrivate: false},
		two: {value: 'hunter22', isPrivate: true},
		own: {value: 'of theapplication', isPrivate: false},
	});
});

test('an object that is not there, or may not be read, is told with what to do', async () => {
	const {git, fake, start} = setUp([withPostBuild({substituteFrom: [from('ConfigMap', 'a')]})]);
	git.commit({web: [configMap('c')]});
	const {engine} = start();
	const missing = await engine.plan('web', {prune: false}, never);
	expect(missing.problems.map(({message}) => message)).toEqual([
		'ConfigMap shop/a, which web takes variables from, is not there. Make it, or say optional: true under substituteFrom',
	]);
	fake.rights.allow(({verb, plural}) => !(verb === 'get' && plural === 'configmaps'));
	const forbidden = await start().engine.plan('web', {prune: false}, never);
	expect(forbidden.problems[0]?.message).toMatch(
		/^eve may not get configmaps? .*web, which takes variables from it, is not rendered/,
	);
	expect(fake.rights.refused).toEqual([]);
});

test('what changes in the cluster is put in at the next look at the repository', async () => {
	const {git, fake, start} = setUp([withPostBuild({substituteFrom: [from('ConfigMap', 'a')]})]);
	git.commit({web: [configMap('c')]});
	fake.create(object('ConfigMap', 'a', {one: '1'}));
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'compared');
	fake.edit('/ConfigMap/shop/a', body => ({...body, data: {one: '2'}}));
	const before = git.substituted.length;
	await heard(({kind}) => kind === 'next');
	await heard(({kind}) => kind === 'next');
	expect(git.substituted.length).toBeGreaterThan(before);
	expect(git.substituted.at(-1)?.values.get('one')?.value).toBe('2');
});

test('without the cluster nobody can be asked for them', async () => {
	const {git, start} = setUp([withPostBuild({substituteFrom: [from('Secret', 'b')], substitute: {a: 'x'}})]);
	git.commit({web: [configMap('c')]});
	await start().engine.render('web', {isOffline: true}, never);
	expect(git.substituted[0]).toMatchObject({unread: ['Secret shop/b']});
	expect(git.substituted[0]?.values.get('a')).toEqual({value: 'x', isPrivate: false});
});
