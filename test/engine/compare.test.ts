import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Application, plainHelm} from '../../source/model/application.ts';
import type {Engine} from '../../source/model/engine.ts';
import {OperatorError, UnreachableError} from '../../source/model/operator-error.ts';
import {application, configMap, never, setUp} from './support/harness.ts';

const three = ['api', 'jobs', 'web'].map(name => application({name, path: name}));
const feature = {revision: 'feature', isOffline: true};

/** The same in another repository. */
const of = (one: Application, repository: string): Application => ({
	...one,
	sources: [{...one.sources[0], repository}],
});

/** What `main` has, and what `feature` has in place of some of it. */
function setUpBranches(applications = three) {
	const set = setUp(applications);
	const main = {api: [configMap('a')], jobs: [configMap('j')], web: [configMap('w'), configMap('old')]};
	set.git.point('main', set.git.commit(main));
	set.git.point('feature', set.git.commit({...main, web: [configMap('w', {colour: 'red'}), configMap('new')]}));
	return set;
}

test('what a branch changes is told object by object, and applications that it leaves as they are are counted', async () => {
	const {start, fake} = setUpBranches();
	const comparison = await start().engine.compare(feature, never);
	expect(comparison).toMatchObject({revision: 'feature', same: 2, problems: [], remarks: []});
	expect(comparison.applications).toMatchObject([{app: 'web', from: '1'.repeat(40), to: '2'.repeat(40), problems: []}]);
	expect(comparison.applications[0]?.changes.map(({op, id}) => `${op} ${id.namespace}/${id.name}`)).toEqual([
		'create shop/new',
		'update shop/w',
		'delete shop/old',
	]);
	expect(fake.cluster.calls()).toEqual({});
});

test('that a branch is behind is told once, because what it lacks shows as undone', async () => {
	const {start, git} = setUpBranches();
	git.lag('2'.repeat(40), 3);
	const {remarks} = await start().engine.compare(feature, never);
	expect(remarks).toEqual(['feature is 3 commits behind main: their changes show as undone here']);
	git.lag('2'.repeat(40), 1);
	const {remarks: one} = await start().engine.compare(feature, never);
	expect(one).toEqual(['feature is 1 commit behind main: its changes show as undone here']);
});

test('a cluster is asked for its kinds once, and one that does not answer is one remark', async () => {
	const {start, fake} = setUpBranches();
	const asked = {...feature, isOffline: false};
	expect((await start().engine.compare(asked, never)).remarks).toEqual([]);
	expect(fake.cluster.calls()).toEqual({discovery: 1});
	fake.isDown(true);
	const {remarks, same} = await start().engine.compare(asked, never);
	expect([remarks, same]).toEqual([['without the cluster: cluster test does not answer: connection refused'], 2]);
});

test('drift does not count, and nothing is kept, written or told', async () => {
	const {start, folder} = setUpBranches();
	start();
	const seen = () => readdirSync(folder).map(name => [name, statSync(join(folder, name)).size]);
	const before = seen();
	const {engine, events, store} = start(three, new Map(), {isReadOnly: true});
	await engine.compare(feature, never);
	expect([seen(), events, store.history('web')]).toEqual([before, [], []]);
});

test('one application alone, and those of one repository', async () => {
	const other = application({name: 'other', path: 'web'});
	const elsewhere = of(other, 'https://token@host/other.git');
	const {start} = setUpBranches([...three, elsewhere]);
	const {engine} = start();
	const names = async (asked: {app?: string; repository?: string}) => {
		const {applications, same} = await engine.compare({...feature, ...asked}, never);
		return [applications.map(({app}) => app), same];
	};
	expect(await names({app: 'api'})).toEqual([[], 1]);
	expect(await names({repository: 'https://host/other/'})).toEqual([['other'], 0]);
	expect(await names({})).toEqual([['other', 'web'], 2]);
	await expect(names({repository: 'https://host/none'})).rejects.toThrow(
		'no application is of the repository https://host/none; there are /repo, https://host/other.git',
	);
	await expect(names({app: 'none'})).rejects.toThrow('no application none');
});

test('applications of other repositories and of charts are counted; where nobody has the revision that is a problem', async () => {
	const other = application({name: 'other', path: 'web'});
	const elsewhere = of(other, '/other');
	const artifact = of(application({name: 'artifact', path: 'web'}), 'oci://registry.example/web');
	const chart = of(application({name: 'chart', path: ''}), 'https://charts.example');
	const packed: Application = {...chart, sources: [{...chart.sources[0], chart: 'web'}]};
	const {start, git} = setUpBranches([...three, elsewhere, artifact, packed]);
	const lacking = new OperatorError('no branch "feature" in /other', {advice: 'Check the revision'});
	git.point('/other feature', lacking);
	git.point('oci://registry.example/web feature', new OperatorError('it has no feature', {advice: 'Check the tag'}));
	const one = await start().engine.compare(feature, never);
	expect(one).toMatchObject({problems: [], applications: [{app: 'web'}], same: 2});
	expect(one.remarks).toEqual(['3 applications of other places, which have no feature, are not compared']);
	git.point('/repo feature', new OperatorError('no branch "feature" in /repo'));
	const none = await start().engine.compare(feature, never);
	expect(none).toMatchObject({applications: [], same: 0, remarks: []});
	expect(none.problems.map(({where}) => where).toSorted()).toEqual(['/other', '/repo', 'oci://registry.example/web']);
});

test('of several sources those of the repository that has the revision take it, and the others stay as they are', async () => {
	const [first, second] = [application({path: 'web'}), of(application({path: 'api'}), '/other')].map(
		({sources: [source]}) => source,
	);
	const both = {...application(), sources: first && second ? ([first, second] as const) : application().sources};
	const {start, git} = setUpBranches([both]);
	git.point('/other feature', new OperatorError('no branch "feature" in /other'));
	const {engine} = start();
	const {applications, remarks} = await engine.compare(feature, never);
	expect([applications, remarks]).toMatchObject([
		[{app: 'web', from: `${'1'.repeat(40)},${'1'.repeat(40)}`, to: `${'2'.repeat(40)},${'1'.repeat(40)}`}],
		[],
	]);
	expect(applications[0]?.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual([
		'create new',
		'update w',
		'delete old',
	]);
	await expect(engine.compare({...feature, repository: '/none'}, never)).rejects.toThrow('there are /repo, /other');
	const other = await engine.compare({...feature, repository: '/other'}, never);
	expect(other).toMatchObject({applications: [], same: 0, problems: [{where: '/other'}]});
});

test('a repository that does not answer is a problem', async () => {
	const {start, git} = setUpBranches();
	git.fail(new UnreachableError('/repo does not answer'));
	expect(await start().engine.compare(feature, never)).toMatchObject({
		problems: [{where: '/repo', message: '/repo does not answer; left out: 3 applications'}],
		same: 0,
	});
});

test('a folder that the branch brings is all new, and one that it takes away is a problem', async () => {
	const {start, git} = setUp();
	const gone = {scope: 'source', where: 'web', message: 'the folder is not there'} as const;
	const there = git.commit({web: [configMap('a')]});
	const notThere = git.commit({web: []}, [gone]);
	git.point('main', notThere);
	git.point('feature', there);
	const brought = await start().engine.compare(feature, never);
	expect(brought.applications).toMatchObject([
		{
			changes: [{op: 'create', id: {name: 'a'}}],
			problems: [],
			remarks: ['today, at 2222222: web: the folder is not there'],
		},
	]);
	const taken = await start().engine.compare({...feature, revision: 'main'}, never);
	expect(taken).toMatchObject({applications: [], same: 1});
	git.point('main', there);
	git.point('feature', notThere);
	expect(await start().engine.compare(feature, never)).toMatchObject({
		same: 0,
		applications: [{changes: [], problems: [gone]}],
	});
});

test('while a file is broken nothing is said to be removed', async () => {
	const {start, git} = setUp();
	git.point('main', git.commit({web: [configMap('a'), configMap('b')]}));
	const broken = {scope: 'file', where: 'web/b.yaml:1', message: 'not YAML'} as const;
	git.point('feature', git.commit({web: [configMap('a', {x: '1'})]}, [broken]));
	expect((await start().engine.compare(feature, never)).applications).toMatchObject([
		{
			changes: [{op: 'update', id: {name: 'a'}}],
			problems: [broken],
			remarks: ['what is removed is not shown while a file has a problem'],
		},
	]);
});

test('what can not be rendered is a problem of its application, though nothing of it may have changed', async () => {
	const {start, git} = setUpBranches();
	git.breakRender('api', new OperatorError('the disk is full'));
	const {applications, same} = await start().engine.compare(feature, never);
	expect(same).toBe(1);
	expect(applications).toMatchObject([
		{app: 'api', changes: [], problems: [{message: 'the disk is full'}]},
		{app: 'web'},
	]);
});

test('charts see the cluster, and without it what Helm assumes, which is said once', async () => {
	const charts = ['api', 'web'].map(name => application({name, path: name, tool: {kind: 'helm', ...plainHelm}}));
	const {start, git} = setUpBranches(charts);
	const {remarks} = await start().engine.compare(feature, never);
	expect(git.seen.map(({kubeVersion}) => kubeVersion)).toEqual(['', '', '', '']);
	expect(remarks).toEqual([expect.stringMatching(/the chart sees .* that Helm itself assumes/)]);
});

test('another version of a chart is meant where its application or its repository is named', async () => {
	const chart = application({name: 'web', path: 'web'});
	const applications = [three[0] ?? chart, {...chart, sources: [{...chart.sources[0], chart: 'web'}]} as const];
	const {start} = setUpBranches(applications);
	const compare = async (asked: Partial<Parameters<Engine['compare']>[0]>) => {
		const {applications: changed, same} = await start().engine.compare({...feature, ...asked}, never);
		return {changed: changed.map(({app}) => app), same};
	};
	expect(await compare({})).toEqual({changed: [], same: 1});
	expect(await compare({app: 'web'})).toEqual({changed: ['web'], same: 0});
	expect(await compare({repository: chart.sources[0].repository})).toEqual({changed: ['web'], same: 1});
});
