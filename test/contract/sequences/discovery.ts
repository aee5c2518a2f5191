import {get, type Sequence, type Step} from '../sequence.ts';

const json = 'application/json';

function aggregated(version: string): string {
	return `${json};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
}

function ask(path: string, accept = json): Step {
	return get(path, {accept, only: ['kind', 'apiVersion', 'groupVersion', 'versions', 'items.0.versions.0.version']});
}

/** Which kinds there are differs: how they are asked for does not. */
export const discovery: readonly Sequence[] = [
	{
		title: 'what is served is told at once to who asks for that',
		steps: ['/api', '/apis'].flatMap(path => [
			ask(path, `${aggregated('v2')},${aggregated('v2beta1')},${json}`),
			ask(path, `${aggregated('v1')},${json}`),
			ask(path, aggregated('v2')),
			ask(path),
		]),
	},
	{
		title: 'what is served is told of each group and version',
		steps: [
			ask('/apis/apps'),
			ask('/apis/apps/v1'),
			ask('/apis/apps', `${aggregated('v2')},${json}`),
			ask('/apis/batch/v1'),
			get('/apis/none.example.com', {only: []}),
			get('/apis/apps/v9'),
		],
	},
	{
		title: 'the version of the server is told',
		steps: [get('/version', {only: ['major', 'minor']}), get('/healthz'), get('/readyz'), get('/livez')],
	},
];
