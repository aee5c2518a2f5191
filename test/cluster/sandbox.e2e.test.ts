import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Finished, type Program, runProgram, startProgram} from '../support/program.ts';
import {controlPlane} from './support/shared-cluster.ts';

/** The real kubectl on the built `trueup sandbox`: what a person does by hand. */

const {programs} = controlPlane();
const cli = path.join(import.meta.dirname, '../../build/cli.js');

let folder = '';
let kubeconfig = '';
let sandbox: Program | undefined;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'trueup-sandbox-'));
	kubeconfig = path.join(folder, 'kubeconfig');
	const args = [cli, 'sandbox', '--write-kubeconfig', kubeconfig];
	sandbox = startProgram(process.execPath, args, {env: {PATH: process.env.PATH ?? ''}});
	await sandbox.line(/^ready https:\/\/127\.0\.0\.1:\d+$/);
});

afterAll(async () => {
	await sandbox?.[Symbol.asyncDispose]();
	await rm(folder, {recursive: true, force: true});
});

function kubectl(args: readonly string[], input?: string): Promise<Finished> {
	const env = {
		PATH: process.env.PATH ?? '',
		HOME: folder,
		KUBECONFIG: kubeconfig,
		KUBE_EDITOR: 'sed -i s/web:2/web:3/',
	};
	return runProgram(path.join(programs, 'kubectl'), args, {env, input});
}

const deployment = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}", ports: [{containerPort: 80}]}]}
`;

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: things, kind: Thing}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
`;

const thing =
	'{"apiVersion":"example.com/v1","kind":"Thing","metadata":{"name":"one","namespace":"shop"},"spec":{"size":1}}';

const shop = (...args: readonly string[]) => ['--namespace=shop', ...args];

/** In this order: each goes on where the one before it ended. */
const steps: readonly (readonly [args: readonly string[], stdout: RegExp, input?: string, code?: number])[] = [
	[['get', 'nodes', '--no-headers'], /^sandbox +Ready +<none> /],
	[['create', 'namespace', 'shop'], /^namespace\/shop created/],
	[['create', '-f', '-'], /^deployment.apps\/web created/, deployment('web:1')],
	[shop('rollout', 'status', 'deployment/web', '--timeout=20s'), /successfully rolled out/],
	[shop('get', 'deployment', 'web', '--no-headers'), /^web +2\/2 +2 +2 +\d+s/],
	[shop('get', 'pods', '--no-headers'), /^web-\w+-\w+ +1\/1 +Running +0 +\d+s\nweb-/],
	[shop('describe', 'deployment', 'web'), /2 desired \| 2 updated \| 2 total \| 2 available/],
	[['apply', '--server-side', '-f', '-'], /^deployment.apps\/web serverside-applied/, deployment('web:1')],
	[['apply', '-f', '-'], /^deployment.apps\/web configured/, deployment('web:1')],
	[['apply', '-f', '-'], /^deployment.apps\/web unchanged/, deployment('web:1')],
	[['diff', '-f', '-'], /\+ +- image: web:2/, deployment('web:2'), 1],
	[['replace', '-f', '-'], /^deployment.apps\/web replaced/, deployment('web:2')],
	[shop('edit', 'deployment', 'web'), /^deployment.apps\/web edited/],
	[shop('get', 'deployment', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}'), /^web:3$/m],
	[shop('patch', 'deployment', 'web', '-p', '{"spec":{"minReadySeconds":0}}'), /patched/],
	[shop('patch', 'deployment', 'web', '--type=merge', '-p', '{"spec":{"replicas":3}}'), /patched/],
	[
		shop('patch', 'deployment', 'web', '--type=json', '-p', '[{"op":"replace","path":"/spec/replicas","value":1}]'),
		/patched/,
	],
	[shop('scale', 'deployment', 'web', '--replicas=2'), /^deployment.apps\/web scaled/],
	[shop('label', 'deployment', 'web', 'tier=front'), /labeled/],
	[shop('rollout', 'restart', 'deployment/web'), /restarted/],
	[shop('rollout', 'status', 'deployment/web', '--timeout=20s'), /successfully rolled out/],
	[shop('logs', 'deployment/web'), /web:3/],
	[['apply', '-f', '-'], /created/, definition],
	[['wait', '--for=condition=Established', 'crd/things.example.com', '--timeout=10s'], /condition met/],
	[['apply', '-f', '-'], /^thing.example.com\/one created/, thing],
	[['apply', '-f', '-'], /^thing.example.com\/one unchanged/, thing],
	[shop('get', 'things', '--no-headers'), /^one +\d+s/],
	[['explain', 'thing.spec'], /size\s+<integer>/],
	[['auth', 'can-i', 'delete', 'pods'], /^yes/],
	[['delete', 'crd', 'things.example.com'], /deleted/],
	[['delete', 'namespace', 'shop', '--timeout=30s'], /deleted/],
	[
		['get', 'namespaces', '-o', 'name'],
		/^namespace\/default\nnamespace\/kube-node-lease\nnamespace\/kube-public\nnamespace\/kube-system$/m,
	],
];

test('real kubectl finds all that it needs', async () => {
	for (const [args, stdout, input, code = 0] of steps) {
		const finished = await kubectl(args, input);
		expect({...finished, args}).toMatchObject({args, code, stdout: expect.stringMatching(stdout)});
	}
});

test('get -w shows what happens, line by line', async () => {
	await kubectl(['create', 'configmap', 'watched']);
	const env = {PATH: process.env.PATH ?? '', HOME: folder, KUBECONFIG: kubeconfig};
	const args = ['get', 'configmap', 'watched', '--watch', '--no-headers'];
	await using watching = startProgram(path.join(programs, 'kubectl'), args, {env});
	await watching.line(/^watched +0 /);
	await kubectl(['patch', 'configmap', 'watched', '-p', '{"data":{"a":"b"}}']);
	await watching.line(/^watched +1 /);
});

test('a kubeconfig that is there is refused, and left as it is', async () => {
	const file = path.join(folder, 'taken');
	await writeFile(file, 'mine');
	const args = [cli, 'sandbox', '--write-kubeconfig', file];
	const {code, stderr} = await runProgram(process.execPath, args, {env: {PATH: process.env.PATH ?? ''}});
	expect({code, lines: stderr.trimEnd().split('\n').length}).toEqual({code: 2, lines: 1});
	expect(await readFile(file, 'utf8')).toBe('mine');
});

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it, and takes its kubeconfig away', async name => {
	const file = path.join(folder, name);
	const args = [cli, 'sandbox', '--write-kubeconfig', file];
	await using program = startProgram(process.execPath, args, {env: {PATH: process.env.PATH ?? ''}});
	await program.line(/^ready /);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	program.signal(name);
	expect(await program.exited).toMatchObject({code: 0});
	await expect(stat(file)).rejects.toThrow('ENOENT');
});
