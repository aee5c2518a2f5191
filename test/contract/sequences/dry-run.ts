import {container, cronJob, deployment, map, maps, observed} from '../samples.ts';
import {apply, configMap, get, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const dry = {query: {dryRun: 'All'}};
const cron = inNamespace('batch/v1', 'cronjobs', 'a');
const replicaSet = inNamespace('apps/v1', 'replicasets', 'web');
const eviction = {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name: 'a'}};
const first = post(maps, configMap('a', {one: '1'}));

export const dryRuns: readonly Sequence[] = [
	{
		title: 'a dry-run of a create answers with the object and stores nothing',
		steps: [
			post(maps, configMap('a', {}), dry),
			get(map),
			post(maps, configMap('a', {})),
			post(maps, configMap('a', {}), dry),
		],
	},
	{
		title: 'a dry-run with a generated name reserves no name',
		steps: [post(maps, {metadata: {generateName: 'a-'}}, dry), get(maps, {query: {labelSelector: 'none'}})],
	},
	{
		title: 'a dry-run of a create that is refused says what the create would say',
		steps: [post(maps, configMap('A_', {}), dry), post(maps, configMap('a', {'a b': '1'}), dry), post(maps, '{', dry)],
	},
	{
		title: 'a dry-run of a replacement changes nothing',
		steps: [first, put(map, configMap('a', {two: '2'}), dry), get(map)],
	},
	{
		title: 'a dry-run of a replacement with an old version is refused',
		steps: [
			first,
			put(map, configMap('a', {two: '2'})),
			put(map, configMap('a', {}, {resourceVersion: '{0.metadata.resourceVersion}'}), dry),
		],
	},
	{
		title: 'a dry-run of a replacement of what is not there is refused',
		steps: [put(map, configMap('a', {}), dry), get(map)],
	},
	{
		title: 'a dry-run of a merge patch changes nothing',
		steps: [first, patch('merge', map, {data: {one: null, two: '2'}}, dry), get(map)],
	},
	{
		title: 'a dry-run of a JSON patch changes nothing',
		steps: [first, patch('json', map, [{op: 'replace', path: '/data/one', value: '2'}], dry), get(map)],
	},
	{
		title: 'a dry-run of a strategic merge patch changes nothing',
		steps: [first, patch('strategic', map, {data: {$patch: 'replace', two: '2'}}, dry), get(map)],
	},
	{
		title: 'a dry-run of an apply that creates stores nothing',
		steps: [apply('one', map, configMap('a', {one: '1'}), dry), get(map)],
	},
	{
		title: 'a dry-run of an apply that changes shows the new owners and keeps the old',
		steps: [
			apply('one', map, configMap('a', {one: '1'})),
			apply('one', map, configMap('a', {two: '2'}), dry),
			get(map),
		],
	},
	{
		title: 'a dry-run of an apply that changes nothing answers with what is there',
		steps: [apply('one', map, configMap('a', {one: '1'})), apply('one', map, configMap('a', {one: '1'}), dry)],
	},
	{
		title: 'a dry-run of an apply meets the conflict',
		steps: [
			apply('one', map, configMap('a', {one: '1'})),
			apply('two', map, configMap('a', {one: '2'}), dry),
			apply('two', map, configMap('a', {one: '2'}), {query: {dryRun: 'All', force: 'true'}}),
			get(map),
		],
	},
	{
		title: 'a dry-run of a deletion deletes nothing',
		steps: [first, remove(map, dry), get(map), remove(map, {body: {dryRun: ['All']}}), get(map)],
	},
	{
		title: 'a dry-run of a deletion with a finalizer marks nothing',
		steps: [
			post(maps, {metadata: {name: 'a', finalizers: ['example.com/hold']}}),
			remove(map, dry),
			get(map),
			patch('merge', map, {metadata: {finalizers: null}}),
		],
	},
	{
		title: 'a dry-run of a deletion with preconditions checks them',
		steps: [
			first,
			remove(map, {body: {preconditions: {uid: 'other'}}, ...dry}),
			remove(map, {body: {preconditions: {resourceVersion: '1'}}, ...dry}),
			get(map),
		],
	},
	{
		title: 'a dry-run of a deletion of a collection deletes nothing',
		steps: [
			post(maps, {metadata: {name: 'a', labels: {set: 'x'}}}),
			remove(maps, {query: {dryRun: 'All', labelSelector: 'set=x'}}),
			get(maps, {query: {labelSelector: 'set=x'}}),
		],
	},
	{
		title: 'a dry-run of a removal of the last finalizer keeps the object under deletion',
		steps: [
			post(maps, {metadata: {name: 'a', finalizers: ['example.com/hold']}}),
			remove(map),
			patch('merge', map, {metadata: {finalizers: null}}, dry),
			get(map),
			patch('merge', map, {metadata: {finalizers: null}}),
			get(map),
		],
	},
	{
		title: 'a dry-run of a status changes nothing',
		steps: [
			post(inNamespace('batch/v1', 'cronjobs'), cronJob()),
			patch('merge', `${cron}/status`, {status: {lastScheduleTime: '2020-01-01T00:00:00Z'}}, dry),
			get(`${cron}/status`),
		],
	},
	{
		title: 'a dry-run of a scale changes nothing',
		steps: [
			post(inNamespace('apps/v1', 'replicasets'), deployment('web', {}, 'ReplicaSet'), {isSilent: true}),
			observed(replicaSet),
			patch('merge', `${replicaSet}/scale`, {spec: {replicas: 3}}, dry),
			put(`${replicaSet}/scale`, {metadata: {name: 'web', namespace: '{namespace}'}, spec: {replicas: 2}}, dry),
			get(`${replicaSet}/scale`),
		],
	},
	{
		title: 'a dry-run of a namespace is not followed by one',
		steps: [
			post('/api/v1/namespaces', {metadata: {name: '{unique}'}}, dry),
			get('/api/v1/namespaces/{unique}'),
			remove('/api/v1/namespaces/{namespace}', dry),
			get('/api/v1/namespaces/{namespace}'),
		],
	},
	{
		title: 'a dry-run in a namespace that is not there is refused',
		steps: [
			post('/api/v1/namespaces/{unique}/configmaps', configMap('a', {}), dry),
			apply('one', '/api/v1/namespaces/{unique}/configmaps/a', configMap('a', {}), dry),
		],
	},
	{
		title: 'a dry-run is All or nothing else',
		steps: [
			post(maps, configMap('a', {}), {query: {dryRun: 'Some'}}),
			patch('merge', map, {}, {query: {dryRun: 'all'}}),
			remove(map, {query: {dryRun: 'true'}}),
			remove(map, {body: {dryRun: ['Some']}}),
			post(maps, configMap('a', {}), {query: {dryRun: ''}}),
			get(map),
		],
	},
	{
		title: 'a dry-run of a Service shows an address and takes none',
		steps: [
			post(inNamespace('v1', 'services'), {metadata: {name: 'a'}, spec: {clusterIP: 'None', ports: [{port: 80}]}}, dry),
			get(inNamespace('v1', 'services', 'a')),
		],
	},
	{
		title: 'a dry-run of an eviction evicts nobody',
		steps: [
			post(
				inNamespace('v1', 'pods'),
				{metadata: {name: 'a'}, spec: {nodeName: 'nowhere', containers: [container()]}},
				{isSilent: true},
			),
			post(inNamespace('v1', 'pods', 'a/eviction'), {...eviction, deleteOptions: {dryRun: ['All']}}),
			post(inNamespace('v1', 'pods', 'b/eviction'), {...eviction, metadata: {name: 'b'}}, dry),
			get(inNamespace('v1', 'pods', 'a'), {only: ['metadata.deletionTimestamp', 'metadata.generation']}),
		],
	},
	{
		title: 'a dry-run of a definition serves nothing',
		steps: [
			post(
				'/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
				{
					metadata: {name: 'things.{unique}.example.com'},
					spec: {
						group: '{unique}.example.com',
						scope: 'Namespaced',
						names: {plural: 'things', kind: 'Thing'},
						versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}],
					},
				},
				dry,
			),
			get('/apis/{unique}.example.com'),
			get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.{unique}.example.com'),
		],
	},
];
