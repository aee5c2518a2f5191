import {existsSync} from 'node:fs';
import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type Program, startProgram} from '../support/program.ts';
import {startCluster} from './start-cluster.ts';
import {processesOf} from './support/processes-of.ts';
import {controlPlane, createNamespace} from './support/shared-cluster.ts';
import {until} from './support/until.ts';

const main = path.join(import.meta.dirname, 'main.ts');

/** A folder for everything that one starter writes. */
async function createFolder() {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-starter-'));
	return {
		kubeconfig: path.join(folder, 'kubeconfig'),
		folder,
		[Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true}),
	};
}

function start(folder: string, {PATH = process.env.PATH ?? ''} = {}): Program {
	const {HOME = '', XDG_CACHE_HOME = '', GOFLAGS = ''} = process.env;
	return startProgram(process.execPath, [main, '--write-kubeconfig', path.join(folder, 'kubeconfig')], {
		env: {PATH, HOME, XDG_CACHE_HOME, GOFLAGS, TMPDIR: folder},
	});
}

/** Starts one and waits until it works; `all` are its programs with their guards. */
async function startReady(folder: string) {
	const starter = start(folder);
	await starter.line(/^ready https:\/\/127\.0\.0\.1:\d+$/, 120_000);
	const all = (await processesOf(`${folder}/trueup-cluster-`)).filter(({pid}) => pid !== starter.pid);
	return {starter, all, groups: new Set(all.map(({group}) => group))};
}

test('what was started outlives no kill -9 of the starter', async () => {
	await using place = await createFolder();
	const {starter, all, groups} = await startReady(place.folder);
	expect(groups.size).toBe(3);
	expect(all.some(({command}) => command.includes('kube-apiserver'))).toBe(true);

	starter.signal('SIGKILL');
	expect((await starter.exited).code).toBeNull();
	await until('all processes are gone', async () => (await processesOf(place.folder, groups)).length === 0);
});

test.for(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly', async name => {
	await using place = await createFolder();
	const {starter, groups} = await startReady(place.folder);
	expect((await stat(place.kubeconfig)).mode & 0o777).toBe(0o600);
	expect((await stat(`${place.kubeconfig}.viewer`)).mode & 0o777).toBe(0o600);

	starter.signal(name);
	expect((await starter.exited).code).toBe(0);
	expect(await processesOf(place.folder, groups)).toEqual([]);
	expect(await readdir(place.folder)).toEqual([]);
});

test('a signal while it starts ends it cleanly', async () => {
	await using place = await createFolder();
	const starter = start(place.folder);
	await until('etcd runs', async () => (await processesOf(`${place.folder}/trueup-cluster-`)).length > 1);
	starter.signal('SIGTERM');
	expect(await starter.exited).toEqual({code: 0, stdout: '', stderr: ''});
	expect(await processesOf(place.folder)).toEqual([]);
	expect(await readdir(place.folder)).toEqual([]);
});

test('a program that dies is named with the end of its log, and ends all', async () => {
	await using place = await createFolder();
	const {starter, all, groups} = await startReady(place.folder);
	const etcd = all.find(({command}) => /^\S+\/etcd /.test(command));
	process.kill(etcd?.pid ?? 0, 'SIGKILL');
	const {code, stderr} = await starter.exited;
	expect(code).toBe(1);
	expect(stderr).toContain('etcd ended unexpectedly (exit code 137); the end of its log:');
	expect(await processesOf(place.folder, groups)).toEqual([]);
	expect(await readdir(place.folder)).toEqual([]);
});

test.for(['kubeconfig', 'kubeconfig.viewer'])('a file %s that is there is refused and left alone', async name => {
	await using place = await createFolder();
	const file = path.join(place.folder, name);
	await writeFile(file, 'precious');
	const {code, stdout, stderr} = await start(place.folder).exited;
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).toBe(`${file} is there already and is not overwritten: remove it, or name another file\n`);
	expect(await readFile(file, 'utf8')).toBe('precious');
	expect(await readdir(place.folder)).toEqual([name]);
});

test('without Go, one line says what to install', async () => {
	await using place = await createFolder();
	const {code, stdout, stderr} = await start(place.folder, {PATH: place.folder}).exited;
	expect({code, stdout}).toEqual({code: 1, stdout: ''});
	expect(stderr).toMatch(/^The test cluster is built with Go, and there is none: install Go 1\.26 or newer .*\n$/);
});

test('the kubelet goes on after the API server was away', async () => {
	await using cluster = await startCluster({programs: controlPlane().programs});
	await using namespace = await createNamespace(cluster);
	await namespace.kubectl(['create', 'deployment', 'web', '--image=nginx']);
	await namespace.kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);

	await cluster.killServer();
	expect((await cluster.kubectl(['get', 'nodes'])).code).toBe(1);
	await cluster.startServer();

	await namespace.kubectl(['scale', 'deployment/web', '--replicas=3']);
	await namespace.kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
	expect(await namespace.kubectl(['get', 'nodes', '--no-headers'])).toMatch(/^sandbox\s+Ready\s/);
	expect(existsSync(cluster.auditLog)).toBe(true);
});
