import {at} from '../answer.ts';
import {container, deployment, deployments, map, maps, observed, web} from '../samples.ts';
import {apply, configMap, get, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const first = post(maps, configMap('a', {one: '1'}));
const budget = inNamespace('policy/v1', 'poddisruptionbudgets', 'a');
const pod = inNamespace('v1', 'pods', 'a');
const absent = '/api/v1/namespaces/{unique}/configmaps';

export const refusals: readonly Sequence[] = [
	{
		title: 'who has no token is nobody, and is refused',
		steps: [
			get(maps, {as: 'nobody'}),
			get('/version', {as: 'nobody'}),
			get('/api', {as: 'nobody'}),
			post(maps, configMap('a', {}), {as: 'nobody'}),
			get('/healthz', {as: 'nobody'}),
		],
	},
	{
		title: 'who has a wrong token is refused',
		steps: [
			get(maps, {as: 'stranger'}),
			get('/version', {as: 'stranger'}),
			get('/apis', {as: 'stranger'}),
			remove(map, {as: 'stranger'}),
			get('/nowhere', {as: 'stranger'}),
		],
	},
	{
		title: 'an object that is not there is not found',
		steps: [
			get(map),
			remove(map),
			get(web),
			get('/api/v1/namespaces/{unique}'),
			get(`${web}/scale`),
			get(`${web}/status`),
			put(`${web}/scale`, {metadata: {name: 'web'}, spec: {replicas: 1}}),
		],
	},
	{
		title: 'a resource that is not there is not found',
		steps: [
			get(inNamespace('v1', 'nothings')),
			get(inNamespace('v1', 'nothings', 'a')),
			post(inNamespace('v1', 'nothings'), {}),
			get('/api/v1/nothings'),
			get('/apis/apps/v1/nothings'),
			get(inNamespace('apps/v1', 'nothings', 'x')),
			remove(inNamespace('v1', 'nothings', 'a')),
		],
	},
	{
		title: 'a group, a version or a path that is not there is not found',
		steps: [
			get('/apis/nothing.example.com'),
			get('/apis/nothing.example.com/v1'),
			get('/apis/nothing.example.com/v1/things'),
			get('/apis/apps/v9'),
			get('/apis/apps/v9/deployments'),
			get('/api/v2'),
			get('/nowhere'),
			get('/api/v1/namespaces/{namespace}/configmaps/a/b/c'),
			post('/nowhere', {}),
		],
	},
	{
		title: 'a subresource that is not there is not found',
		steps: [
			first,
			get(`${map}/scale`),
			get(`${map}/status`),
			put(`${map}/status`, configMap('a', {})),
			get(`${web}/log`),
			get(inNamespace('v1', 'pods', 'a/nothing')),
		],
	},
	{
		title: 'a form that is not there is not acceptable',
		steps: [
			first,
			get(map, {accept: 'text/html'}),
			get(maps, {accept: 'application/xml'}),
			get(map, {accept: 'text/html, application/json'}),
			post(maps, configMap('b', {}), {accept: 'text/plain'}),
			get(map, {accept: 'application/json;as=Nothing;v=v1;g=meta.k8s.io'}),
			get(map, {accept: '*/*'}),
		],
	},
	{
		title: 'a method that is not there is not allowed',
		steps: [
			first,
			post(map, configMap('a', {})),
			put(maps, configMap('a', {})),
			patch('merge', maps, {}),
			remove('/api/v1/configmaps'),
			post('/api/v1/configmaps', configMap('a', {})),
			remove('/api/v1/namespaces'),
			post(`${web}/scale`, {}),
			remove(`${web}/scale`),
			get('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'),
			post('/version', {}),
		],
	},
	{
		title: 'a body in another form is refused',
		steps: [
			post(maps, '<a/>', {type: 'text/xml'}),
			put(map, 'x', {type: 'text/plain'}),
			post(maps, 'x', {type: 'application/x-www-form-urlencoded'}),
			post(maps, configMap('a', {}), {type: 'application/json; charset=utf-8'}),
			post(maps, configMap('b', {}), {type: 'application/merge-patch+json'}),
			remove(map, {body: 'x', type: 'text/plain'}),
		],
	},
	{
		title: 'a body that cannot be read is refused',
		steps: [
			post(maps, '{'),
			post(maps, ''),
			post(maps, '[]'),
			post(maps, '"a"'),
			post(maps, 'null'),
			post(maps, '{"metadata":'),
			post(maps, '{} {}'),
		],
	},
	{
		title: 'YAML that cannot be read is refused',
		steps: [post(maps, ': :\n\t', {type: 'application/yaml'})],
	},
	{
		title: 'paths that tell of the server refuse other forms',
		steps: [get('/version', {accept: 'text/html'}), get('/apis', {accept: 'text/html'})],
	},
	{
		title: 'a body of another kind is refused',
		steps: [
			post(maps, {kind: 'Secret', metadata: {name: 'a'}}),
			post(maps, {apiVersion: 'v2', kind: 'ConfigMap', metadata: {name: 'a'}}),
			post(maps, deployment('web')),
			post(deployments, configMap('a', {})),
			post(deployments, {...deployment('web'), apiVersion: 'apps/v1beta1'}),
			post(maps, {kind: 'Nonsense', apiVersion: 'nonsense/v1'}),
		],
	},
	{
		title: 'a namespace that is not there takes nothing',
		steps: [
			post(absent, configMap('a', {})),
			get(absent),
			remove(`${absent}/a`),
			put(`${absent}/a`, configMap('a', {})),
		],
	},
	{
		title: 'selectors and options that make no sense are refused',
		steps: [
			get(maps, {query: {labelSelector: 'a b'}}),
			get(maps, {query: {labelSelector: '='}}),
			get(maps, {query: {fieldSelector: 'data.one=1'}}),
			get(maps, {query: {fieldSelector: 'nonsense'}}),
			get(maps, {query: {limit: 'x'}}),
			get(maps, {query: {resourceVersion: 'x'}}),
			get(maps, {query: {resourceVersionMatch: 'Exact'}}),
			get(maps, {query: {resourceVersion: '1', resourceVersionMatch: 'Other'}}),
			get(maps, {query: {continue: 'x'}}),
			get(map, {query: {resourceVersion: 'x'}}),
		],
	},
	{
		title: 'a field manager that cannot be is refused',
		steps: [
			post(maps, configMap('a', {}), {query: {fieldManager: 'm'.repeat(129)}}),
			apply('', map, configMap('a', {})),
			patch('merge', map, {}, {query: {fieldManager: 'a\nb'}}),
		],
	},
	{
		title: 'an eviction that a budget stands against is refused for now',
		steps: [
			post(
				inNamespace('policy/v1', 'poddisruptionbudgets'),
				{
					metadata: {name: 'a'},
					spec: {minAvailable: 1, selector: {matchLabels: {app: 'web'}}},
				},
				{isSilent: true},
			),
			observed(budget),
			post(
				inNamespace('v1', 'pods'),
				{
					metadata: {name: 'a', labels: {app: 'web'}},
					spec: {nodeName: 'nowhere', containers: [container()]},
				},
				{isSilent: true},
			),
			patch(
				'merge',
				`${pod}/status`,
				{
					status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]},
				},
				{isSilent: true},
			),
			{kind: 'until', request: get(budget), holds: body => at(body, 'status.currentHealthy') === 1},
			post(`${pod}/eviction`, {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name: 'a'}}),
			get(pod, {only: ['metadata.name', 'metadata.deletionTimestamp']}),
		],
	},
	{
		title: 'the viewer may not, and is told what',
		steps: [
			get(maps, {as: 'viewer'}),
			post(maps, configMap('a', {}), {as: 'viewer'}),
			patch('merge', map, {}, {as: 'viewer'}),
			remove(map, {as: 'viewer'}),
			get('/api/v1/nodes', {as: 'viewer'}),
			put(`${web}/scale`, {}, {as: 'viewer'}),
			get('/apis', {as: 'viewer', only: ['kind']}),
			get('/metrics', {as: 'viewer'}),
		],
	},
];
