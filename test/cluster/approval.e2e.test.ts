import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {writesTo} from './support/audit.ts';
import {configMap, deployment, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, eventsOf, type Trial} from './support/trial.ts';

const cluster = sharedCluster();

const declared = (value: string) => ({
	'a.yaml': text(configMap('a', {key: value})),
	'b.yaml': text(configMap('b', {key: value})),
	'web.yaml': text(deployment('web', {image: `web:${value}`})),
});

const writes = ({name}: Trial) => writesTo(cluster.auditLog, name);
const dataOf = ({namespace}: Trial, name: string) =>
	namespace.kubectl(['get', 'configmap', name, '--output=jsonpath={.data.key}']);

test('a plan does not hold once a live object has moved; what did not move can still be approved', async () => {
	await using trial = await createTrial(declared('1'));
	const {name, namespace} = trial;
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.declare(declared('2'));
	const {digest, kind, changes} = await trial.plan();
	expect(kind).toBe('awaiting-approval');
	expect(changes.map(({op, kind: changed, name: object}) => `${op} ${changed} ${object}`)).toEqual([
		'update ConfigMap a',
		'update ConfigMap b',
		'update Deployment web',
	]);

	await namespace.kubectl(['patch', 'configmap', 'a', '--patch={"data": {"key": "mine"}}']);
	const before = await writes(trial);
	const refused = await trial.start('sync', '--plan', digest, '-o', 'json').exited;
	expect(refused.code).toBe(3);
	expect(eventsOf(refused.stdout.trimEnd().split('\n')).at(-1)).toMatchObject({
		kind: 'finished',
		result: 'stale',
		message: expect.stringContaining(`ConfigMap ${name}/a: data.key moved`),
	});
	expect(refused.stdout).not.toContain(`ConfigMap ${name}/b`);
	expect(await trial.run('sync', '--plan', digest, '--resource', `core/ConfigMap/${name}/a`)).toMatchObject({
		code: 3,
		stdout: expect.stringContaining(`ConfigMap ${name}/a`),
	});
	expect(await writes(trial)).toEqual(before);

	const others = ['--resource', `core/ConfigMap/${name}/b`, '--resource', `apps/Deployment/${name}/web`];
	expect(await trial.run('sync', '--plan', digest, ...others)).toMatchObject({code: 0});
	expect((await writes(trial)).slice(before.length).toSorted()).toEqual([
		'patch configmaps/b',
		'patch deployments/web',
	]);
	expect(await dataOf(trial, 'a')).toBe('mine');
	expect(await dataOf(trial, 'b')).toBe('2');
});

test('an object that appears or goes away after the plan was made voids it', async () => {
	await using trial = await createTrial(declared('1'));
	const {name, namespace} = trial;
	const first = await trial.plan();
	await namespace.kubectl(['create', 'configmap', 'b', '--from-literal=key=mine']);
	expect(await trial.run('sync', '--plan', first.digest)).toMatchObject({
		code: 3,
		stdout: expect.stringContaining(`ConfigMap ${name}/b: create became update`),
	});
	expect(await writes(trial)).toEqual([]);

	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.declare(declared('2'));
	const second = await trial.plan();
	await namespace.kubectl(['delete', 'configmap', 'a']);
	const before = await writes(trial);
	expect(await trial.run('sync', '--plan', second.digest)).toMatchObject({
		code: 3,
		stdout: expect.stringContaining(`ConfigMap ${name}/a: update became create`),
	});
	expect(await writes(trial)).toEqual(before);
});

test('a status that moves and a commit that renders the same void nothing', async () => {
	await using trial = await createTrial(declared('1'));
	const {namespace, repository} = trial;
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.declare(declared('2'));
	const {digest, revision} = await trial.plan();

	const version = ['get', 'deployment', 'web', '--output=jsonpath={.metadata.resourceVersion}'];
	const before = await namespace.kubectl(version);
	const status = '--patch={"status": {"conditions": [{"type": "Told", "status": "True"}]}}';
	await namespace.kubectl(['patch', 'deployment', 'web', '--subresource=status', status]);
	expect(await namespace.kubectl(version)).not.toBe(before);
	await repository.write({'README.md': 'unrelated', 'other/c.yaml': text(configMap('c'))});
	const commit = await repository.commit('Change something else');
	await repository.push();

	const again = await trial.plan();
	expect(again.revision).toBe(commit);
	expect(again.revision).not.toBe(revision);
	expect(again.digest).toBe(digest);
	expect(await trial.run('sync', '--plan', digest)).toMatchObject({code: 0});
	expect(await dataOf(trial, 'b')).toBe('2');
});

test('a commit that renders otherwise voids the plan, and so does one that adds an object', async () => {
	await using trial = await createTrial(declared('1'));
	const {digest} = await trial.plan();
	await trial.declare({'c.yaml': text(configMap('c'))});
	expect(await trial.run('sync', '--plan', digest)).toMatchObject({
		code: 3,
		stdout: expect.stringContaining(`ConfigMap ${trial.name}/c needs a change that was not in the plan`),
	});
	expect(await writes(trial)).toEqual([]);
});

const canaries = ['canary-in-data', 'canary-in-text', 'canary-by-kubectl', 'canary-not-base64'];
const encoded = (value: string) => Buffer.from(value).toString('base64');
// The first and the last bytes of what is encoded depend on what is around it.
const traces = canaries.flatMap(canary => [canary, encoded(canary).slice(0, 16)]);

function secret(name: string, data: Readonly<Record<string, string>>, plain: Readonly<Record<string, string>>) {
	return {apiVersion: 'v1', kind: 'Secret', metadata: {name}, data, stringData: plain};
}

/** Everything under HOME but what Git itself keeps of the repository. */
async function filesOf(home: string): Promise<readonly string[]> {
	const entries = await readdir(home, {recursive: true, withFileTypes: true});
	return entries
		.filter(entry => entry.isFile() && !/\.git(?:\/|$)/.test(entry.parentPath))
		.map(entry => path.join(entry.parentPath, entry.name));
}

test('values of Secrets are nowhere to be seen, on no screen and in no file', async () => {
	const one = (suffix: string) => ({
		'one.yaml': text(
			secret(
				'one',
				{token: encoded(`canary-in-data${suffix}`)},
				{password: `canary-in-text${suffix}`, same: 'canary-in-text'},
			),
		),
	});
	await using trial = await createTrial(one(''));
	const {name, namespace} = trial;
	const seen: string[] = [];
	const perform = async (way: Trial['run'], code: number, ...args: readonly string[]) => {
		const finished = await way(...args);
		seen.push(finished.stdout, finished.stderr);
		expect({args, ...finished}).toMatchObject({code});
	};
	const run = (code: number, ...args: readonly string[]) => perform(trial.run, code, ...args);
	const look = async (way: Trial['run'], isDifferent: 0 | 1) => {
		for (const output of ['text', 'json']) {
			for (const verb of ['list', 'get', 'plan', 'history']) {
				await perform(way, 0, verb, '-o', output);
			}

			await perform(way, isDifferent, 'diff', '-o', output);
		}

		await perform(way, 0, 'render', '-o', 'yaml');
		await perform(way, 0, 'render', '-o', 'json');
	};

	await look(trial.runHere, 1);
	await run(0, 'sync', '--yes');
	await look(trial.runHere, 0);
	await trial.declare(one('-changed'));
	await look(trial.runHere, 1);
	const {changes} = await trial.plan();
	expect(changes.flatMap(({fields}) => fields.map(field => field.path)).toSorted()).toEqual([
		'data.password',
		'data.token',
	]);
	await run(0, 'sync', '--yes', '-o', 'json');

	// By kubectl, which keeps a copy of the whole manifest in an annotation.
	const two = secret('two', {token: encoded('canary-by-kubectl')}, {});
	await namespace.kubectl(['apply', '--filename=-'], text(two));
	await trial.declare({'two.yaml': text(secret('two', {}, {token: 'canary-in-text'}))});
	// Of the built program, where most is to be seen: two Secrets, what kubectl keeps of one, and what was done before.
	await look(trial.run, 1);
	await run(0, 'sync', '--yes');
	await namespace.kubectl(['patch', 'secret', 'two', '--patch', '{"stringData": {"token": "canary-by-kubectl"}}']);
	{
		await using engine = trial.start('engine', '--auto', '--self-heal', '-o', 'json');
		await engine.line(/"kind":"healed"/);
		engine.signal('SIGINT');
		const {code, stdout, stderr} = await engine.exited;
		expect(code).toBe(0);
		seen.push(stdout, stderr);
	}

	// What the server refuses, it quotes.
	await trial.declare({'two.yaml': text(secret('two', {token: 'canary-not-base64'}, {}))});
	await run(1, 'sync', '--yes');
	await trial.declare({
		'two.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: two}\nstringData:\n\ttoken: canary-in-text\n',
	});
	await run(1, 'sync', '--yes', '-o', 'json');
	await run(2, 'diff');
	expect(seen.join('\n')).toContain(`Secret ${name}/one`);

	const files = await filesOf(trial.home);
	expect(files.map(file => path.basename(file))).toContain('state.db');
	for (const file of files) {
		seen.push(await readFile(file, 'latin1'));
	}

	const all = seen.join('\n');
	expect(traces.filter(trace => all.includes(trace))).toEqual([]);
});
