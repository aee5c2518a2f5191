import {cronJob, deployment, deployments, observed, podTemplate, web} from '../samples.ts';
import {apply, configMap, get, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const jobs = inNamespace('batch/v1', 'cronjobs');
const job = inNamespace('batch/v1', 'cronjobs', 'a');
const status = `${job}/status`;
const lastScheduleTime = '2020-01-01T00:00:00Z';
const scale = `${web}/scale`;
const settled = [post(deployments, deployment('web'), {isSilent: true}), observed(web)] as const;
/** Owners are in the order of their times. */
const parts = {only: ['metadata.generation', 'metadata.labels', 'spec', 'status']};
const counted = {only: ['metadata.generation']};
const refusedField = {only: ['code', 'reason', 'details.causes.0.field']};

export const generations: readonly Sequence[] = [
	{
		title: 'generation begins at 1, whatever is sent, where it is counted',
		steps: [
			post(jobs, {...cronJob(), metadata: {name: 'a', generation: 7}}),
			post(inNamespace('v1', 'configmaps'), configMap('a', {}, {generation: 7})),
			post(inNamespace('v1', 'podtemplates'), podTemplate('a')),
			post(inNamespace('networking.k8s.io/v1', 'networkpolicies'), {metadata: {name: 'a'}, spec: {podSelector: {}}}),
		],
	},
	{
		title: 'generation moves with the spec, not with labels or the status',
		steps: [
			post(jobs, cronJob()),
			patch('merge', job, {metadata: {labels: {a: '1'}, annotations: {b: '2'}}}),
			patch('merge', status, {status: {lastScheduleTime}}),
			patch('merge', job, {spec: {schedule: '@daily'}}, parts),
			put(job, {...cronJob({schedule: '@weekly'}), status: {lastSuccessfulTime: lastScheduleTime}}, parts),
			patch('merge', job, {metadata: {generation: 40}}, parts),
		],
	},
	{
		title: 'generation moves with an apply that changes the spec',
		steps: [
			apply('one', job, cronJob()),
			apply('one', job, cronJob()),
			apply('one', job, cronJob({schedule: '@daily'})),
			apply('two', job, {...cronJob({schedule: '@daily'}), metadata: {name: 'a', labels: {a: '1'}}}),
		],
	},
	{
		title: 'generation moves with the mark of a deletion',
		steps: [
			post(jobs, {...cronJob(), metadata: {name: 'a', finalizers: ['example.com/hold']}}),
			remove(job),
			get(job),
			patch('merge', job, {metadata: {finalizers: null}}),
		],
	},
	{
		title: 'generation of a Deployment moves with its annotations and its scale',
		steps: [
			...settled,
			patch('merge', web, {metadata: {annotations: {a: '1'}}}, counted),
			observed(web),
			patch('merge', web, {metadata: {labels: {a: '1'}}}, counted),
			patch('merge', scale, {spec: {replicas: 0}}, {only: ['spec', 'status']}),
			get(web, counted),
			patch('merge', web, {spec: {minReadySeconds: 5}}, counted),
			observed(web),
			get(web, {only: ['metadata.generation', 'status.observedGeneration', 'status.replicas']}),
		],
	},
	{
		title: 'a status that comes with a create or an apply of the object is dropped',
		steps: [
			post(jobs, {...cronJob(), status: {lastScheduleTime}}),
			apply('one', job, {...cronJob(), status: {lastScheduleTime}}),
			patch('merge', job, {status: {lastScheduleTime}}),
		],
	},
	{
		title: 'a replacement of the status leaves spec and labels alone',
		steps: [
			post(jobs, cronJob()),
			put(status, {
				...cronJob({schedule: '@daily'}),
				metadata: {name: 'a', labels: {a: '1'}, annotations: {b: '2'}},
				status: {lastScheduleTime},
			}),
			get(job),
		],
	},
	{
		title: 'a patch of the status writes no other part',
		steps: [
			post(jobs, cronJob()),
			patch('strategic', status, {
				metadata: {labels: {a: '1'}, finalizers: ['example.com/hold']},
				spec: {schedule: '@daily'},
				status: {lastScheduleTime},
			}),
			patch('json', status, [{op: 'remove', path: '/status/lastScheduleTime'}]),
		],
	},
	{
		title: 'an apply of the status owns the status alone, and creates nothing',
		steps: [
			post(jobs, cronJob()),
			apply('one', status, {...cronJob({schedule: '@daily'}), status: {lastScheduleTime}}),
			apply('one', status, {apiVersion: 'batch/v1', kind: 'CronJob', metadata: {name: 'a'}}),
			apply('one', inNamespace('batch/v1', 'cronjobs', 'b/status'), {...cronJob(), metadata: {name: 'b'}}),
		],
	},
	{
		title: 'a status that is not valid is refused',
		steps: [
			post(jobs, cronJob()),
			patch('merge', status, {status: {lastScheduleTime: 'yesterday'}}, refusedField),
			patch('merge', status, {status: 'good'}, refusedField),
			patch('merge', `${job}/state`, {}),
			put(status, {...cronJob(), metadata: {name: 'b'}}),
			put(status, {...cronJob(), metadata: {name: 'a', resourceVersion: '1'}}),
		],
	},
	{
		title: 'a scale is read, and refuses what it cannot be',
		steps: [
			...settled,
			get(scale),
			patch('merge', scale, {spec: {replicas: -1}}),
			put(scale, {metadata: {name: 'other'}, spec: {replicas: 0}}),
			put(scale, {metadata: {name: 'web', resourceVersion: '1'}, spec: {replicas: 0}}),
			put(scale, {metadata: {name: 'web'}, spec: {replicas: 'x'}}),
			patch('json', scale, [{op: 'test', path: '/spec/replicas', value: 7}]),
			patch('merge', scale, {metadata: {resourceVersion: '1'}, spec: {replicas: 0}}),
		],
	},
];
