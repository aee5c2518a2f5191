import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {writesTo} from '../support/audit.ts';
import {configMap, text} from '../support/manifests.ts';
import {sharedCluster} from '../support/shared-cluster.ts';
import {createTrial} from '../support/trial.ts';
import {until} from '../support/until.ts';

const count = 5000;
const bytes = 400;
const atMost = {timeoutMs: 120_000};

function declared(first: string): string {
	const all = Array.from({length: count}, (_, index) =>
		configMap(`many-${index}`, {key: index === 0 ? first : 'x'.repeat(bytes)}),
	);
	return text(...all);
}

test('5,000 objects of one kind are applied, kept and healed, are listed in pages, and do not fill the memory', async () => {
	const cluster = sharedCluster();
	await using trial = await createTrial({'all.yaml': declared('1')}, cluster);
	await using engine = trial.start('engine', '--auto', '--self-heal', '--interval', '2s', '-o', 'json');
	const memory = async () =>
		Number(/^VmHWM:\s+(\d+)/m.exec(await readFile(`/proc/${engine.pid}/status`, 'utf8'))?.[1]) / 1024;
	const untilTold = async (what: string, since: number, isIt: (line: string) => boolean) =>
		until(what, () => engine.lines.slice(since).some(isIt), atMost);
	const isWell = (line: string) => line.includes('"message":"Synced, Healthy"');
	const isDone = (line: string) => line.includes('"kind":"finished"') && line.includes('"result":"succeeded"');
	await untilTold('all are applied', 0, isDone);
	await untilTold('all are healthy', 0, isWell);

	const unchanged = engine.lines.length;
	await untilTold('a pass finds nothing to do', unchanged, line => line.includes('"kind":"unchanged"'));
	expect(await writesTo(cluster.auditLog, trial.name)).toHaveLength(count);

	await trial.declare({'all.yaml': declared('2')});
	await until(
		'the one that changed is applied',
		async () =>
			(await trial.namespace.kubectl(['get', 'configmap', 'many-0', '--output=jsonpath={.data.key}'])) === '2',
		atMost,
	);
	expect(await writesTo(cluster.auditLog, trial.name)).toHaveLength(count + 1);

	const deleted = engine.lines.length;
	const five = [1, 1000, 2000, 3000, 4999].map(index => `many-${index}`);
	await trial.namespace.kubectl(['delete', 'configmap', ...five]);
	await until(
		'the five that were deleted are made again',
		() =>
			five.every(name =>
				engine.lines.slice(deleted).some(line => line.includes('"kind":"created"') && line.includes(`/${name}"`)),
			),
		atMost,
	);

	const {length: left} = (await trial.namespace.kubectl(['get', 'configmaps', '--output=name'])).trim().split('\n');
	expect(left).toBeGreaterThanOrEqual(count);
	const audit = await readFile(cluster.auditLog, 'utf8');
	const lists = audit.split('\n').filter(line => line.includes('/configmaps?') && line.includes('continue='));
	expect(lists.length, 'lists that go on with a page').toBeGreaterThan(0);
	const peak = await memory();
	expect(peak, `the engine had ${Math.round(peak)} MiB at most`).toBeLessThan(600);
});
