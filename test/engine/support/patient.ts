import {diagnose, type Patient} from '../../../source/engine/doctor/diagnose.ts';
import type {Program} from '../../../source/model/diagnosis.ts';
import type {Clusters} from '../../../source/model/ports.ts';
import {createFakeCluster} from './fake-cluster.ts';
import {createFakeSources} from './fake-sources.ts';
import {application, configMap, deployment, never} from './harness.ts';

export const program = (name: string, changes: Partial<Program> = {}): Program => ({
	name,
	path: `/usr/bin/${name}`,
	version: 'v9.0.0',
	least: '1.0.0',
	isSupported: true,
	use: `what needs ${name} is not done`,
	isAlwaysNeeded: false,
	tookMs: 1,
	...changes,
});

export const gone: Partial<Program> = {path: '', version: '', isSupported: false};
export const old: Partial<Program> = {isSupported: false};

export function setUp(changes: Partial<Patient> = {}) {
	const [fake, git] = [createFakeCluster(), createFakeSources()];
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	const clusters: Clusters = {
		contextOf: cluster => (cluster === '' ? {context: 'test'} : {problem: `no context ${cluster}`}),
		open: () => fake.cluster,
		overview: () => ({context: 'test', server: 'https://test', contexts: ['other', 'test']}),
		async close() {},
	};
	const waiting = (_: number, signal: AbortSignal) =>
		new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
	const patient: Patient = {
		applications: [application()],
		problemsOf: new Map(),
		clock: {now: () => 0, ticks: () => 0, random: () => 0, sleep: waiting},
		clusters,
		sources: git.sources,
		programs: Promise.resolve([program('git', {isAlwaysNeeded: true})]),
		places: Promise.resolve([{name: 'cache', path: '/cache', trouble: '', amount: '3.0 MB in 2 files', tookMs: 1}]),
		boundary: Promise.resolve({path: '', kind: 'none', lack: 'they see all', tookMs: 1}),
		credentials: Promise.resolve([]),
		limitMs: 1000,
		...changes,
	};
	return {fake, git, look: () => diagnose(patient, never)};
}

export const named = (found: Awaited<ReturnType<typeof diagnose>>, name: string) =>
	found.findings.find(finding => finding.name === name);
