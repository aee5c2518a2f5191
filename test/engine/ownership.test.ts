import {expect, test} from 'vitest';
import {keyOf, type ResourceKey} from '../../source/model/resource.ts';
import {application, approve, configMap, never, setUp} from './support/harness.ts';

const key = (name: string): ResourceKey => keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name});

test('an object that nobody marked is adopted only by a person', async () => {
	const {fake, git, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	fake.create({...configMap('a', {x: '0'}), metadata: {name: 'a', namespace: 'shop'}});
	const {engine} = start();
	const plan = await engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'awaiting-approval', changes: [{op: 'update', consents: ['adopt']}]});
	expect(plan.changes[0]?.risks).toEqual(['adopts an object that trueup did not make']);
});

test('an object of another application, or of another path, is taken over only by a person', async () => {
	const first = application({policy: {automated: true}});
	const moved = application({policy: {automated: true}, path: 'elsewhere'});
	const {git, start} = setUp([first]);
	git.commit({web: [configMap('a')], elsewhere: [configMap('a')]});
	await approve(start().engine);
	const plan = await start([moved]).engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'awaiting-approval', changes: [{consents: ['take-over']}]});
	const other = application({name: 'api', path: 'web', policy: {automated: true}});
	const rival = await start([other]).engine.plan('api', {prune: false}, never);
	expect(rival.changes[0]?.risks).toEqual(['takes it over from application web']);
});

test('two applications that claim one object have a problem each, and neither touches it', async () => {
	const {git, fake, start} = setUp([application(), application({name: 'api', path: 'api'})]);
	git.commit({web: [configMap('a'), configMap('mine')], api: [configMap('a')]});
	const {engine} = start();
	for (const app of ['web', 'api']) {
		const {problems, changes} = await engine.plan(app, {prune: false}, never);
		expect(problems.map(({message}) => message)).toEqual([expect.stringContaining('is declared by application')]);
		expect(changes.map(({id}) => id.name)).not.toContain('a');
	}

	expect(await approve(engine)).toMatchObject({result: 'failed'});
	expect(fake.objects()).toEqual(['ConfigMap mine']);
});

test('a label that was copied onto another object does not make it ours to delete', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), configMap('old')]});
	await approve(start().engine);
	const {labels, annotations} = Object(fake.find(key('old'))?.body.metadata);
	fake.create({...configMap('copy'), metadata: {name: 'copy', namespace: 'shop', labels, annotations}});
	git.commit({web: [configMap('a')]});
	const plan = await start().engine.plan('web', {prune: true}, never);
	expect(plan.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['delete old']);
});
