import {expect, test} from 'vitest';
import {callsTo, writesTo} from './support/audit.ts';
import {startPerson} from './support/keyboard.ts';
import {configMap, text} from './support/manifests.ts';
import {createRoles, rule} from './support/roles.ts';
import {controlPlane} from './support/shared-cluster.ts';
import {createTrial, type Trial} from './support/trial.ts';
import {until} from './support/until.ts';

const cluster = controlPlane();
const {auditLog} = cluster;
const roles = createRoles(cluster);

const createRestricted = (value = 'v') =>
	createTrial({'a.yaml': text(configMap('a', {k: value}))}, {...cluster, kubeconfig: cluster.viewerKubeconfig});

const everything = rule('get list watch create patch delete: configmaps');

const dataOf = ({namespace}: Trial) =>
	namespace.kubectl(['get', 'configmap', 'a', '--ignore-not-found', '--output=jsonpath={.data.k}']);

const edit = ({namespace}: Trial, value: string) =>
	namespace.kubectl(['patch', 'configmap', 'a', `--patch={"data":{"k":"${value}"}}`]);

/** Each in a namespace of its own: what one may do there, the others do not notice. */
test.concurrent('a Role that is widened while the engine runs is noticed, and one that is narrowed too', async () => {
	await using trial = await createRestricted();
	await using engine = trial.start('engine', '--auto', '--self-heal', '-o', 'json');
	await engine.line(/"kind":"problem".*viewer may not list and watch configmaps/);
	expect(await callsTo(auditLog, 'viewer', trial.name)).toEqual([]);
	await roles.allow(trial.name, [everything]);
	// Nobody tells of it: it is asked for now and then.
	await engine.line(/"kind":"permissions".*has changed/, 45_000);
	await until('it is applied', async () => (await dataOf(trial)) === 'v');

	await roles.allow(trial.name, [rule('get list watch: configmaps')]);
	await edit(trial, 'drift');
	await engine.line(/"kind":"problem".*viewer may not patch configmaps/);
	const refused = async () => (await callsTo(auditLog, 'viewer', trial.name)).filter(call => call.endsWith(' 403'));
	expect(await refused()).toHaveLength(1);
	await edit(trial, 'more drift');
	await engine.line(/"kind":"drift".*more drift/);
	expect(await refused()).toHaveLength(1);
	engine.signal('SIGINT');
	expect((await engine.exited).stderr).toBe('');
});

test.concurrent('what may be listed and not watched is followed by listing it again', async () => {
	await using trial = await createRestricted();
	await roles.allow(trial.name, [rule('get list create patch: configmaps')]);
	await using engine = trial.start('engine', '--auto', '--self-heal', '-o', 'json');
	await engine.line(/"kind":"finished".*"result":"succeeded"/);
	await edit(trial, 'drift');
	await engine.line(/"kind":"healed"/, 30_000);
	expect(await dataOf(trial)).toBe('v');
	const calls = await callsTo(auditLog, 'viewer', trial.name);
	expect(calls.filter(call => /^watch|403$/.test(call))).toEqual([]);
	const [row] = await trial.read('list');
	expect(row.message).toContain(`viewer may not watch configmaps in namespace ${trial.name}`);
});

test.concurrent('a person sees what is not allowed, can approve the rest alone, and r notices a wider Role', async () => {
	await using trial = await createRestricted();
	await roles.allow(trial.name, [rule('get list watch: configmaps')]);
	const application = ['--repo', trial.repository.remote, '--path', 'app', '--name', trial.name];
	const state = ['--state', `${trial.home}/state.db`, '--cache', `${trial.home}/cache`];
	const place = ['--namespace', trial.name, '--kubeconfig', cluster.viewerKubeconfig, ...state];
	await using person = startPerson([...application, ...place], {columns: 150, rows: 40});
	await person.sees(new RegExp(`^${trial.name} .*OutOfSync .* not allowed for ConfigMap`, 'm'));
	person.press('enter');
	await person.sees('viewer may not patch and create configmaps', 'A Role in');
	person.press('s');
	await person.sees('blocked: nothing can be applied', '[no]', 'not allowed 1', 'not allowed: viewer may not patch');
	person.press('A');
	person.press('s');
	await person.sees('none of these changes is allowed');
	await roles.allow(trial.name, [everything]);
	person.press('r');
	await person.sees('[moved]', 'awaiting approval');
	person.press('enter');
	await person.sees('Changes of', '[ ]');
	person.press('a');
	await person.sees('[✓]');
	person.press('s');
	await person.sees('Confirm the sync');
	person.press('enter');
	await person.sees('Reconcile loop', /finished +succeeded/);
	expect(await writesTo(auditLog, trial.name)).toEqual(['patch configmaps/a']);
	expect((await callsTo(auditLog, 'viewer', trial.name)).filter(call => call.endsWith(' 403'))).toEqual([]);
});
