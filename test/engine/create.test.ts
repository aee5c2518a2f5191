import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Draft, Preview} from '../../source/model/question.ts';
import {application, configMap, deployment, setUp} from './support/harness.ts';
import {interview} from './support/interview.ts';

const off = {automated: false, prune: false, selfHeal: false, createNamespace: false};

const draft: Draft = {
	name: 'api',
	project: '',
	repository: '/repo',
	revision: 'main',
	path: 'api',
	recurse: false,
	cluster: '',
	namespace: 'shop',
	policy: {...off, automated: true},
};

const by = 'ann@desk';
const broken = {scope: 'file', where: 'api/x.yaml:1', message: 'not YAML'} as const;

function open() {
	const set = setUp();
	set.git.commit({web: [deployment('d', 1)], api: [configMap('c'), deployment('e', 1)]});
	return {...set, ...interview(set.start().engine)};
}

test('a preview shows the manifest and the objects, and writes nothing anywhere', async () => {
	const {ask, fake, hellos} = open();
	const shown = await ask({kind: 'preview', ...draft});
	expect(shown).toMatchObject({
		manifest: expect.stringContaining('kind: Application\nmetadata:\n  name: api\n'),
		revision: '1'.repeat(40),
		objects: [
			{kind: 'ConfigMap', namespace: 'shop', name: 'c'},
			{kind: 'Deployment', namespace: 'shop', name: 'e'},
		],
		problems: [],
		isValid: true,
	});
	expect([fake.writes, hellos().length]).toEqual([[], 1]);
});

test.for<[string, Partial<Draft>, Partial<Preview>]>([
	[
		'a name that is taken',
		{name: 'web'},
		{problems: [{where: 'name', message: expect.stringContaining('already, at flags')}]},
	],
	['a name that is none', {name: 'A'}, {problems: [{where: 'name', message: expect.stringContaining('DNS label')}]}],
	['a cluster that is not known', {cluster: 'mars'}, {problems: [{where: 'cluster', message: 'no context mars'}]}],
])('%s holds a creation back', async ([, wrong, expected]) => {
	const {ask} = open();
	expect(await ask({kind: 'preview', ...draft, ...wrong})).toMatchObject({...expected, isValid: false});
	const refused = await ask({kind: 'create', draft: {...draft, ...wrong}, file: 'api.yaml', by});
	expect(refused).toContain("the application can't be created");
});

test('a repository that does not answer holds a creation back, and a broken file does not', async () => {
	const {ask, git, unreachable} = open();
	git.fail(unreachable);
	const gone = {where: 'repository', message: 'repository /repo does not answer'};
	expect(await ask({kind: 'preview', ...draft})).toMatchObject({problems: [gone], objects: [], isValid: false});
	git.fail(undefined);
	git.commit({api: [configMap('c')]}, [broken]);
	const {scope: _, ...problem} = broken;
	expect(await ask({kind: 'preview', ...draft})).toMatchObject({problems: [problem], isValid: true});
	git.commit({api: []}, [{...broken, scope: 'source', message: 'no folder api'}]);
	expect(await ask({kind: 'preview', ...draft})).toMatchObject({
		problems: [{where: 'path', message: 'no folder api'}],
		isValid: false,
	});
});

test('what is created is written down and taken up without a restart', async () => {
	const {ask, fake, hellos, until, rows, folder, told} = open();
	await until(() => rows.find(({name}) => name === 'web'));
	const file = `${folder}/apps/api.yaml`;
	expect(await ask({kind: 'create', draft, file, by})).toEqual({file});
	expect(readFileSync(file, 'utf8')).toContain('name: api');
	await until(() => rows.find(({name, sync, health}) => name === 'api' && sync === 'Synced' && health === 'Healthy'));
	expect(
		hellos()
			.at(-1)
			?.applications.map(({name, origin}) => [name, origin]),
	).toEqual([
		['api', `${file}:1`],
		['web', 'flags'],
	]);
	expect(told('created')).toContain(`application created in ${file}:1, by ann@desk`);
	expect(fake.objects()).toEqual(['ConfigMap c', 'Deployment e']);
	expect(await ask({kind: 'tree', app: 'api'})).toMatchObject({nodes: [{name: 'c'}, {name: 'e'}]});
});

test('a file that is there is not written over, and nothing is taken up', async () => {
	const {ask, hellos, folder} = open();
	const file = `${folder}/state.db.yaml`;
	await ask({kind: 'create', draft, file, by});
	const other = {...draft, name: 'other'};
	expect(await ask({kind: 'create', draft: other, file, by})).toBe(`the file ${file} is there already`);
	expect(existsSync(file)).toBe(true);
	expect(
		hellos()
			.at(-1)
			?.applications.map(({name}) => name),
	).toEqual(['api', application().name]);
});

test('an application of a repository that nobody used before is followed like any other', async () => {
	const {ask, git, folder, until, rows} = open();
	await ask({kind: 'create', draft: {...draft, repository: '/other'}, file: `${folder}/api.yaml`, by});
	await until(() => rows.find(({name, sync}) => name === 'api' && sync === 'Synced'));
	const second = git.commit({web: [deployment('d', 1)], api: [configMap('c', {a: 'b'})]});
	await until(() => rows.find(({name, revision}) => name === 'api' && revision === second));
});
