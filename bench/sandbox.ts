import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {cpus, tmpdir, totalmem} from 'node:os';
import path from 'node:path';
import packageJson from '../package.json' with {type: 'json'};
import {buildInto} from '../scripts/build.ts';
import {createClusters} from '../source/adapters/cluster/clusters.ts';
import type {JsonObject} from '../source/model/json.ts';
import type {Cluster, ServedKind} from '../source/model/ports.ts';
import {usageOf} from './machine.ts';

/**
 * `node bench/sandbox.ts`: how soon the built embedded cluster answers, what it weighs, and how many server-side
 * applies it takes from our own client over HTTPS. Of Linux.
 */

const objects = 3000;
const atOnce = 16;

const kind: ServedKind = {
	group: '',
	version: 'v1',
	kind: 'ConfigMap',
	plural: 'configmaps',
	isNamespaced: true,
	isListable: true,
};
const deployments: ServedKind = {...kind, group: 'apps', kind: 'Deployment', plural: 'deployments'};

function configMap(index: number, value: string): JsonObject {
	const metadata = {name: `map-${index}`, namespace: 'default', labels: {app: 'bench'}};
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {index: String(index), value}};
}

/** Scaled to none, so that what is measured is the server and not the pods. */
function deployment(index: number, image: string): JsonObject {
	const labels = {app: `web-${index}`};
	const container = {name: 'web', image, ports: [{containerPort: 80}], env: [{name: 'INDEX', value: String(index)}]};
	const template = {metadata: {labels}, spec: {containers: [container]}};
	const metadata = {name: `web-${index}`, namespace: 'default', labels};
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata,
		spec: {replicas: 0, selector: {matchLabels: labels}, template},
	};
}

type Work = {readonly cluster: Cluster; readonly kind: ServedKind; readonly body: (index: number) => JsonObject};

type Rate = {readonly perSecond: number; readonly perServerSecond: number};

async function rateOf({cluster, kind, body}: Work, pid: number): Promise<Rate> {
	const {signal} = new AbortController();
	const cpuBefore = usageOf(pid).cpuSeconds;
	const begun = performance.now();
	let next = 0;
	const work = async () => {
		while (next < objects) {
			await cluster.apply(kind, body(next++), {force: true, dryRun: false}, signal);
		}
	};
	await Promise.all(Array.from({length: atOnce}, work));
	const seconds = (performance.now() - begun) / 1000;
	return {perSecond: objects / seconds, perServerSecond: objects / (usageOf(pid).cpuSeconds - cpuBefore)};
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

async function readyAfter(child: ChildProcess): Promise<number> {
	const begun = performance.now();
	await new Promise<void>((resolve, reject) => {
		child.stdout?.on('data', chunk => String(chunk).startsWith('ready ') && resolve());
		child.on('exit', code => reject(new Error(`the sandbox ended with exit code ${code}`)));
	});
	return performance.now() - begun;
}

function mebibytes(pid: number): string {
	return `peak ${usageOf(pid).peakMebibytes} MiB`;
}

async function measure(folder: string): Promise<void> {
	await buildInto(path.join(folder, 'build'));
	const kubeconfig = path.join(folder, 'kubeconfig');
	const args = [path.join(folder, 'build/cli.js'), 'sandbox', '--write-kubeconfig', kubeconfig];
	const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
	const {pid = 0} = child;
	try {
		say(`ready after ${Math.round(await readyAfter(child))} ms, ${mebibytes(pid)} (budget: 1000 ms, 120 MB)`);
		const clusters = await createClusters({environment: {}, version: packageJson.version, kubeconfig});
		const cluster = clusters.open('trueup-sandbox');
		const stretches: readonly (readonly [string, Omit<Work, 'cluster'>])[] = [
			['ConfigMaps created', {kind, body: index => configMap(index, 'a')}],
			['ConfigMaps changed', {kind, body: index => configMap(index, 'b')}],
			['ConfigMaps unchanged', {kind, body: index => configMap(index, 'b')}],
			['Deployments created', {kind: deployments, body: index => deployment(index, 'web:1')}],
			['Deployments changed', {kind: deployments, body: index => deployment(index, 'web:2')}],
			['Deployments unchanged', {kind: deployments, body: index => deployment(index, 'web:2')}],
		];
		for (const [name, work] of stretches) {
			const {perSecond, perServerSecond} = await rateOf({cluster, ...work}, pid);
			const perCpu = Math.round(perServerSecond);
			say(`${objects} ${name}: ${Math.round(perSecond)} applies/s, ${perCpu} a second of its CPU, ${mebibytes(pid)}`);
		}

		await cluster.close();
	} finally {
		child.kill('SIGINT');
		await new Promise(resolve => child.once('close', resolve));
	}
}

const [cpu] = cpus();
say(
	`${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; client on the same`,
);
say(`trueup ${packageJson.version}, node ${process.version}; server-side applies by our own client, ${atOnce} at once`);
const folder = await mkdtemp(path.join(tmpdir(), 'trueup-bench-sandbox-'));
try {
	await measure(folder);
} finally {
	await rm(folder, {recursive: true, force: true});
}
