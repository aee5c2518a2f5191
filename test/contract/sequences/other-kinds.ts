import type {JsonObject} from '../../../source/model/json.ts';
import {at} from '../answer.ts';
import {container, cronJob, deployment, deployments, observed, podTemplate, web} from '../samples.ts';
import {apply, get, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const sets = inNamespace('apps/v1', 'statefulsets');
const set = inNamespace('apps/v1', 'statefulsets', 'web');
const crons = inNamespace('batch/v1', 'cronjobs');
const cron = inNamespace('batch/v1', 'cronjobs', 'a');
const jobs = inNamespace('batch/v1', 'jobs');
const job = inNamespace('batch/v1', 'jobs', 'a');
const budget = inNamespace('policy/v1', 'poddisruptionbudgets', 'a');
const rbac = 'rbac.authorization.k8s.io';
const storageClass = '/apis/storage.k8s.io/v1/storageclasses/{unique}';
const claims = inNamespace('v1', 'persistentvolumeclaims');
const claim = inNamespace('v1', 'persistentvolumeclaims', 'a');

/** It waits for a volume that nobody makes. */
const pending = {
	metadata: {name: 'a'},
	spec: {
		accessModes: ['ReadWriteOnce'],
		storageClassName: 'none',
		resources: {requests: {storage: '1Gi'}},
		volumeName: '{unique}',
	},
};
const requested = {metadata: {name: 'data'}, spec: {accessModes: ['ReadWriteOnce'], resources: pending.spec.resources}};
const slices = inNamespace('discovery.k8s.io/v1', 'endpointslices');
const slice = inNamespace('discovery.k8s.io/v1', 'endpointslices', 'a');
const endpoints: JsonObject = {
	metadata: {name: 'a', labels: {'kubernetes.io/service-name': 'web'}},
	addressType: 'IPv4',
	endpoints: [{addresses: ['10.1.2.3'], conditions: {ready: true}}],
	ports: [{name: 'http', port: 80}],
};

const refusedField = {only: ['code', 'reason', 'details.causes.0.field']};

export const otherKinds: readonly Sequence[] = [
	{title: 'a claim is pending, is defaulted and protected', steps: [post(claims, pending), get(`${claim}/status`)]},
	{
		title: 'the spec of a claim stays',
		steps: [
			post(claims, pending),
			patch('merge', claim, {spec: {resources: {requests: {storage: '2Gi'}}}}, refusedField),
			patch('merge', claim, {spec: {storageClassName: 'other'}}, refusedField),
			patch('merge', claim, {spec: {accessModes: ['ReadOnlyMany']}}, refusedField),
		],
	},
	{
		title: 'a suspended CronJob is defaulted and changed',
		steps: [
			post(crons, cronJob()),
			patch('merge', cron, {spec: {schedule: '@daily', timeZone: 'Europe/Berlin'}}),
			patch('merge', cron, {spec: {schedule: 'never'}}),
			patch('merge', cron, {spec: {timeZone: 'Nowhere'}}),
			patch('merge', cron, {spec: {concurrencyPolicy: 'Perhaps', successfulJobsHistoryLimit: -1}}),
			remove(cron),
		],
	},
	{
		title: 'an EndpointSlice is an object as others are',
		steps: [
			post(slices, endpoints),
			patch('merge', slice, {endpoints: [{addresses: ['10.1.2.3', '10.1.2.4']}]}),
			patch('merge', slice, {addressType: 'IPv6'}),
			put(slice, {...endpoints, endpoints: [], ports: []}),
			get(slices, {query: {labelSelector: 'kubernetes.io/service-name=web'}}),
		],
	},
	{
		title: 'an EndpointSlice that is not valid is refused',
		steps: [
			post(slices, {...endpoints, addressType: 'IPv5'}),
			post(slices, {...endpoints, endpoints: [{addresses: ['nowhere']}, {addresses: []}]}),
			post(slices, {
				...endpoints,
				ports: [
					{name: 'a', port: 80},
					{name: 'a', port: 81},
				],
			}),
			post(slices, {metadata: endpoints.metadata ?? {}, endpoints: []}),
		],
	},
	{
		title: 'immutable fields of a Deployment are named with the cause',
		steps: [
			post(deployments, deployment('web'), {isSilent: true}),
			observed(web),
			patch('merge', web, {
				spec: {selector: {matchLabels: {app: 'other'}}, template: {metadata: {labels: {app: 'other'}}}},
			}),
			patch('merge', web, {spec: {template: {metadata: {labels: {app: 'other'}}}}}),
			patch('merge', web, {spec: {selector: null}}),
			apply(
				'one',
				web,
				{...deployment('web', {selector: {matchLabels: {app: 'web', tier: 'x'}}})},
				{query: {force: 'true'}},
			),
		],
	},
	{
		title: 'immutable fields of a StatefulSet are named with the cause',
		steps: [
			post(sets, deployment('web', {}, 'StatefulSet'), {isSilent: true}),
			observed(set),
			patch('merge', set, {spec: {serviceName: 'other', podManagementPolicy: 'Parallel'}}),
			patch('merge', set, {spec: {volumeClaimTemplates: [requested]}}),
		],
	},
	{
		title: 'immutable fields of a RoleBinding are named with the cause',
		steps: [
			post(inNamespace(`${rbac}/v1`, 'rolebindings'), {
				metadata: {name: 'a'},
				roleRef: {apiGroup: rbac, kind: 'Role', name: 'x'},
				subjects: [{kind: 'User', name: 'u'}],
			}),
			patch('merge', inNamespace(`${rbac}/v1`, 'rolebindings', 'a'), {roleRef: {name: 'y'}}),
		],
	},
	{
		title: 'a StorageClass keeps what it was made with, and is shown as it goes',
		steps: [
			post('/apis/storage.k8s.io/v1/storageclasses', {metadata: {name: '{unique}'}, provisioner: 'example.com/p'}),
			patch('merge', storageClass, {reclaimPolicy: 'Retain', parameters: {a: 'b'}}),
			patch('merge', storageClass, {allowVolumeExpansion: true}),
			remove(storageClass),
		],
	},
	{
		title: 'a Job that is suspended keeps its template',
		steps: [
			post(
				jobs,
				{
					metadata: {name: 'a'},
					spec: {suspend: true, completions: 2, template: {spec: {restartPolicy: 'Never', containers: [container()]}}},
				},
				{isSilent: true},
			),
			{kind: 'until', request: get(job), holds: body => at(body, 'status.conditions') !== undefined},
			patch('merge', job, {spec: {completions: 3}}),
			patch('merge', job, {spec: {completionMode: 'Indexed'}}),
			patch('merge', job, {spec: {template: {spec: {containers: [{name: 'web', image: 'web:2'}]}}}}, refusedField),
		],
	},
	{
		title: 'defaults of a pod template',
		steps: [
			post(
				inNamespace('v1', 'podtemplates'),
				podTemplate('a', {
					containers: [
						container({
							ports: [{containerPort: 80}],
							livenessProbe: {httpGet: {port: 80}},
							env: [{name: 'P', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}}],
							resources: {limits: {cpu: '1000m', memory: '1024Mi'}},
						}),
					],
					volumes: [
						{name: 's', secret: {secretName: 's'}},
						{name: 'h', hostPath: {path: '/x'}},
						{name: 'p', projected: {sources: [{serviceAccountToken: {path: 't'}}]}},
					],
				}),
			),
		],
	},
	{
		title: 'defaults of a network policy',
		steps: [
			post(inNamespace('networking.k8s.io/v1', 'networkpolicies'), {
				metadata: {name: 'a'},
				spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}], egress: [{}]},
			}),
		],
	},
	{
		title: 'a refused spec is shown in the words of Go',
		steps: [
			post(claims, pending),
			patch('merge', claim, {spec: {storageClassName: 'other'}}),
			post(inNamespace('policy/v1', 'poddisruptionbudgets'), {
				metadata: {name: 'a'},
				spec: {minAvailable: 1, maxUnavailable: 1},
			}),
		],
	},
	{
		title: 'a disruption budget says one of the two',
		steps: [
			post(inNamespace('policy/v1', 'poddisruptionbudgets'), {metadata: {name: 'a'}, spec: {minAvailable: '50%'}}),
			patch('merge', budget, {spec: {maxUnavailable: 1}}, refusedField),
			patch('merge', budget, {spec: {maxUnavailable: 1, minAvailable: null}}, {only: ['spec']}),
		],
	},
];
