import type {ObjectView, OperationView} from '../../../source/model/question.ts';
import {keyOf} from '../../../source/model/resource.ts';
import {sampleEvent} from '../support/samples.ts';

export const webView: ObjectView = {
	live: {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {
			name: 'web',
			namespace: 'shop',
			annotations: {note: 'first line\nspec: not a key\nlast line', 'long/one': 'x'.repeat(100).concat(' needle')},
		},
		spec: {
			replicas: 5,
			template: {spec: {containers: [{name: 'web', image: 'registry.example/web:1.0.0'}]}},
		},
	},
	desired: {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'web', namespace: 'shop'},
		spec: {replicas: 2, template: {spec: {containers: [{name: 'web', image: 'registry.example/web:2.0.0'}]}}},
	},
	managers: [
		{
			manager: 'kubectl-edit',
			operation: 'Update',
			subresource: '',
			time: '2026-11-20T11:00:00Z',
			paths: ['spec.replicas'],
		},
		{
			manager: 'trueup',
			operation: 'Apply',
			subresource: '',
			time: '2026-11-20T10:00:00Z',
			paths: ['spec.template.spec.containers.[name=web].image'],
		},
	],
	origin: {file: 'apps/shop/web.yaml', line: 12},
};

const web = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};
const settings = {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings'};
const old = {group: '', version: 'v1', kind: 'Service', namespace: 'shop', name: 'old'};
const change = {phase: 'Sync', risks: [], consents: [], digest: 'c', seen: {uid: '', resourceVersion: ''}} as const;

export const operationView: OperationView = {
	operation: {
		id: 7,
		app: 'shop',
		cluster: 'uid',
		revision: '0123456789abcdef0123456789abcdef01234567',
		by: 'ada@desk',
		resources: [],
		startedAt: '2026-11-20T11:54:57Z',
		plan: {
			app: 'shop',
			cluster: 'uid',
			revision: '0123456789abcdef0123456789abcdef01234567',
			digest: 'feedfacefeedface',
			rendered: 'r',
			kind: 'awaiting-approval',
			changes: [
				{
					...change,
					op: 'create',
					id: settings,
					wave: 0,
					fields: [{path: 'data.a', after: 'one', managers: []}],
				},
				{
					...change,
					op: 'update',
					id: web,
					wave: 1,
					risks: ['restarts 2 pods'],
					fields: [
						{path: 'spec.replicas', before: 5, after: 2, managers: ['kubectl-edit (Update)']},
						{path: 'spec.paused', before: true, managers: []},
					],
				},
				{...change, op: 'delete', id: old, wave: 1, fields: []},
			],
			leftovers: [],
			problems: [],
			notes: [],
			reasons: ['the application is synced by hand'],
			prune: true,
		},
		steps: [
			{key: keyOf(settings), op: 'create', wave: 0, state: 'done'},
			{key: keyOf(web), op: 'update', wave: 1, state: 'failed'},
		],
	},
	entry: {
		kind: 'operation',
		id: 7,
		time: '2026-11-20T11:55:00Z',
		revision: '0123456789abcdef0123456789abcdef01234567',
		digest: 'feedfacefeedface',
		by: 'ada@desk',
		result: 'failed',
		message: 'Deployment shop/web: refused by a webhook',
	},
	events: [
		sampleEvent({kind: 'started', message: 'operation 7 started by ada@desk'}),
		sampleEvent({kind: 'created', message: 'ConfigMap shop/settings created'}),
		sampleEvent({kind: 'finished', result: 'failed', message: 'refused by a webhook', durationMs: 3000}),
	],
};
