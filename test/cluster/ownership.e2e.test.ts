import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createRepository} from '../support/repository.ts';
import {writesTo} from './support/audit.ts';
import {application, configMap, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder, type Trial} from './support/trial.ts';
import {runTrueup} from './support/trueup.ts';
import {until} from './support/until.ts';

const cluster = sharedCluster();
const writes = ({name}: Trial) => writesTo(cluster.auditLog, name);

const read = async ({namespace}: Trial, kind: string, name: string) =>
	JSON.parse(await namespace.kubectl(['get', kind, name, '--output=json']));

test('an object that `kubectl apply` made is adopted when a person says so, and what Git lacks of it goes away', async () => {
	await using trial = await createTrial({'a.yaml': text(configMap('a', {kept: 'git'}))});
	const {name, namespace} = trial;
	await namespace.kubectl(['apply', '--filename=-'], text(configMap('a', {kept: 'old', dropped: '1'})));
	await namespace.kubectl(['annotate', 'configmap', 'a', 'theirs=1']);

	const {kind, changes, digest} = await trial.plan();
	expect({kind, changes}).toMatchObject({
		kind: 'awaiting-approval',
		changes: [{op: 'update', name: 'a', risks: ['adopts an object that trueup did not make']}],
	});
	expect(changes[0]?.fields).toContainEqual({
		path: 'data.dropped',
		before: '1',
		managers: ['kubectl-client-side-apply (Update)'],
	});
	expect(await trial.run('sync', '--plan', digest)).toMatchObject({code: 0});
	const {data, metadata} = await read(trial, 'configmap', 'a');
	expect(data).toEqual({kept: 'git'});
	expect(metadata.annotations).toMatchObject({theirs: '1', 'trueup.dev/tracking-id': `${name}:/ConfigMap:${name}/a`});
	expect(metadata.annotations).not.toHaveProperty(['kubectl.kubernetes.io/last-applied-configuration']);
	expect(await trial.plan()).toMatchObject({kind: 'converged'});
});

test('an automated application adopts nothing by itself; once a person has said so it heals it', async () => {
	await using trial = await createTrial({
		'a.yaml': text(configMap('a', {key: 'git'})),
		'b.yaml': text(configMap('b', {key: 'git'})),
	});
	const {namespace} = trial;
	await namespace.kubectl(['create', 'configmap', 'a', '--from-literal=key=mine']);
	const automated = ['--auto', '--self-heal', '--interval', '500ms', '-o', 'json'];
	{
		await using engine = trial.start('engine', ...automated);
		await until('the remote was asked three times', () => engine.lines.filter(line => /"next"/.test(line)).length > 2);
		engine.signal('SIGINT');
		expect((await engine.exited).code).toBe(0);
		expect(engine.lines.join('\n')).toMatch(/awaits approval: adopts ConfigMap \S+\/a/);
	}

	expect(await writes(trial)).toEqual([]);
	expect(await trial.plan('--auto')).toMatchObject({
		kind: 'awaiting-approval',
		changes: [
			{name: 'a', risks: ['adopts an object that trueup did not make']},
			{name: 'b', risks: []},
		],
	});

	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await using engine = trial.start('engine', ...automated);
	await engine.line(/Synced, Healthy/);
	await namespace.kubectl(['patch', 'configmap', 'a', '--patch={"data": {"key": "mine"}}']);
	await engine.line(/"healed".*ConfigMap \S+\/a/);
	expect((await read(trial, 'configmap', 'a')).data).toEqual({key: 'git'});
});

test('an object of another application or of another source is taken over only by a person', async () => {
	await using first = await createTrial({'a.yaml': text(configMap('a', {key: '1'}), configMap('b'))});
	await using second = await createRepository({
		[`${folder}/a.yaml`]: text(configMap('a', {key: '2'})),
		'moved/a.yaml': text(configMap('a', {key: '1'}), configMap('b')),
	});
	expect(await first.run('sync', '--yes')).toMatchObject({code: 0});
	const before = await writes(first);

	const {name, home} = first;
	const place = ['--namespace', name, '--kubeconfig', cluster.kubeconfig, '-o', 'json'];
	const rival = ['--repo', second.remote, '--path', folder, '--name', 'rival', ...place];
	const automated = ['--auto', '--self-heal', '--auto-prune'];
	{
		await using engine = first.startBare('engine', ...rival, ...automated);
		await engine.line(/takes over ConfigMap/);
		engine.signal('SIGINT');
		expect((await engine.exited).code).toBe(0);
	}

	const moved = ['--repo', second.remote, '--path', 'moved', '--name', name, ...place];
	expect(JSON.parse((await runTrueup(['plan', ...moved], {cwd: home})).stdout)).toMatchObject({
		kind: 'awaiting-approval',
		changes: ['a', 'b'].map(object => ({
			name: object,
			risks: [`takes it over from application ${name} of another repository or path`],
		})),
	});
	expect(await writes(first)).toEqual(before);

	const plan = JSON.parse((await runTrueup(['plan', ...rival, ...automated], {cwd: home})).stdout);
	expect(plan).toMatchObject({
		kind: 'awaiting-approval',
		changes: [{op: 'update', name: 'a', risks: [`takes it over from application ${name}`]}],
		leftovers: [],
	});
	expect(await runTrueup(['sync', ...rival, '--plan', plan.digest], {cwd: home})).toMatchObject({code: 0});
	expect((await read(first, 'configmap', 'a')).data).toEqual({key: '2'});

	// Who lost it neither heals nor prunes it, whatever its Git says.
	const after = await writes(first);
	{
		await using engine = first.start('engine', ...automated, '-o', 'json');
		await engine.line(/takes over ConfigMap/);
		engine.signal('SIGINT');
		await engine.exited;
	}

	await first.declare({'a.yaml': text(configMap('b'))});
	expect(await first.plan('--prune')).toMatchObject({kind: 'converged', leftovers: []});
	expect(await writes(first)).toEqual(after);
});

const applicationOf = (name: string, repoURL: string, namespace: string) =>
	text(
		application(name, {
			source: {repoURL, path: name, targetRevision: 'HEAD'},
			destination: {namespace},
			syncPolicy: {automated: {prune: true, selfHeal: true}},
		}),
	);

test('two applications that declare one object leave it alone, both with a problem, until one gives it up', async () => {
	await using trial = await createTrial({});
	const {name, namespace, repository, home} = trial;
	await repository.write({
		'one/one.yaml': text(configMap('one')),
		'one/both.yaml': text(configMap('both', {by: 'one'})),
		'two/two.yaml': text(configMap('two')),
		'two/both.yaml': text(configMap('both', {by: 'two'})),
	});
	await repository.commit('Declare both');
	await repository.push();
	const files = ['one', 'two'].map(app => path.join(home, `${name}-${app}.yaml`));
	await Promise.all(
		['one', 'two'].map((app, index) => writeFile(files[index] ?? '', applicationOf(app, repository.remote, name))),
	);
	const flags = [...files.flatMap(file => ['-f', file]), '--kubeconfig', cluster.kubeconfig];
	await using engine = trial.startBare('engine', ...flags, '--interval', '500ms', '-o', 'json');
	await engine.line(/"app":"one".*ConfigMap \S+\/both is declared by application two too/);
	await engine.line(/"app":"two".*ConfigMap \S+\/both is declared by application one too/);
	const rounds = () => engine.lines.filter(line => /"next"/.test(line)).length;
	const asked = rounds();
	await until('the remote was asked five times more', () => rounds() > asked + 4);
	expect(await writes(trial)).toEqual([]);
	const problem = expect.objectContaining({where: expect.stringMatching(/^(?:one|two)\/both\.yaml:1$/)});
	for (const app of ['one', 'two']) {
		const {stdout} = await trial.startBare('get', app, ...flags, '-o', 'json').exited;
		expect(JSON.parse(stdout)).toMatchObject({problems: [problem]});
	}

	await repository.write({'two/both.yaml': undefined});
	await repository.commit('Give it up');
	await repository.push();
	await until('both are synced', async () => (await writes(trial)).length === 3);
	expect((await read(trial, 'configmap', 'both')).data).toEqual({by: 'one'});
	expect((await writes(trial)).toSorted()).toEqual([
		'patch configmaps/both',
		'patch configmaps/one',
		'patch configmaps/two',
	]);

	// It comes back: nobody flaps, and the one that has it keeps it.
	await repository.write({'two/both.yaml': text(configMap('both', {by: 'two'}))});
	await repository.commit('Claim it again');
	await repository.push();
	const problems = () => engine.lines.filter(line => /"problem".*both is declared by/.test(line)).length;
	await until('both have a problem again', () => problems() >= 4);
	const again = rounds();
	await until('the remote was asked five times more', () => rounds() > again + 4);
	expect((await writes(trial)).length).toBe(3);
	expect(await namespace.kubectl(['get', 'configmap', 'both', '--output=jsonpath={.data.by}'])).toBe('one');
});
