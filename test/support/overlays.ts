import {stringify} from 'yaml';
import {type Files, under} from './temporary-folder.ts';

/**
 * Kustomize as people write it: `base` with so many objects, a component, and an overlay `overlays/production`
 * with most of what a kustomization can say. Every fifth object is a Deployment, every fifth a Service.
 */
export function overlayFiles({objects = 50}: {readonly objects?: number} = {}): Files {
	const bases = Array.from({length: objects}, (_, index) => baseObject(index));
	return {
		...under('base', {
			'kustomization.yaml': kustomization({
				resources: bases.map(([name]) => name),
				labels: [{pairs: {app: 'shop'}, includeSelectors: true}],
			}),
			...Object.fromEntries(bases),
		}),
		...under('components/monitored', {
			'kustomization.yaml': stringify({
				apiVersion: 'kustomize.config.k8s.io/v1alpha1',
				kind: 'Component',
				patches: [
					{
						target: {kind: 'Service'},
						patch: stringify([{op: 'add', path: '/metadata/annotations', value: {scrape: 'true'}}]),
					},
				],
			}),
		}),
		...under('overlays/production', {
			'kustomization.yaml': kustomization(production),
			'memory.yaml': stringify({
				apiVersion: 'apps/v1',
				kind: 'Deployment',
				metadata: {name: 'object-01'},
				spec: {template: {spec: {containers: [{name: 'web', resources: {limits: {memory: '64Mi'}}}]}}},
			}),
			'app.properties': 'colour=green\n',
		}),
	};
}

const production = {
	namespace: 'production',
	namePrefix: 'shop-',
	nameSuffix: '-north',
	resources: ['../../base'],
	components: ['../../components/monitored'],
	commonAnnotations: {owner: 'team-shop'},
	labels: [{pairs: {environment: 'production'}}],
	images: [{name: 'registry.example.test/web', newName: 'mirror.example.test/web', newTag: '4.5.6'}],
	replicas: [{name: 'object-01', count: 3}],
	patches: [
		{path: 'memory.yaml'},
		{
			target: {kind: 'ConfigMap', name: 'object-03'},
			patch: stringify([{op: 'replace', path: '/data/number', value: 'patched'}]),
		},
	],
	configMapGenerator: [{name: 'settings', literals: ['mode=fast'], files: ['app.properties']}],
	secretGenerator: [{name: 'token', literals: ['value=of-a-test']}],
	generatorOptions: {labels: {generated: 'true'}},
};

function kustomization(fields: object): string {
	return stringify({apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...fields});
}

/** The Deployments take their environment from what the overlay generates. */
function baseObject(index: number): readonly [string, string] {
	const number = String(index + 1).padStart(2, '0');
	const metadata = {name: `object-${number}`};
	const file = `object-${number}.yaml`;
	const part = {part: number};
	switch (index % 5) {
		case 0: {
			const container = {
				name: 'web',
				image: 'registry.example.test/web:1',
				envFrom: [{configMapRef: {name: 'settings'}}],
			};
			const template = {metadata: {labels: part}, spec: {containers: [container]}};
			const spec = {selector: {matchLabels: part}, template};
			return [file, stringify({apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec})];
		}
		case 1:
			return [
				file,
				stringify({apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: part, ports: [{port: 80}]}}),
			];
		default:
			return [file, stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {number}})];
	}
}
