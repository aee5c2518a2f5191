import {expect} from 'vitest';
import {runProgram} from '../../support/program.ts';
import {hasProgram, kubectlCommand} from '../kubectl.ts';
import {createResources, pathOf} from '../plain-kubectl/resources.ts';
import {contentTypes, createServer} from '../plain-kubectl/server.ts';
import type {SharedCluster} from './shared-cluster.ts';

export type ImageEdit = {
	readonly namespace: string;
	readonly deployment: string;
	readonly from: string;
	readonly to: string;
};

/** As a person does it with `kubectl edit`, in an editor; where there is none, the request that comes of it. */
export async function editImage(cluster: SharedCluster, {namespace, deployment, from, to}: ImageEdit): Promise<void> {
	if (hasProgram(cluster)) {
		const {command, env} = kubectlCommand(cluster);
		const finished = await runProgram(command, ['edit', `deployment/${deployment}`, `--namespace=${namespace}`], {
			env: {...env, KUBE_EDITOR: `sed -i s/${from}/${to}/`},
		});
		expect(finished).toMatchObject({code: 0, stdout: expect.stringContaining('edited')});
		return;
	}

	const server = createServer(cluster);
	const object = pathOf(await createResources(server).named('deployment'), namespace, deployment);
	const containers = [{name: 'main', image: to}];
	await server.call({
		method: 'PATCH',
		path: `${object}?fieldManager=kubectl-edit&fieldValidation=Strict`,
		contentType: contentTypes.strategic,
		body: {spec: {template: {spec: {containers}}}},
	});
}
