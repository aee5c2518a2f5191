import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {load} from 'js-yaml';
import * as z from 'zod';
import type {Kubectl} from '../kubectl.ts';
import {demandingKubectl} from './shared-cluster.ts';
import {until} from './until.ts';

type Rule = {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly verbs: readonly string[];
};

export type Roles = {
	/** From now on the viewer may do exactly that in the namespace; resolves once the cluster agrees. */
	allow(namespace: string, rules: readonly Rule[]): Promise<void>;
	/** The same everywhere, until the end of the scope that it is declared in with `await using`. */
	allowEverywhere(rules: readonly Rule[]): Promise<AsyncDisposable>;
};

/** `get list: configmaps secrets` in the core's group and in apps. */
export function rule(line: string): Rule {
	const [verbs = '', resources = ''] = line.split(': ');
	return {apiGroups: ['', 'apps', 'batch'], verbs: verbs.split(' '), resources: resources.split(' ')};
}

/** The rules of a Role or ClusterRole that the page of the verbs gives. */
export async function rulesOfThePage(name: string): Promise<readonly Rule[]> {
	const page = await readFile(path.join(import.meta.dirname, '..', '..', '..', 'docs', 'verbs.md'), 'utf8');
	const blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
	const found = blocks.find(text => text.includes(`name: ${name}\n`));
	if (found === undefined) {
		throw new Error(`the page of the verbs has no ${name}`);
	}

	return roleSchema.parse(load(found)).rules;
}

const roleSchema = z.object({
	rules: z.array(
		z.object({apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string())}),
	),
});

export function createRoles(cluster: {readonly kubectl: Kubectl; readonly viewerKubeconfig: string}): Roles {
	const admin = demandingKubectl(cluster);
	const apply = (kind: 'Role' | 'ClusterRole', name: string, rules: readonly Rule[], args: readonly string[]) => {
		const apiVersion = 'rbac.authorization.k8s.io/v1';
		const roleRef = {apiGroup: 'rbac.authorization.k8s.io', kind, name};
		const subjects = [{apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer'}];
		const items = [
			{apiVersion, kind, metadata: {name}, rules},
			{apiVersion, kind: `${kind}Binding`, metadata: {name}, roleRef, subjects},
		];
		return admin([...args, 'apply', '-f', '-'], JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
	};
	/** A rule that nothing else asks about tells that all of its Role are known. */
	const untilKnown = async (resource: string, namespace: string) => {
		const spec = {resourceAttributes: {verb: 'get', group: 'example.test', resource, namespace}};
		const review = {apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec};
		const raw = '--raw=/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
		const ask = [`--kubeconfig=${cluster.viewerKubeconfig}`, 'create', raw, '-f', '-'];
		await until('the roles are known', async () =>
			(await cluster.kubectl(ask, JSON.stringify(review))).stdout.includes('"allowed":true'),
		);
	};
	const marked = (rules: readonly Rule[]) => {
		const marker = `m${crypto.randomUUID().slice(0, 8)}`;
		return {marker, all: [...rules, {apiGroups: ['example.test'], resources: [marker], verbs: ['get']}]};
	};

	return {
		async allow(namespace, rules) {
			const {marker, all} = marked(rules);
			await apply('Role', 'trial', all, [`--namespace=${namespace}`]);
			await untilKnown(marker, namespace);
		},
		async allowEverywhere(rules) {
			const {marker, all} = marked(rules);
			await apply('ClusterRole', 'trial', all, []);
			await untilKnown(marker, '');
			return {
				async [Symbol.asyncDispose]() {
					await admin(['delete', 'clusterrolebinding/trial', 'clusterrole/trial']);
				},
			};
		},
	};
}
