import type {Event} from '../../../source/model/event.ts';
import type {Hello} from '../../../source/model/protocol.ts';
import type {Row} from '../../../source/model/row.ts';

export const now = Date.parse('2026-11-20T12:00:00Z');

export function sampleRow(row: Partial<Row> = {}): Row {
	return {
		name: 'shop',
		project: 'default',
		sync: 'Synced',
		health: 'Healthy',
		revision: '0123456789abcdef0123456789abcdef01234567',
		path: 'apps/shop',
		destination: 'prod/shop',
		message: '',
		resources: 3,
		policy: {automated: false, prune: false, selfHeal: false, createNamespace: true},
		syncedAt: '2026-11-20T11:55:00Z',
		isStale: false,
		isUnreached: false,
		...row,
	};
}

export function sampleHello(hello: Partial<Hello> = {}): Hello {
	const policy = {automated: true, prune: false, selfHeal: true, createNamespace: false};
	return {
		context: 'prod',
		server: 'https://prod.example:6443',
		contexts: ['prod', 'staging'],
		applications: [
			{name: 'shop', project: 'default', context: 'prod', policy, origin: 'apps.yaml:1'},
			{name: 'web', project: 'default', context: 'prod', policy: {...policy, automated: false}, origin: 'apps.yaml:20'},
		],
		cutOff: [],
		remarks: [],
		isReadOnly: false,
		...hello,
	};
}

export function sampleEvent(event: Partial<Event> = {}): Event {
	return {time: '2026-11-20T11:59:58Z', kind: 'created', app: 'shop', message: 'Deployment shop/web created', ...event};
}
