import {expect, test} from 'vitest';
import {controlPlane, createNamespace} from './support/shared-cluster.ts';
import {until} from './support/until.ts';

const cluster = controlPlane();

test('the viewer may do nothing until RBAC objects say so', async () => {
	await using namespace = await createNamespace(cluster);
	const list = () =>
		cluster.kubectl([`--kubeconfig=${cluster.viewerKubeconfig}`, `--namespace=${namespace.name}`, 'get', 'pods']);
	const refused = await list();
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain('User "viewer" cannot list resource "pods"');

	await namespace.kubectl(['create', 'rolebinding', 'viewer', '--clusterrole=view', '--user=viewer']);
	await until('the viewer may list', async () => (await list()).code === 0);
});
