import type {Change} from '../../../source/model/change.ts';
import type {Comparison} from '../../../source/model/comparison.ts';
import type {Diagnosis, Finding} from '../../../source/model/diagnosis.ts';
import type {Printed} from '../../../source/model/engine.ts';
import type {Event} from '../../../source/model/event.ts';
import type {HistoryEntry, Operation} from '../../../source/model/operation.ts';
import type {Plan} from '../../../source/model/plan.ts';
import type {ResourceId} from '../../../source/model/resource.ts';
import type {Details, Row, SourceRow} from '../../../source/model/row.ts';

const revision = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
export const digest = '3f2a91b0c4de5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd';

const deployment: ResourceId = {
	group: 'apps',
	version: 'v1',
	kind: 'Deployment',
	namespace: 'shop',
	name: 'web',
};
export const service: ResourceId = {group: '', version: 'v1', kind: 'Service', namespace: 'shop', name: 'web'};
const namespace: ResourceId = {group: '', version: 'v1', kind: 'Namespace', namespace: '', name: 'shop'};

export const row: Row = {
	name: 'web',
	project: 'default',
	sync: 'OutOfSync',
	health: 'Progressing',
	revision,
	path: 'apps/web',
	destination: 'kind/shop',
	message: 'waiting for 1 of 2 replicas',
	resources: 2,
	policy: {automated: false, prune: false, selfHeal: false, createNamespace: false},
	syncedAt: '',
	isStale: false,
	isUnreached: false,
};

export const source: SourceRow = {
	label: '',
	repository: 'https://git.example/shop.git',
	path: 'apps/web',
	chart: '',
	ref: '',
	revision,
	tool: 'kustomize v5.8.2',
	tookMs: 120,
};

export const details: Details = {
	...row,
	sources: [source],
	tool: 'kustomize v5.8.2',
	tookMs: 120,
	resourceRows: [
		{...deployment, sync: 'OutOfSync', health: 'Progressing', message: '1 of 2 replicas', wave: 0},
		{...service, sync: 'Synced', health: 'Healthy', message: '', wave: 1},
	],
	problems: [{where: 'apps/web/broken.yaml:3', message: 'not YAML'}],
	remarks: [],
};

export const healthy: Details = {...details, problems: []};

export const printed: Printed = {
	app: 'web',
	revision,
	tool: 'kustomize v5.8.2',
	tookMs: 120,
	manifests: [],
	problems: [],
	remarks: [],
};

export const finding: Finding = {
	area: 'program',
	name: 'helm',
	state: 'ok',
	version: 'v4.3.1',
	path: '/usr/bin/helm',
	message: '',
	neededBy: ['web'],
	tookMs: 40,
};

export const healthyDiagnosis: Diagnosis = {isWell: true, findings: [finding]};

export const update: Change = {
	op: 'update',
	id: deployment,
	phase: 'Sync',
	wave: 0,
	fields: [
		{path: 'spec.replicas', before: 5, after: 3, managers: ['kubectl-scale (Update)']},
		{path: 'metadata.labels.tier', after: 'front', managers: []},
	],
	before: {apiVersion: 'apps/v1', kind: 'Deployment', spec: {replicas: 5}},
	after: {apiVersion: 'apps/v1', kind: 'Deployment', spec: {replicas: 3}},
	risks: ['restarts its pods'],
	consents: [],
	digest: 'aa',
	seen: {uid: 'u1', resourceVersion: '7'},
};

export const creation: Change = {
	op: 'create',
	id: namespace,
	phase: 'Sync',
	wave: 0,
	fields: [{path: 'metadata.name', after: 'shop', managers: []}],
	after: {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}},
	risks: [],
	consents: [],
	digest: 'bb',
	seen: {uid: '', resourceVersion: ''},
};

export const deletion: Change = {
	op: 'delete',
	id: service,
	phase: 'PostSync',
	wave: 1,
	fields: [],
	before: {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}},
	risks: [],
	consents: [],
	digest: 'cc',
	seen: {uid: 'u2', resourceVersion: '9'},
};

/** Of three applications, of which one differs. */
export const comparison: Comparison = {
	revision: 'feature',
	applications: [
		{
			app: 'web',
			from: revision,
			to: digest.slice(0, 40),
			changes: [{...update, fields: [{path: 'spec.replicas', before: 5, after: 3, managers: []}]}, creation, deletion],
			problems: [{scope: 'file', where: 'apps/web/broken.yaml:3', message: 'not YAML'}],
			remarks: [],
		},
	],
	same: 2,
	problems: [],
	remarks: [],
};

export const plan: Plan = {
	app: 'web',
	cluster: 'c1',
	revision,
	digest,
	rendered: 'dd',
	kind: 'awaiting-approval',
	changes: [creation, update],
	leftovers: [],
	problems: [],
	notes: [],
	reasons: ['the application is manual'],
	prune: false,
};

export const converged: Plan = {...plan, kind: 'converged', changes: [], reasons: []};

export const problem: Plan['problems'][number] = {
	scope: 'file',
	where: 'apps/web/broken.yaml:3',
	message: 'not YAML',
};

export const blocked: Plan = {...converged, kind: 'blocked', problems: [problem]};

export const entry: HistoryEntry = {
	kind: 'operation',
	id: 7,
	time: '2026-11-20T12:03:04.000Z',
	revision,
	digest,
	by: 'ana@bastion',
	result: 'succeeded',
	message: '2 objects applied',
};

export const operation: Operation = {
	id: 6,
	app: 'web',
	cluster: 'c1',
	revision,
	plan,
	by: 'ana@bastion',
	resources: [],
	startedAt: '2026-11-20T11:00:00.000Z',
	steps: [],
};

export const created: Event = {
	time: '2026-11-20T12:03:04.000Z',
	kind: 'created',
	app: 'web',
	resource: 'apps/Deployment/shop/web',
	message: 'Deployment shop/web created',
};
