import {expect, test} from 'vitest';
import {configMap, never, setUp} from './support/harness.ts';

const broken = (amount: number) =>
	Array.from({length: amount}, (_, index) => ({
		scope: 'source' as const,
		where: `web/kustomization.yaml:${index + 1}`,
		message: `no file ${index}.yaml`,
	}));

const told = (problems: readonly {readonly where: string; readonly message: string}[]) =>
	problems.map(({where, message}) => `${where}: ${message}`);

test('all that is wrong with a source is told, when it is printed, looked at, planned and followed', async () => {
	const {git, start} = setUp();
	git.commit({web: []}, broken(3));
	const expected = [
		'web/kustomization.yaml:1: no file 0.yaml',
		'web/kustomization.yaml:2: no file 1.yaml',
		'web/kustomization.yaml:3: no file 2.yaml',
	];
	const {engine, events} = start();
	expect(told((await engine.render('web', {isOffline: true}, never)).problems)).toEqual(expected);
	expect(events.filter(({kind}) => kind === 'problem').map(({message}) => message)).toEqual(expected);
	expect(told((await start().engine.get('web', never)).problems)).toEqual(expected);
	expect(told((await start().engine.plan('web', {prune: false}, never)).problems)).toEqual(expected);
});

test.for([
	[1, 'no file 0.yaml'],
	[2, 'no file 0.yaml (and 1 more problem)'],
	[3, 'no file 0.yaml (and 2 more problems)'],
] as const)(
	'of %i problems of a source the row tells the first, and how many more there are',
	async ([amount, message]) => {
		const {git, start} = setUp();
		git.commit({web: []}, broken(amount));
		expect(await start().engine.get('web', never)).toMatchObject({message});
	},
);

test('the row tells the first of several problems of files with its file', async () => {
	const {git, start} = setUp();
	git.commit(
		{web: [configMap('a')]},
		broken(2).map(problem => ({...problem, scope: 'file' as const})),
	);
	const message = 'web/kustomization.yaml:1: no file 0.yaml (and 1 more problem)';
	expect(await start().engine.get('web', never)).toMatchObject({message});
});

test('of many problems of a source twenty are told, and how many more there are', async () => {
	const {git, start} = setUp();
	git.commit({web: []}, broken(200));
	const {problems} = await start().engine.get('web', never);
	expect(problems).toHaveLength(21);
	expect(told(problems).slice(-2)).toEqual([
		'web/kustomization.yaml:20: no file 19.yaml',
		'application web: and 180 more problems',
	]);
});
