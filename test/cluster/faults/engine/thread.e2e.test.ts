import path from 'node:path';
import {expect, test} from 'vitest';
import {startTerminal} from '../../../ui/support/terminal.ts';
import {openGates, writesTo} from '../../support/audit.ts';
import {configMap, deployment, inWave, text} from '../../support/manifests.ts';
import {sharedCluster} from '../../support/shared-cluster.ts';
import {createTrial, folder} from '../../support/trial.ts';
import {until} from '../../support/until.ts';
import {strikeThread} from './strike-thread.ts';

const cluster = sharedCluster();
const program = path.join(import.meta.dirname, '..', '..', '..', '..', 'build', 'cli.js');

/** Three waves; the second ends when somebody opens the gate. */
const waves = {
	'first.yaml': text(configMap('a', {key: '1'}, inWave(-1))),
	'second.yaml': text(deployment('gate', {isGated: true})),
	'third.yaml': text(configMap('d', {key: '1'}, inWave(1))),
};
const firstWaves = ['patch configmaps/a', 'patch deployments/gate'];
const allWaves = [...firstWaves, 'patch configmaps/d'];

type Strike = {readonly what: string; readonly expression: string; readonly told: RegExp};

const strikes: readonly Strike[] = [
	{what: 'throws', expression: "throw new Error('struck')", told: /the engine died: struck/},
	{
		what: 'runs out of memory',
		expression: 'const all = []; for (;;) all.push(new Array(10_000).fill(all.length));',
		told: /the engine died: .*memory/,
	},
	{what: 'hangs', expression: 'for (;;);', told: /the engine died: it has not answered for 15 s/},
];

test.for(strikes)(
	'the interface stays when its thread $what in the middle of a sync, and a new thread goes on with it',
	async ({expression, told}) => {
		await using trial = await createTrial(waves, cluster);
		const {name, namespace, repository, home} = trial;
		const place = ['--namespace', name, '--kubeconfig', cluster.kubeconfig];
		const flags = ['--repo', repository.remote, '--path', folder, '--name', name, ...place];
		await using terminal = startTerminal(
			['node', program, ...flags, '--auto', '--self-heal', '--interval', '1s', '--yes'],
			{
				columns: 160,
				rows: 40,
				environment: {HOME: home, NODE_OPTIONS: '--inspect=127.0.0.1:0 --max-old-space-size=192'},
			},
		);
		const writes = () => writesTo(cluster.auditLog, name);
		await until('the second wave is waited for', async () => (await writes()).length === firstWaves.length);
		await terminal.waitFor(/syncing: waiting for/, 30_000);

		await strikeThread(() => terminal.received(), expression);
		// Keys are answered whatever the thread does.
		terminal.press('?');
		await terminal.waitFor(/Help|Keys/);
		terminal.press('esc');
		await terminal.waitFor(told, 40_000);
		await terminal.waitFor(lines => !told.test(lines.join('\n')), 30_000);
		expect(await writes()).toEqual(firstWaves);

		await openGates(namespace);
		await terminal.waitFor(new RegExp(`${name} .*Synced +Healthy`), 30_000);
		expect(await writes()).toEqual(allWaves);
		await namespace.kubectl(['delete', 'configmap', 'd']);
		await until('it is healed', async () => (await writes()).length > allWaves.length);
	},
);
