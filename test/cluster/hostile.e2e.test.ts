import {mkdir, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {writesTo} from './support/audit.ts';
import {configMap, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder, type ProblemAnswer, type Trial} from './support/trial.ts';

const cluster = sharedCluster();
const megabyte = 1024 * 1024;

/** A place where each of them is broken, and what is said of it. */
type Broken = {
	readonly file: string;
	readonly content: string | Buffer;
	readonly line: number;
	readonly says: RegExp;
};

const head = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
	.concat(Array.from('bcdefghij', (letter, index) => `${letter}: &${letter} [${`*${'abcdefghi'[index]}, `.repeat(9)}]`))
	.join('\n');

const broken: readonly Broken[] = [
	{file: 'syntax.yaml', content: `${head('syntax')}data: {key: [1, 2\n`, line: 6, says: /./},
	{
		file: 'duplicate.yaml',
		content: `${head('duplicate')}data:\n  key: 1\n  key: 2\n`,
		line: 7,
		says: /duplicate key "key"/,
	},
	{file: 'tab.yaml', content: `${head('tab')}data:\n\tkey: "1"\n`, line: 6, says: /tab/i},
	{
		file: 'unnamed.yaml',
		content: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n',
		line: 1,
		says: /metadata\.name is missing/,
	},
	{file: 'number.yaml', content: '\n\n42\n', line: 3, says: /this is a number, not an object/},
	{file: 'list.yaml', content: '- a\n- b\n', line: 1, says: /this is a list, not an object/},
	{
		file: 'second.yaml',
		content: `${text(configMap('good-first'))}---\nkind: ConfigMap\nmetadata: {name: x}\n`,
		line: 10,
		says: /apiVersion is missing/,
	},
	{file: 'bomb.yaml', content: `${head('bomb')}data:\n${bomb}\n`, line: 1, says: /alias|3 MB/},
	{file: 'deep.yaml', content: `${head('deep')}data: ${'['.repeat(100_000)}`, line: 5, says: /nested deeper/},
	{
		file: 'huge.yaml',
		content: Buffer.alloc(50 * megabyte, '# a comment that goes on and on\n'),
		line: 1,
		says: /50\.0 MB/,
	},
	{
		file: 'name.yaml',
		content: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "a\\e[31mb"}\n',
		line: 1,
		says: /refuses/,
	},
	{
		file: 'slash.yaml',
		content: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ../../secrets/x}\n',
		line: 1,
		says: /refuses/,
	},
	{
		file: 'kind.yaml',
		content: 'apiVersion: v1\nkind: "Config\\u202eMap"\nmetadata: {name: a}\n',
		line: 1,
		says: /kind/,
	},
	{file: 'control.yaml', content: `${head('control')}data: {key: "\u0007"}\n`, line: 5, says: /control character/},
	{file: 'types.yaml', content: `${head('types')}  labels: {a: 1}\n`, line: 1, says: /labels.*not text/},
	{
		file: 'unknown.yaml',
		content: 'apiVersion: example.test/v1\nkind: Thing\nmetadata: {name: a}\n',
		line: 1,
		says: /does not know this kind/,
	},
	{
		file: 'latin.yaml',
		content: Buffer.from(`${head('latin')}data: {key: \xe9\xff}\n`, 'latin1'),
		line: 5,
		says: /not UTF-8/,
	},
	{file: 'binary.json', content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0xff]), line: 1, says: /not UTF-8/},
	{file: 'open.json', content: '{"apiVersion": "v1",\n', line: 2, says: /./},
	{file: 'tag.yaml', content: `${head('tag')}data: !!js/function "1"\n`, line: 5, says: /tag/},
	{file: 'bad\u001b[31m\nname\u202e.yaml', content: `${head('steering')}  labels: [1]\n`, line: 1, says: /labels/},
];

/** What only the server can tell. */
const refused: readonly Broken[] = [
	{
		file: 'wide.yaml',
		content: `${head('wide')}data:\n  key: "${'x'.repeat(2.9 * megabyte)}"\n`,
		line: 1,
		says: /Too long/,
	},
	{file: 'wrong.yaml', content: `${head('wrong')}data: [1, 2]\n`, line: 1, says: /ConfigMap \S+\/wrong: .*data/},
];

const good = broken.map((_, index) => `good-${index}`);

async function breakHalf({repository}: Trial): Promise<void> {
	const top = path.join(repository.folder, folder);
	await mkdir(top, {recursive: true});
	await Promise.all([...broken, ...refused].map(({file, content}) => writeFile(path.join(top, file), content)));
	await symlink('/etc/passwd', path.join(top, 'link.yaml'));
	await repository.commit('Break every second file');
	await repository.push();
}

function expectProblems(problems: readonly ProblemAnswer[], expected: readonly Broken[]): void {
	const isOf = (where: string, file: string) =>
		file.includes('\n') ? /bad.*name/.test(where) : where.startsWith(`${folder}/${file}:`);
	expect(expected.map(({file}) => ({file, found: problems.filter(({where}) => isOf(where, file))}))).toEqual(
		expected.map(({file, line, says}) => ({
			file,
			found: [{where: expect.stringMatching(new RegExp(`:${line}$`)), message: expect.stringMatching(says)}],
		})),
	);
	expect(problems.find(({where}) => where === `${folder}/link.yaml:1`)?.message).toContain('symbolic link');
	expect(problems).toHaveLength(expected.length + 1);
}

// C0 but line breaks, DEL, C1, and what reorders text.
const steering = /[[\p{Cc}--\n]\u200e\u200f\u202a-\u202e\u2066-\u2069]/v;

test('of a repository in which every second file is broken the good half is synced by a person, and nothing is pruned', async () => {
	await using trial = await createTrial({
		'old.yaml': text(configMap('old')),
		...Object.fromEntries(good.map(name => [`${name}.yaml`, text(configMap(name, {key: '1'}))])),
	});
	const {name, namespace} = trial;
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	const seen: string[] = [];
	const run = async (code: number, ...args: readonly string[]) => {
		const started = performance.now();
		const {code: ended, stdout, stderr} = await trial.run(...args);
		seen.push(stdout, stderr);
		expect({args, ended, stderr: ended === code ? '' : stderr}).toEqual({args, ended: code, stderr: ''});
		expect(performance.now() - started).toBeLessThan(20_000);
		return stdout;
	};

	await trial.declare({
		'old.yaml': undefined,
		...Object.fromEntries(good.map(one => [`${one}.yaml`, text(configMap(one, {key: '2'}))])),
	});
	await breakHalf(trial);

	expectProblems((await trial.read('get')).problems, broken);
	expectProblems((await trial.plan()).problems, [...broken, ...refused]);

	// By itself it does nothing.
	{
		await using engine = trial.start('engine', '--auto', '--self-heal', '--auto-prune', '-o', 'json');
		await engine.line(/problems hold the automated sync back/);
		await engine.line(/"kind":"next"/);
		engine.signal('SIGINT');
		const {code, stdout, stderr} = await engine.exited;
		expect(code).toBe(0);
		seen.push(stdout, stderr);
	}

	expect(await namespace.kubectl(['get', 'configmap', 'good-0', '--output=jsonpath={.data.key}'])).toBe('1');
	for (const output of ['text', 'json']) {
		await run(0, 'list', '-o', output);
		await run(0, 'get', '-o', output);
		await run(0, 'plan', '--prune', '-o', output);
		await run(2, 'diff', '-o', output);
	}

	await run(1, 'render');
	await run(1, 'sync', '--yes', '--prune');
	await run(0, 'history');
	expect(await namespace.kubectl(['get', 'configmap', 'good-0', '--output=jsonpath={.data.key}'])).toBe('2');
	const writes = await writesTo(cluster.auditLog, name);
	expect(writes.filter(write => write.startsWith('delete'))).toEqual([]);
	const synced = good.map(one => `patch configmaps/${one}`);
	expect(writes.toSorted()).toEqual(
		[...synced, ...synced, 'patch configmaps/good-first', 'patch configmaps/old'].toSorted(),
	);
	const {leftovers, kind, changes} = await trial.plan('--prune');
	expect({leftovers, kind, changes}).toMatchObject({leftovers: [{name: 'old'}], kind: 'blocked', changes: []});
	expect(steering.exec(seen.join(''))).toBeNull();
});
