import {expect, test} from 'vitest';
import type {Cluster} from '../start-cluster.ts';
import {openGates, writesTo} from '../support/audit.ts';
import {configMap, deployment, inWave} from '../support/manifests.ts';
import {endure} from './endure.ts';
import {ownCluster} from './own-cluster.ts';
import {startProxy} from './proxy.ts';
import {usual} from './stage.ts';
import type {Fault} from './table.ts';

const cluster = ownCluster();

const refused = /does not answer: (?:connection refused|the connection was cut)/;
const many = Array.from({length: 60}, (_, index) => configMap(`many-${index}`));

const faults: readonly Fault<Cluster>[] = [
	{
		fault: 'the API server is killed and started again',
		when: 'while all is watched',
		strike: ({place}) => place.killServer(),
		told: refused,
		heal: ({place}) => place.startServer(),
	},
	{
		fault: 'the API server is killed and started again',
		when: 'before anything was listed',
		begins: 'fresh',
		arm: ({place}) => place.killServer(),
		strike: () => undefined,
		told: refused,
		heal: ({place}) => place.startServer(),
	},
	{
		fault: 'the API server is killed and started again',
		when: 'in the middle of the applies of a wave',
		begins: 'fresh',
		declares: [...usual, ...many, configMap('last', {}, inWave(1))],
		async strike({place, engine}) {
			await engine.line(/"kind":"created"/, 120_000);
			await place.killServer();
		},
		told: refused,
		heal: ({place}) => place.startServer(),
		isRepeated: true,
		async holds({place, trial}) {
			const written = await writesTo(place.auditLog, trial.name);
			expect(written.indexOf('patch configmaps/last')).toBe(written.length - 1);
		},
	},
	{
		fault: 'the API server is killed and started again',
		when: 'while a wave waits for health',
		begins: 'fresh',
		declares: [configMap('a'), deployment('gate', {isGated: true}), configMap('last', {}, inWave(1))],
		async strike({place, engine}) {
			await engine.line(/"kind":"waiting".*\/gate"/, 120_000);
			await place.killServer();
		},
		told: refused,
		async heal({place, trial}) {
			await place.startServer();
			await openGates(trial.namespace);
		},
	},
];

test.for(faults)('$fault $when', fault => endure(fault, cluster()));

test('the API server is killed and started again in the middle of the first lists', async () => {
	await using proxy = await startProxy(cluster());
	const rule = proxy.add({method: 'GET', path: /^\/apis\/.*\?(?!.*watch=1)/, trick: {kind: 'hold'}});
	const fault: Fault<Cluster> = {
		fault: '',
		when: '',
		begins: 'fresh',
		async strike({place}) {
			await rule.struck();
			await place.killServer();
			rule.end();
		},
		told: refused,
		heal: ({place}) => place.startServer(),
	};
	await endure(fault, {...cluster(), kubeconfig: proxy.kubeconfig});
});
