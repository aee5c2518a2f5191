import type {Change} from '../../../source/model/change.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import type {Plan} from '../../../source/model/plan.ts';
import type {Message} from '../../../source/model/protocol.ts';

/** A change of a Deployment in `shop`. */
export function sampleChange(name: string, change: Partial<Change> = {}): Change {
	return {
		op: 'update',
		id: {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name},
		phase: 'Sync',
		wave: 0,
		fields: [{path: 'spec.replicas', before: 2, after: 3, managers: []}],
		before: deployment(name, 2),
		after: deployment(name, 3),
		risks: [],
		consents: [],
		digest: `digest of ${name}`,
		seen: {uid: `uid of ${name}`, resourceVersion: '1'},
		...change,
	};
}

export function deployment(name: string, replicas: number): JsonObject {
	return {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name, namespace: 'shop'}, spec: {replicas}};
}

export function samplePlan(changes: readonly Change[], plan: Partial<Plan> = {}): Plan {
	return {
		app: 'shop',
		cluster: 'uid of kube-system',
		revision: '0123456789abcdef0123456789abcdef01234567',
		digest: `abcdef012345${changes.map(({digest}) => digest).join()}`,
		rendered: 'rendered',
		kind: changes.length === 0 ? 'converged' : 'awaiting-approval',
		changes,
		leftovers: [],
		problems: [],
		notes: [],
		reasons: changes.length === 0 ? [] : ['the application is not automated'],
		prune: false,
		...plan,
	};
}

export function planAnswer(id: number, value: Plan): Message {
	return {kind: 'answer', id, answer: {kind: 'plan', value}};
}
